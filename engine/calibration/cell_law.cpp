#include "calibration/cell_law.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace ebbtide {
namespace {

constexpr int kIterations = 12;
constexpr double kPriorWeeks = 6.0;     // weight of the prior variances beside a factor's or cell's own weeks
constexpr double kLargestSquare = 9.0;  // of a week, in variances: a fund's first weeks say little about the later ones
constexpr double kTailWeight = 8.0;     // degrees of freedom of a week's own scale
constexpr double kCarryAll = 0.3;       // of the factor of all funds, the one autocorrelation of weekly flows
constexpr double kCarryMembers = 0.1;   // of assets, regions and issuers, the prior mean of their own lag
// Prior standard deviations, fractions of AUM: all funds, assets, regions, issuers, the common part of sightings; then
// of cells, and of the own part of sightings.
constexpr std::array<double, CellFactors::kKinds> kPriorSd = {0.008, 0.005, 0.004, 0.004, 0.001};
constexpr double kPriorOwnSd = 0.008;
constexpr double kPriorSightingSd = 0.001;
constexpr double kPriorSightings = 60.0;  // weight of the latter, in cells and weeks

Eigen::Index at(std::size_t index) {
  return static_cast<Eigen::Index>(index);
}

struct Moments {
  Vector mean;
  Matrix covariance;
};

// The rows of one week as linear equations in factors, the cells' own parts integrated out.
struct WeekEquations {
  Matrix flows;       // rows x cells: coefficient times size
  Matrix on_factors;  // rows x factors
  Matrix noise;       // rows x rows
  Vector value;
};

class CellSmoother {
 public:
  CellSmoother(const CellFactors& factors, const CellLaw& law, const std::vector<CellEvidence>& weeks)
      : factors_(factors), law_(law), weeks_(weeks) {
    carry_ = Vector::Constant(at(factors.count()), kCarryMembers);
    carry_(0) = kCarryAll;
    carry_(at(factors.sighting())) = 0.0;
    for (const CellEvidence& week : weeks) equations_.push_back(equations(week));
    filter();
    smooth();
  }

  CellEstimate estimate(std::size_t t) const {
    const CellEvidence& week = weeks_[t];
    const Matrix own_gain = gain(t);
    // f / D = (loading - gain on_factors) u + gain value + what the rows leave of e.
    const Matrix map = factors_.loading() - own_gain * equations_[t].on_factors;
    const Vector mean = map * smoothed_[t].mean + own_gain * equations_[t].value;
    const Matrix left = own_gain * equations_[t].flows;
    const Matrix by_factors = map * smoothed_[t].covariance;
    const Matrix own_spread = (Matrix::Identity(mean.size(), mean.size()) - left) * own_variance(week).asDiagonal();
    const Matrix spread =
        week.size_musd.asDiagonal() * (by_factors * map.transpose() + own_spread) * week.size_musd.asDiagonal();
    const auto deviation = [&](double variance) { return std::sqrt(std::max(0.0, variance) * scale_[t]); };
    CellEstimate result;
    result.mean_musd = week.size_musd.cwiseProduct(mean);
    result.sd_musd = spread.diagonal().unaryExpr(deviation);
    const Vector apart = apart_variance(spread, week.size_musd);
    Matrix before = factors_.loading() * law_.factor_variance.asDiagonal() * factors_.loading().transpose();
    before.diagonal() += law_.own_variance;
    before = week.size_musd.asDiagonal() * before * week.size_musd.asDiagonal();
    const Vector open = apart_variance(before, week.size_musd);
    result.apart_sd_musd = apart.unaryExpr(deviation);
    result.apart_known = (open.array() > 0.0).select(1.0 - apart.array() / open.array(), 1.0).cwiseMax(0.0);
    result.scale = scale_[t];
    result.sum_mean_musd.resize(at(week.sums.size()));
    result.sum_sd_musd.resize(at(week.sums.size()));
    for (std::size_t i = 0; i < week.sums.size(); ++i) {
      Vector one = Vector::Zero(mean.size());
      for (const std::size_t c : week.sums[i]) one(at(c)) = 1.0;
      result.sum_mean_musd(at(i)) = one.dot(result.mean_musd);
      result.sum_sd_musd(at(i)) = deviation(one.dot(spread * one));
    }
    return result;
  }

  // Second moments over the weeks with figures, beside the prior's: the law's next variances. A week's squares count in
  // its own scale, as under Student's t: a few huge weeks would otherwise widen every other.
  CellLaw next_law(const CellLaw& prior) const {
    Vector factors = Vector::Zero(at(factors_.count()));
    Vector own = Vector::Zero(at(factors_.cells()));
    Vector own_weeks = own;
    double weeks = 0.0, sighting = 0.0, sightings = 0.0;
    for (std::size_t t = 0; t < weeks_.size(); ++t) {
      if (weeks_[t].rows.empty()) continue;
      weeks += 1.0;
      factors += (smoothed_[t].mean.cwiseAbs2() / scale_[t] + smoothed_[t].covariance.diagonal())
                     .cwiseMin(kLargestSquare * law_.factor_variance);
      add_own(t, own, own_weeks, sighting, sightings);
    }
    CellLaw law;
    law.factor_variance = (factors + kPriorWeeks * prior.factor_variance) / (weeks + kPriorWeeks);
    law.own_variance =
        (own + kPriorWeeks * prior.own_variance).cwiseQuotient(own_weeks + Vector::Constant(own.size(), kPriorWeeks));
    law.sighting_variance = (sighting + kPriorSightings * prior.sighting_variance) / (sightings + kPriorSightings);
    return law;
  }

 private:
  // Of every cell's flow less its share by size of its asset's.
  Vector apart_variance(const Matrix& spread, const Vector& size) const {
    const auto bounds = factors_.bounds();
    const Matrix assets = factors_.loading().middleCols(at(bounds[1]), at(bounds[2] - bounds[1]));
    const Vector held = assets * (assets.transpose() * size);  // by cell, of its asset
    const Vector share = (held.array() > 0.0).select(size.cwiseQuotient(held), 0.0);
    const Matrix with_assets = spread * assets;
    const Vector of_assets = assets * (assets.transpose() * with_assets).diagonal();
    return spread.diagonal() - 2.0 * share.cwiseProduct(with_assets.cwiseProduct(assets).rowwise().sum()) +
           share.cwiseAbs2().cwiseProduct(of_assets);
  }

  WeekEquations equations(const CellEvidence& week) const {
    WeekEquations result;
    const auto rows = at(week.rows.size());
    result.flows = Matrix::Zero(rows, at(factors_.cells()));
    result.noise = Matrix::Zero(rows, rows);
    result.value.resize(rows);
    Vector common = Vector::Zero(rows);
    for (Eigen::Index r = 0; r < rows; ++r) {
      const CellRow& row = week.rows[static_cast<std::size_t>(r)];
      for (const std::size_t cell : row.cells) result.flows(r, at(cell)) = week.size_musd(at(cell));
      result.value(r) = row.value_musd;
      result.noise(r, r) = row.variance;
      if (!row.is_sighting) continue;
      common(r) = week.size_musd(at(row.cells.front()));
      result.noise(r, r) += law_.sighting_variance * common(r) * common(r);
    }
    result.on_factors = result.flows * factors_.loading();
    result.on_factors.col(at(factors_.sighting())) = common;
    result.noise += result.flows * own_variance(week).asDiagonal() * result.flows.transpose();
    return result;
  }

  Vector own_variance(const CellEvidence& week) const {
    Vector variance = law_.own_variance;
    for (const std::size_t cell : week.opening) variance(at(cell)) = 1.0;
    return variance;
  }

  // Of the rows' errors on the cells' own parts.
  Matrix gain(std::size_t t) const {
    const WeekEquations& week = equations_[t];
    const Matrix weighted = week.flows * own_variance(weeks_[t]).asDiagonal();
    return week.noise.ldlt().solve(weighted).transpose();
  }

  void filter() {
    Moments state{Vector::Zero(at(factors_.count())), law_.factor_variance.asDiagonal()};
    for (std::size_t t = 0; t < weeks_.size(); ++t) {
      if (t > 0) {
        state.mean = carry_.cwiseProduct(state.mean);
        state.covariance = carry_.asDiagonal() * state.covariance * carry_.asDiagonal();
        state.covariance.diagonal() += (1.0 - carry_.array().square()).matrix().cwiseProduct(law_.factor_variance);
      }
      predicted_.push_back(state);
      double scale = 1.0;
      const WeekEquations& week = equations_[t];
      if (week.value.size() > 0) {
        const Matrix cross = week.on_factors * state.covariance;
        const Eigen::LDLT<Matrix> spread(cross * week.on_factors.transpose() + week.noise);
        const Vector error = week.value - week.on_factors * state.mean;
        const Vector solved = spread.solve(error);
        scale = (kTailWeight + error.dot(solved)) / (kTailWeight + static_cast<double>(error.size()));
        state.mean += cross.transpose() * solved;
        state.covariance -= cross.transpose() * spread.solve(cross);
      }
      scale_.push_back(scale);
      filtered_.push_back(state);
    }
  }

  void smooth() {
    smoothed_ = filtered_;
    for (std::size_t t = weeks_.size(); t-- > 1;) {
      const Matrix carried = carry_.asDiagonal() * filtered_[t - 1].covariance;
      const Matrix back = predicted_[t].covariance.ldlt().solve(carried).transpose();
      smoothed_[t - 1].mean += back * (smoothed_[t].mean - predicted_[t].mean);
      smoothed_[t - 1].covariance += back * (smoothed_[t].covariance - predicted_[t].covariance) * back.transpose();
    }
  }

  void add_own(std::size_t t, Vector& own, Vector& own_weeks, double& sighting, double& sightings) const {
    const CellEvidence& week = weeks_[t];
    const Matrix own_gain = gain(t);
    const Matrix& on_factors = equations_[t].on_factors;
    const Vector error = equations_[t].value - on_factors * smoothed_[t].mean;
    const Vector mean = own_gain * error;
    const Matrix by_factors = own_gain * on_factors;
    const Matrix spread = by_factors * smoothed_[t].covariance;
    const Matrix left = own_gain * equations_[t].flows;
    for (Eigen::Index c = 0; c < mean.size(); ++c) {
      const bool opens =
          std::find(week.opening.begin(), week.opening.end(), static_cast<std::size_t>(c)) != week.opening.end();
      if (week.size_musd(c) <= 0.0 || opens) continue;
      const double variance = spread.row(c).dot(by_factors.row(c)) + law_.own_variance(c) * (1.0 - left(c, c));
      own(c) += std::min(mean(c) * mean(c) / scale_[t] + variance, kLargestSquare * law_.own_variance(c));
      own_weeks(c) += 1.0;
    }
    // eps of a sighting: its noise gain on the same errors.
    const Eigen::LDLT<Matrix> noise(equations_[t].noise);
    const Vector solved = noise.solve(error);
    const Matrix inverse = noise.solve(Matrix::Identity(error.size(), error.size()));
    const Matrix seen = inverse * on_factors;
    const Matrix seen_spread = seen * smoothed_[t].covariance * seen.transpose();
    for (std::size_t r = 0; r < week.rows.size(); ++r) {
      if (!week.rows[r].is_sighting) continue;
      const double size = week.size_musd(at(week.rows[r].cells.front()));
      const double weight = law_.sighting_variance * size;
      const double part = weight * solved(at(r));
      const double variance =
          law_.sighting_variance + weight * weight * (seen_spread(at(r), at(r)) - inverse(at(r), at(r)));
      sighting += std::min(part * part / scale_[t] + std::max(0.0, variance), kLargestSquare * law_.sighting_variance);
      sightings += 1.0;
    }
  }

  const CellFactors& factors_;
  const CellLaw& law_;
  const std::vector<CellEvidence>& weeks_;
  Vector carry_;
  std::vector<WeekEquations> equations_;
  std::vector<Moments> predicted_, filtered_, smoothed_;
  std::vector<double> scale_;  // of a week's variances, from how far its rows are from what was expected
};

CellLaw prior_law(const CellFactors& factors) {
  CellLaw law;
  law.factor_variance.resize(at(factors.count()));
  const auto bounds = factors.bounds();
  for (std::size_t kind = 0; kind < CellFactors::kKinds; ++kind) {
    for (std::size_t k = bounds[kind]; k < bounds[kind + 1]; ++k)
      law.factor_variance(at(k)) = kPriorSd[kind] * kPriorSd[kind];
  }
  law.own_variance = Vector::Constant(at(factors.cells()), kPriorOwnSd * kPriorOwnSd);
  law.sighting_variance = kPriorSightingSd * kPriorSightingSd;
  return law;
}

}  // namespace

CellFactors::CellFactors(const std::vector<SeriesKey>& cells) {
  std::vector<std::vector<std::size_t>> columns(1);
  for (std::size_t c = 0; c < cells.size(); ++c) columns.front().push_back(c);
  bounds_[1] = 1;
  for (const Dimension dimension : kDimensions) {
    std::map<std::string, std::vector<std::size_t>> members;
    for (std::size_t c = 0; c < cells.size(); ++c) members[cells[c].part(dimension)].push_back(c);
    for (const auto& [name, own] : members) columns.push_back(own);
    bounds_[static_cast<std::size_t>(dimension) + 2] = columns.size();
  }
  columns.emplace_back();
  bounds_[kKinds] = columns.size();
  loading_ = Matrix::Zero(at(cells.size()), at(columns.size()));
  for (std::size_t k = 0; k < columns.size(); ++k) {
    for (const std::size_t c : columns[k]) loading_(at(c), at(k)) = 1.0;
  }
}

ApartLaw apart_law(const CellFactors& factors, const CellLaw& law) {
  const auto bounds = factors.bounds();
  ApartLaw result;
  result.variance = law.own_variance;
  std::array<Vector, 3> parts;
  for (const Dimension dimension : {Dimension::region, Dimension::issuer}) {
    const auto d = static_cast<std::size_t>(dimension);
    const Eigen::Index first = at(bounds[d + 1]), count = at(bounds[d + 2] - bounds[d + 1]);
    parts[d] = factors.loading().middleCols(first, count) * law.factor_variance.segment(first, count);
    if (count > 1) result.variance += parts[d];
  }
  for (const Dimension dimension : {Dimension::region, Dimension::issuer}) {
    const auto d = static_cast<std::size_t>(dimension);
    if (bounds[d + 2] - bounds[d + 1] > 1) result.common_shares[d] = parts[d].cwiseQuotient(result.variance).mean();
  }
  return result;
}

EstimatedCells estimate_cells(const CellFactors& factors, const std::vector<CellEvidence>& weeks) {
  const CellLaw prior = prior_law(factors);
  EstimatedCells fit{prior, {}};
  for (int i = 0; i < kIterations; ++i) fit.law = CellSmoother(factors, fit.law, weeks).next_law(prior);
  fit.weeks = smooth_cells(factors, fit.law, weeks);
  return fit;
}

std::vector<CellEstimate> smooth_cells(const CellFactors& factors, const CellLaw& law,
                                       const std::vector<CellEvidence>& weeks) {
  const CellSmoother smoother(factors, law, weeks);
  std::vector<CellEstimate> estimates;
  for (std::size_t t = 0; t < weeks.size(); ++t) estimates.push_back(smoother.estimate(t));
  return estimates;
}

}  // namespace ebbtide
