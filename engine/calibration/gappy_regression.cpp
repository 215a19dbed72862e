#include "calibration/gappy_regression.h"

#include <algorithm>
#include <cmath>

#include "calibration/series_law.h"
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
      : model_(model),
        points_(points),
        settings_(settings),
        n_(static_cast<int>(points.size())),
        average_(model.average_decay, n_),
        series_(n_) {
    for (int t = 0; t < n_; ++t) {
      if (t > 0 && !point(t).known.empty()) rows_.push_back(t);
      gaps_ = gaps_ || !point(t).observed || point(t).variance > kNegligibleVariance;
      series_(t) = point(t).observed.value_or(model.history_mean);
    }
  }

  GappyFit run() {
    if (!gaps_ || rows_.empty()) return complete_fit();
    Accumulator total(n_, coefficient_count());
    for (int draw = 0; draw < settings_.burn_in + settings_.draws; ++draw) {
      PlaceEngine engine(kEstimationSeed,
                         DrawPlace{static_cast<std::uint64_t>(draw), settings_.stream, Purpose::estimation, 0});
      const Rows rows = regression_rows();
      const RegressionPosterior posterior = fit_regression(model_.prior, rows.x, rows.y, rows.count);
      draw_series(draw_parameters(posterior, engine), engine);
      if (draw >= settings_.burn_in) total.add(posterior, series_, last_state());
    }
    GappyFit result = total.combine();
    finish(result);
    result.imputed = true;
    return result;
  }

 private:
  const GappyPoint& point(int t) const { return points_[static_cast<std::size_t>(t)]; }
  int coefficient_count() const { return static_cast<int>(model_.prior.coefficients.size()); }

  struct Rows {
    Matrix x;  // rows x coefficients: 1, own lag, known columns ..., average
    Vector y;
    double count = 0.0;  // discounted
  };
  Rows regression_rows() const {
    const int count = static_cast<int>(rows_.size());
    const Vector averages = model_.uses_average ? average_.of(series_) : Vector();
    Rows rows{Matrix(count, coefficient_count()), Vector(count), 0.0};
    for (int row = 0; row < count; ++row) {
      const int t = rows_[static_cast<std::size_t>(row)];
      int column = 0;
      rows.x(row, column++) = 1.0;
      rows.x(row, column++) = series_(t - 1);
      for (const double value : point(t).known) rows.x(row, column++) = value;
      if (model_.uses_average) rows.x(row, column++) = averages(t - 1);
      rows.y(row) = series_(t);
      const double weight = gaps_ ? 1.0 : std::pow(model_.discount, n_ - 1 - t);
      rows.x.row(row) *= std::sqrt(weight);
      rows.y(row) *= std::sqrt(weight);
      rows.count += weight;
    }
    return rows;
  }

  static Vector normal_vector(PlaceEngine& engine, int size) {
    Vector values(size);
    for (double& value : values) value = normal_draw(engine);
    return values;
  }

  static Vector gaussian_draw(const Vector& mean, const Matrix& covariance, PlaceEngine& engine) {
    return mean + psd_factor(covariance) * normal_vector(engine, static_cast<int>(mean.size()));
  }

  struct Parameters {
    double sigma = 0.0;
    Vector coefficients;
  };
  static Parameters draw_parameters(const RegressionPosterior& posterior, PlaceEngine& engine) {
    const double half = posterior.degrees_of_freedom / 2.0;
    const double variance = posterior.residual_variance * half / gamma_draw(engine, half);
    return {std::sqrt(variance), gaussian_draw(posterior.mean, posterior.unit_covariance * variance, engine)};
  }

  void draw_series(const Parameters& parameters, PlaceEngine& engine) {
    const Vector& b = parameters.coefficients;
    const double residual_precision = 1.0 / (parameters.sigma * parameters.sigma);
    SeriesLaw law(n_, model_.uses_average ? &average_ : nullptr);
    std::size_t row = 0;
    for (int t = 0; t < n_; ++t) {
      if (row < rows_.size() && rows_[row] == t) {
        const std::vector<double>& known = point(t).known;
        double constant = b(0);
        ++row;
        for (std::size_t j = 0; j < known.size(); ++j) constant += b(2 + static_cast<Eigen::Index>(j)) * known[j];
        law.add_residual(t, b(1), model_.uses_average ? b(coefficient_count() - 1) : 0.0, constant, residual_precision);
      } else {
        law.add_value(t, model_.history_mean, std::pow(model_.history_sd, -2));
      }
      if (point(t).observed) law.add_value(t, *point(t).observed, 1.0 / std::max(point(t).variance, kFinestVariance));
    }
    series_ = law.draw(normal_vector(engine, n_));
  }

  Vector last_state() const {
    Vector state(2);
    state << series_(n_ - 1), average_.of(series_)(n_ - 1);
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
    const Rows rows = regression_rows();
    result.posterior = fit_regression(model_.prior, rows.x, rows.y, rows.count);
    result.mean.assign(series_.begin(), series_.end());
    result.sd.assign(static_cast<std::size_t>(n_), 0.0);
    result.last = last_state();
    result.last_covariance = Matrix::Zero(2, 2);
    finish(result);
    return result;
  }

  void finish(GappyFit& result) const {
    result.average_weight = average_.weight(n_ - 1);
    result.posterior.observations = static_cast<int>(
        std::count_if(rows_.begin(), rows_.end(), [&](int t) { return point(t).observed.has_value(); }));
  }

  const GappyModel& model_;
  const std::vector<GappyPoint>& points_;
  const GappySettings& settings_;
  int n_;
  DecayedAverage average_;
  Vector series_;
  std::vector<int> rows_;
  bool gaps_ = false;
};

}  // namespace

GappyFit fit_gappy_regression(const GappyModel& model, const std::vector<GappyPoint>& points,
                              const GappySettings& settings) {
  return GappyRegression(model, points, settings).run();
}

}  // namespace ebbtide
