#include "calibration/gappy_regression.h"

#include <algorithm>
#include <cmath>

#include "math/psd_factor.h"
#include "random/boost_draws.h"
#include "random/place_engine.h"

namespace ebbtide {
namespace {

// Published values are known at least this well, in units of the series; keeps the precision finite.
constexpr double kFinestVariance = 1e-8;
// Rounding below this needs no augmentation: 0.01 percent of AUM.
constexpr double kNegligibleVariance = 1e-4;
constexpr std::uint64_t kEstimationSeed = 20260119;  // fixed: calibration is a function of the data alone

class GappyRegression {
 public:
  GappyRegression(const GappyModel& model, const std::vector<GappyPoint>& points, const GappySettings& settings)
      : model_(model), points_(points), settings_(settings), n_(static_cast<int>(points.size())), series_(n_) {
    for (int t = 0; t < n_; ++t) {
      if (t > 0 && !point(t).known.empty()) rows_.push_back(t);
      gaps_ = gaps_ || !point(t).observed || point(t).variance > kNegligibleVariance;
      series_(t) = point(t).observed.value_or(model.history_mean);
    }
    make_averages();
  }

  GappyFit run() {
    if (!gaps_ || rows_.empty()) return complete_fit();
    Accumulator total(n_, coefficient_count());
    for (int draw = 0; draw < settings_.burn_in + settings_.draws; ++draw) {
      PlaceEngine engine(kEstimationSeed,
                         DrawPlace{static_cast<std::uint64_t>(draw), settings_.stream, Purpose::estimation, 0});
      const WalkingFit fit = fit_parameters();
      draw_series(fit, engine);
      if (draw >= settings_.burn_in) total.add(fit.posterior, series_, last_state());
    }
    GappyFit result = total.combine();
    finish(result);
    result.imputed = true;
    return result;
  }

 private:
  const GappyPoint& point(int t) const { return points_[static_cast<std::size_t>(t)]; }
  int coefficient_count() const { return static_cast<int>(model_.prior.coefficients.size()); }

  // averages_(t, s): weight of series s < = t in the decayed average after week t.
  void make_averages() {
    averages_ = Matrix::Zero(n_, n_);
    double weight = 0.0;
    for (int t = 0; t < n_; ++t) {
      const double next = model_.average_decay * weight + 1.0;
      if (t > 0) averages_.row(t) = averages_.row(t - 1) * (model_.average_decay * weight / next);
      averages_(t, t) = 1.0 / next;
      weight = next;
    }
    average_weight_ = weight;
  }

  Vector regressors(int t) const {
    Vector x(coefficient_count());
    int next = 0;
    x(next++) = 1.0;
    x(next++) = series_(t - 1);
    for (const double value : point(t).known) x(next++) = value;
    if (model_.uses_average) x(next++) = averages_.row(t - 1).dot(series_);
    return x;
  }

  WalkingFit fit_parameters() const {
    Matrix x(static_cast<int>(rows_.size()), coefficient_count());
    Vector y(static_cast<int>(rows_.size()));
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      x.row(static_cast<int>(row)) = regressors(rows_[row]).transpose();
      y(static_cast<int>(row)) = series_(rows_[row]);
    }
    return fit_walking_regression(model_.prior, x, y, model_.walk_ratio);
  }

  static Vector normal_vector(PlaceEngine& engine, int size) {
    Vector values(size);
    for (double& value : values) value = normal_draw(engine);
    return values;
  }

  static Vector gaussian_draw(const Vector& mean, const Matrix& covariance, PlaceEngine& engine) {
    return mean + psd_factor(covariance) * normal_vector(engine, static_cast<int>(mean.size()));
  }

  // sigma, the fixed coefficients and the walking level of every row: forward filter, backward draw.
  struct Parameters {
    double sigma = 0.0;
    Vector coefficients;
    std::vector<double> levels;
  };
  Parameters draw_parameters(const WalkingFit& fit, PlaceEngine& engine) const {
    Parameters draw;
    const double half = fit.posterior.degrees_of_freedom / 2.0;
    draw.sigma = std::sqrt(fit.posterior.residual_variance * half / gamma_draw(engine, half));
    draw.coefficients =
        gaussian_draw(fit.posterior.mean, fit.posterior.unit_covariance * (draw.sigma * draw.sigma), engine);
    draw.levels.assign(rows_.size(), draw.coefficients(0));
    if (model_.walk_ratio <= 0.0) return draw;
    const double step = std::pow(model_.walk_ratio * draw.sigma, 2);
    double level = draw.coefficients(0);
    for (std::size_t row = rows_.size() - 1; row-- > 0;) {
      // The level given the other coefficients and the filter at this row, then given the next level.
      const Vector& mean = fit.filtered_mean[row];
      const Matrix covariance = fit.filtered_unit_covariance[row] * (draw.sigma * draw.sigma);
      const int rest = coefficient_count() - 1;
      const Eigen::LDLT<Matrix> factor(covariance.bottomRightCorner(rest, rest));
      const Vector cross = covariance.col(0).tail(rest);
      const double own_mean = mean(0) + cross.dot(factor.solve(Vector(draw.coefficients.tail(rest) - mean.tail(rest))));
      const double own_variance = std::max(1e-14, covariance(0, 0) - cross.dot(factor.solve(cross)));
      const double variance = 1.0 / (1.0 / own_variance + 1.0 / step);
      level = variance * (own_mean / own_variance + level / step) + std::sqrt(variance) * normal_draw(engine);
      draw.levels[row] = level;
    }
    return draw;
  }

  void draw_series(const WalkingFit& fit, PlaceEngine& engine) {
    const Parameters parameters = draw_parameters(fit, engine);
    const Vector& b = parameters.coefficients;
    Matrix precision = Matrix::Zero(n_, n_);
    Vector linear = Vector::Zero(n_);
    const double residual_precision = 1.0 / (parameters.sigma * parameters.sigma);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const int t = rows_[row];
      Vector direction = Vector::Zero(n_);
      direction(t) += 1.0;
      direction(t - 1) -= b(1);
      double constant = parameters.levels[row];
      const int known = static_cast<int>(point(t).known.size());
      for (int j = 0; j < known; ++j) constant += b(2 + j) * point(t).known[static_cast<std::size_t>(j)];
      if (model_.uses_average) direction -= b(2 + known) * averages_.row(t - 1).transpose();
      precision.selfadjointView<Eigen::Lower>().rankUpdate(direction, residual_precision);
      linear += (residual_precision * constant) * direction;
    }
    std::vector<char> is_row(static_cast<std::size_t>(n_), 0);
    for (const int t : rows_) is_row[static_cast<std::size_t>(t)] = 1;
    for (int t = 0; t < n_; ++t) {
      const double history = is_row[static_cast<std::size_t>(t)] ? 0.0 : std::pow(model_.history_sd, -2);
      precision(t, t) += history;
      linear(t) += history * model_.history_mean;
      if (!point(t).observed) continue;
      const double published = 1.0 / std::max(point(t).variance, kFinestVariance);
      precision(t, t) += published;
      linear(t) += published * *point(t).observed;
    }
    const Eigen::LLT<Matrix> factor(precision.selfadjointView<Eigen::Lower>());
    const Vector mean = factor.solve(linear);
    series_ = mean + factor.matrixU().solve(normal_vector(engine, n_));
  }

  Vector last_state() const {
    Vector state(2);
    state << series_(n_ - 1), averages_.row(n_ - 1).dot(series_);
    return state;
  }

  // Means and variances over the kept draws.
  class Accumulator {
   public:
    Accumulator(int weeks, int coefficients)
        : coefficient_sum_(Vector::Zero(coefficients)),
          coefficient_squares_(Matrix::Zero(coefficients, coefficients)),
          within_(Matrix::Zero(coefficients, coefficients)),
          series_sum_(Vector::Zero(weeks)),
          series_squares_(Vector::Zero(weeks)),
          state_sum_(Vector::Zero(2)),
          state_squares_(Matrix::Zero(2, 2)) {}

    void add(const RegressionPosterior& posterior, const Vector& series, const Vector& state) {
      ++count_;
      names_ = posterior.regressors;
      const double a = posterior.degrees_of_freedom / 2.0;
      const double mean = a * posterior.residual_variance / (a - 1.0);
      variance_sum_ += mean;
      variance_squares_ += mean * mean + mean * mean / (a - 2.0);
      coefficient_sum_ += posterior.mean;
      coefficient_squares_ += posterior.mean * posterior.mean.transpose();
      within_ += mean * posterior.unit_covariance;
      series_sum_ += series;
      series_squares_ += series.cwiseAbs2();
      state_sum_ += state;
      state_squares_ += state * state.transpose();
    }

    GappyFit combine() const {
      const double n = count_;
      GappyFit fit;
      fit.posterior.regressors = names_;
      fit.posterior.mean = coefficient_sum_ / n;
      const double mean = variance_sum_ / n;
      const double spread = std::max(1e-12, variance_squares_ / n - mean * mean);
      // The inverse gamma with the mixture's mean and variance.
      const double a = 2.0 + mean * mean / spread;
      fit.posterior.degrees_of_freedom = 2.0 * a;
      fit.posterior.residual_variance = mean * (a - 1.0) / a;
      const Matrix between = coefficient_squares_ / n - fit.posterior.mean * fit.posterior.mean.transpose();
      fit.posterior.unit_covariance = (within_ / n + between) / mean;
      fit.last = state_sum_ / n;
      fit.last_covariance = state_squares_ / n - fit.last * fit.last.transpose();
      for (int t = 0; t < series_sum_.size(); ++t) {
        const double value = series_sum_(t) / n;
        fit.mean.push_back(value);
        fit.sd.push_back(std::sqrt(std::max(0.0, series_squares_(t) / n - value * value)));
      }
      return fit;
    }

   private:
    int count_ = 0;
    std::vector<std::string> names_;
    double variance_sum_ = 0.0, variance_squares_ = 0.0;
    Vector coefficient_sum_;
    Matrix coefficient_squares_, within_;
    Vector series_sum_, series_squares_, state_sum_;
    Matrix state_squares_;
  };

  GappyFit complete_fit() {
    GappyFit result;
    result.posterior = fit_parameters().posterior;
    result.mean.assign(series_.begin(), series_.end());
    result.sd.assign(static_cast<std::size_t>(n_), 0.0);
    result.last = last_state();
    result.last_covariance = Matrix::Zero(2, 2);
    finish(result);
    return result;
  }

  void finish(GappyFit& result) const {
    result.average_weight = average_weight_;
    result.posterior.observations = static_cast<int>(
        std::count_if(rows_.begin(), rows_.end(), [&](int t) { return point(t).observed.has_value(); }));
  }

  const GappyModel& model_;
  const std::vector<GappyPoint>& points_;
  const GappySettings& settings_;
  int n_;
  Vector series_;
  std::vector<int> rows_;
  Matrix averages_;
  double average_weight_ = 0.0;
  bool gaps_ = false;
};

}  // namespace

GappyFit fit_gappy_regression(const GappyModel& model, const std::vector<GappyPoint>& points,
                              const GappySettings& settings) {
  return GappyRegression(model, points, settings).run();
}

}  // namespace ebbtide
