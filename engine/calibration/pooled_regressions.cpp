#include "calibration/pooled_regressions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ebbtide {
namespace {

constexpr std::array kShares = {0.0, 0.25, 0.5, 0.75};
constexpr int kSteps = 30;

struct UnitLaw {
  Vector mean;
  Matrix covariance;
};

class Pooling {
 public:
  Pooling(const PoolingPrior& prior, const std::vector<PooledUnit>& units) : prior_(prior), units_(units) {
    for (const PooledUnit& unit : units_) {
      for (std::size_t d = 0; d < groups_.size(); ++d) groups_[d] = std::max(groups_[d], unit.groups[d] + 1);
      const Matrix weighted = unit.weights.asDiagonal() * unit.x;
      squares_.emplace_back(unit.x.transpose() * weighted);
      products_.emplace_back(weighted.transpose() * unit.y);
      variances_.push_back(unit.residual_sd * unit.residual_sd);
      spreads_.push_back(unit.variance.size() > 0 ? unit.variance.dot(unit.weights) : 0.0);
    }
    for (const std::size_t count : groups_) dimensions_ += count > 1 ? 1 : 0;
    for (std::size_t j = 0; j < prior_.pooled.size(); ++j) {
      if (prior_.pooled[j]) pooled_.push_back(static_cast<int>(j));
    }
  }

  PooledFit fit() {
    PooledFit best;
    double best_evidence = -std::numeric_limits<double>::infinity();
    const std::vector<double> start = variances_;
    for (const double share : kShares) {
      if (share > 0.0 && (dimensions_ == 0 || pooled_.empty())) break;
      variances_ = start;
      for (int step = 0; step < kSteps; ++step) {
        solve(share);
        improve_variances();
      }
      const double evidence = solve(share);
      if (!(evidence > best_evidence)) continue;
      best_evidence = evidence;
      best.common_share = share;
      best.units = posteriors();
    }
    return best;
  }

 private:
  int effects() const {
    std::size_t count = 0;
    for (const std::size_t size : groups_) count += size > 1 ? size : 0;
    return static_cast<int>(count * pooled_.size());
  }

  // Coefficients of a unit by the groups' effects.
  Matrix loadings(const PooledUnit& unit) const {
    Matrix z = Matrix::Zero(static_cast<int>(prior_.coefficients.size()), effects());
    int first = 0;
    for (std::size_t d = 0; d < groups_.size(); ++d) {
      if (groups_[d] < 2) continue;
      for (std::size_t j = 0; j < pooled_.size(); ++j)
        z(pooled_[j], first + static_cast<int>(unit.groups[d] * pooled_.size() + j)) = 1.0;
      first += static_cast<int>(groups_[d] * pooled_.size());
    }
    return z;
  }

  // Laws of all units' coefficients given the residual variances; returns the log density of rows and variances, the
  // coefficients integrated out, up to a constant.
  double solve(double share) {
    const auto count = static_cast<int>(prior_.coefficients.size());
    Vector mean(count), own(count);
    for (int j = 0; j < count; ++j) {
      const auto place = static_cast<std::size_t>(j);
      mean(j) = prior_.coefficients[place].mean;
      own(j) = std::pow(prior_.coefficients[place].sd, 2) * (prior_.pooled[place] ? 1.0 - share : 1.0);
    }
    const Matrix own_precision = own.cwiseInverse().asDiagonal();
    const bool grouped = share > 0.0;
    Matrix precision = Matrix::Zero(grouped ? effects() : 0, grouped ? effects() : 0);
    for (int i = 0; i < precision.rows(); ++i) {
      const auto j = static_cast<std::size_t>(pooled_[static_cast<std::size_t>(i) % pooled_.size()]);
      precision(i, i) = dimensions_ / (share * std::pow(prior_.coefficients[j].sd, 2));
    }
    double evidence = 0.5 * precision.diagonal().array().log().sum();
    Vector pull = Vector::Zero(precision.rows());
    std::vector<Matrix> within(units_.size());  // covariance of a unit's coefficients given the effects
    for (std::size_t u = 0; u < units_.size(); ++u) {
      const Matrix information = squares_[u] / variances_[u];
      const Vector score = products_[u] / variances_[u];
      within[u] = (information + own_precision).llt().solve(Matrix::Identity(count, count));
      const Matrix about_mean = own_precision - own_precision * within[u] * own_precision;
      const Vector towards = own_precision * (within[u] * score);
      evidence +=
          0.5 * (score.dot(within[u] * score) - mean.dot(about_mean * mean)) + towards.dot(mean) +
          0.5 * std::log((within[u] * own_precision).determinant()) -
          0.5 * (prior_.degrees_of_freedom + units_[u].weights.sum()) * std::log(variances_[u]) -
          0.5 * (prior_.degrees_of_freedom * std::pow(units_[u].residual_sd, 2) + weighted_square(u)) / variances_[u];
      if (!grouped) continue;
      const Matrix z = loadings(units_[u]);
      precision += z.transpose() * about_mean * z;
      pull += z.transpose() * (towards - about_mean * mean);
    }
    Matrix spread(0, 0);
    Vector effect(0);
    if (grouped) {
      const Eigen::LLT<Matrix> factor(precision);
      spread = factor.solve(Matrix::Identity(precision.rows(), precision.cols()));
      effect = spread * pull;
      evidence += 0.5 * pull.dot(effect) - factor.matrixL().toDenseMatrix().diagonal().array().log().sum();
    }
    laws_.resize(units_.size());
    for (std::size_t u = 0; u < units_.size(); ++u) {
      Vector centre = mean;
      laws_[u].covariance = within[u];
      if (grouped) {
        const Matrix z = loadings(units_[u]);
        centre += z * effect;
        const Matrix reach = within[u] * own_precision * z;
        laws_[u].covariance += reach * spread * reach.transpose();
      }
      laws_[u].mean = within[u] * (products_[u] / variances_[u] + own_precision * centre);
    }
    return evidence;
  }

  double weighted_square(std::size_t u) const { return units_[u].y.cwiseAbs2().dot(units_[u].weights) + spreads_[u]; }

  void improve_variances() {
    for (std::size_t u = 0; u < units_.size(); ++u) {
      const Vector residual = units_[u].y - units_[u].x * laws_[u].mean;
      const double sum = prior_.degrees_of_freedom * std::pow(units_[u].residual_sd, 2) +
                         residual.cwiseAbs2().dot(units_[u].weights) + (squares_[u] * laws_[u].covariance).trace() +
                         spreads_[u];
      variances_[u] = sum / (prior_.degrees_of_freedom + units_[u].weights.sum());
    }
  }

  std::vector<RegressionPosterior> posteriors() const {
    std::vector<RegressionPosterior> result(units_.size());
    for (std::size_t u = 0; u < units_.size(); ++u) {
      RegressionPosterior& posterior = result[u];
      for (const CoefficientPrior& coefficient : prior_.coefficients) posterior.regressors.push_back(coefficient.name);
      posterior.mean = laws_[u].mean;
      posterior.unit_covariance = laws_[u].covariance / variances_[u];
      posterior.residual_variance = variances_[u];
      posterior.degrees_of_freedom = prior_.degrees_of_freedom + units_[u].weights.sum();
      posterior.observations = static_cast<int>(units_[u].y.size());
    }
    return result;
  }

  const PoolingPrior& prior_;
  const std::vector<PooledUnit>& units_;
  std::array<std::size_t, 3> groups_{};
  double dimensions_ = 0.0;  // with more than one group
  std::vector<int> pooled_;
  std::vector<Matrix> squares_;
  std::vector<Vector> products_;
  std::vector<double> variances_;
  std::vector<double> spreads_;  // sum of the rows' own variances
  std::vector<UnitLaw> laws_;
};

}  // namespace

PooledFit fit_pooled_regressions(const PoolingPrior& prior, const std::vector<PooledUnit>& units) {
  return Pooling(prior, units).fit();
}

}  // namespace ebbtide
