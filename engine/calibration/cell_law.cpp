#include "calibration/cell_law.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr int kIterations = 12;
constexpr double kPriorWeeks = 6.0;    // weight of a kind's common variance beside a factor's or cell's own weeks
constexpr double kTailWeight = 8.0;    // degrees of freedom of a week's own scale
constexpr double kCarryAll = 0.3;      // of the factor of all funds, the one autocorrelation of weekly flows
constexpr double kCarryMembers = 0.1;  // of assets, regions and issuers, the prior mean of their own lag
constexpr double kStartSd = 0.01;      // of AUM
constexpr double kSmallestVariance = 1e-10;

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
    CellEstimate result;
    result.mean_musd = week.size_musd.cwiseProduct(mean);
    result.sd_musd.resize(at(factors_.cells()));
    for (Eigen::Index c = 0; c < result.sd_musd.size(); ++c) {
      const double variance =
          by_factors.row(c).dot(map.row(c)) + law_.own_variance(c) * std::max(0.0, 1.0 - left(c, c));
      result.sd_musd(c) = week.size_musd(c) * std::sqrt(std::max(0.0, variance) * scale_[t]);
    }
    return result;
  }

  // Second moments over all weeks: the law's next variances.
  CellLaw next_law() const {
    Vector factors = Vector::Zero(at(factors_.count()));
    Vector own = Vector::Zero(at(factors_.cells()));
    Vector own_weeks = own;
    double sighting = 0.0, sightings = 0.0;
    for (std::size_t t = 0; t < weeks_.size(); ++t) {
      if (weeks_[t].rows.empty()) continue;
      factors += (smoothed_[t].mean.cwiseAbs2() + smoothed_[t].covariance.diagonal()) / scale_[t];
      add_own(t, own, own_weeks, sighting, sightings);
    }
    const auto used = std::count_if(weeks_.begin(), weeks_.end(), [](const auto& week) { return !week.rows.empty(); });
    CellLaw law = law_;
    const auto bounds = factors_.bounds();
    for (std::size_t kind = 0; kind < CellFactors::kKinds; ++kind) {
      const auto size = at(bounds[kind + 1] - bounds[kind]);
      if (size == 0) continue;
      const double common = law_.factor_variance.segment(at(bounds[kind]), size).mean();
      law.factor_variance.segment(at(bounds[kind]), size) =
          shrunk(factors.segment(at(bounds[kind]), size), Vector::Constant(size, static_cast<double>(used)), common);
    }
    law.own_variance = shrunk(own, own_weeks, median(law_.own_variance));
    if (sightings > 0.0) law.sighting_variance = std::max(kSmallestVariance, sighting / sightings);
    return law;
  }

 private:
  static Vector shrunk(const Vector& sums, const Vector& weeks, double common) {
    return ((sums.array() + kPriorWeeks * common) / (weeks.array() + kPriorWeeks)).max(kSmallestVariance);
  }
  static double median(Vector values) {
    std::sort(values.begin(), values.end());
    return values(values.size() / 2);
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
    result.noise += result.flows * law_.own_variance.asDiagonal() * result.flows.transpose();
    return result;
  }

  // Of the rows' errors on the cells' own parts.
  Matrix gain(std::size_t t) const {
    const WeekEquations& week = equations_[t];
    const Matrix weighted = week.flows * law_.own_variance.asDiagonal();
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
      if (week.size_musd(c) <= 0.0) continue;
      const double variance = spread.row(c).dot(by_factors.row(c)) + law_.own_variance(c) * (1.0 - left(c, c));
      own(c) += (mean(c) * mean(c) + variance) / scale_[t];
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
      sighting += (part * part + std::max(0.0, variance)) / scale_[t];
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

CellLaw start_law(const CellFactors& factors) {
  CellLaw law;
  law.factor_variance = Vector::Constant(at(factors.count()), kStartSd * kStartSd);
  law.own_variance = Vector::Constant(at(factors.cells()), kStartSd * kStartSd);
  law.sighting_variance = 0.25 * kStartSd * kStartSd;
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

EstimatedCells estimate_cells(const CellFactors& factors, const std::vector<CellEvidence>& weeks) {
  EstimatedCells fit{start_law(factors), {}};
  for (int i = 0; i < kIterations; ++i) fit.law = CellSmoother(factors, fit.law, weeks).next_law();
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
