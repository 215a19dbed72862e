#include "simulation/condition_kernel.h"

#include <cmath>
#include <limits>

#include "math/special.h"
#include "model/mixing_law.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::size_t rows_of(const Matrix& matrix) {
  return static_cast<std::size_t>(matrix.rows());
}

double entry(const Matrix& matrix, std::size_t row, std::size_t column) {
  return matrix(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column));
}

double cdf(double x) {
  if (std::isinf(x)) return x > 0.0 ? 1.0 : 0.0;
  return normal_cdf(x);
}

// A standard normal between two bounds, through the probability u, and the log of the probability between them. Works
// in the tail that the interval lies in, so that far bounds lose no digits.
struct Truncated {
  double value = 0.0;
  double log_probability = 0.0;
};
Truncated truncated_normal(double low, double high, double u) {
  const bool mirrored = low > 0.0;
  const double near = mirrored ? -high : low, far = mirrored ? -low : high;
  const double below = cdf(near), between = cdf(far) - below;
  if (!(between > 0.0)) return {mirrored ? low : high, -kInfinity};
  const double share = mirrored ? 1.0 - u : u;
  const double probability = std::fmax(below + share * between, 1e-300);
  double value = probability < 1.0 ? normal_quantile(probability) : far;
  value = std::fmin(std::fmax(value, near), far);
  return {mirrored ? -value : value, std::log(between)};
}

}  // namespace

Lanes row_value(const Matrix& rows, int row, std::size_t first_week, const LaneGrid& paths) {
  Lanes value{};
  for (int column = 0; column < rows.cols(); ++column) {
    const double weight = rows(row, column);
    if (weight == 0.0) continue;
    add_scaled(value, weight, paths.row(first_week)[column]);
  }
  return value;
}

ConditionKernel::ConditionKernel(const ConditionRows& rows, const Conditioning& maps, const ConditionValues& values)
    : rows_(rows), maps_(maps), values_(values) {}

void ConditionKernel::start(const ConditionMeans& means) {
  pin_gaps_ = values_.pins;
  for (std::size_t i = 0; i < pin_gaps_.size(); ++i) add_scaled(pin_gaps_[i], -1.0, means.pins[i]);
  sighting_gaps_.assign(values_.sightings.size(), Lanes{});
  for (std::size_t k = 0; k < sighting_gaps_.size(); ++k) {
    for (std::size_t i = 0; i < values_.sightings.size(); ++i) {
      add_scaled(sighting_gaps_[k], entry(maps_.rotation, k, i), values_.sightings[i]);
      add_scaled(sighting_gaps_[k], -entry(maps_.rotation, k, i), means.sightings[i]);
    }
    for (std::size_t i = 0; i < pin_gaps_.size(); ++i) {
      add_scaled(sighting_gaps_[k], -entry(maps_.of_pins, k, i), pin_gaps_[i]);
    }
  }
  bound_means_ = means.bounds;
  for (std::size_t b = 0; b < bound_means_.size(); ++b) {
    for (std::size_t i = 0; i < pin_gaps_.size(); ++i) {
      add_scaled(bound_means_[b], entry(maps_.bound_of_pins, b, i), pin_gaps_[i]);
    }
  }
}

Lanes ConditionKernel::mixing(const float* draws, double tail_index, double shape) const {
  Lanes result;
  result.fill(1.0);
  if (draws == nullptr) return result;
  const std::size_t pins = pin_gaps_.size(), sightings = sighting_gaps_.size();
  Vector gap(static_cast<Eigen::Index>(pins));
  std::vector<double> seen(sightings);
  const std::span<const double> strength(maps_.strength.data(), sightings);
  std::optional<MixingLaw> law;
  bool same_for_all = true;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (const auto* gaps : {&pin_gaps_, &sighting_gaps_}) {
      for (const Lanes& values : *gaps) same_for_all = same_for_all && values[lane] == values[0];
    }
  }
  double rate = 0.0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (lane == 0 || !same_for_all) {
      for (std::size_t i = 0; i < pins; ++i) gap(static_cast<Eigen::Index>(i)) = pin_gaps_[i][lane];
      const double distance = pins > 0 ? (maps_.pin_root * gap).squaredNorm() : 0.0;
      rate = 0.5 * (tail_index - 2.0 + distance);
      for (std::size_t k = 0; k < sightings; ++k) seen[k] = sighting_gaps_[k][lane];
      if (sightings > 0) law.emplace(shape, rate, strength, seen);
    }
    const auto root = static_cast<double>(draws[lane]);
    result[lane] = law ? law->upper_quantile(gamma_cdf(1.0 / (root * root), shape)) : rate * root * root;
  }
  return result;
}

void ConditionKernel::impose(const Lanes& mixing, std::size_t first_week, LaneGrid& paths, std::vector<Lanes>& noises,
                             const std::vector<const float*>& bound_draws, Lanes& log_weight) const {
  if (!pin_gaps_.empty()) impose_pins(first_week, paths);
  if (!sighting_gaps_.empty()) impose_sightings(mixing, first_week, paths, noises);
  if (!bound_means_.empty()) impose_bounds(mixing, first_week, paths, noises, bound_draws, log_weight);
}

EBBTIDE_VECTOR_WIDTHS
void ConditionKernel::impose_pins(std::size_t first_week, LaneGrid& paths) const {
  std::vector<Lanes> gaps = values_.pins;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    add_scaled(gaps[i], -1.0, row_value(rows_.pins, static_cast<int>(i), first_week, paths));
  }
  Lanes* values = paths.row(first_week);
  const double* gain = maps_.pin_gain.data();
  for (Eigen::Index column = 0; column < maps_.pin_gain.cols(); ++column, ++values) {
    Lanes value = *values;
    for (const Lanes& gap : gaps) add_scaled(value, *gain++, gap);
    *values = value;
  }
}

void ConditionKernel::impose_sightings(const Lanes& mixing, std::size_t first_week, LaneGrid& paths,
                                       std::vector<Lanes>& noises) const {
  const std::size_t count = values_.sightings.size();
  std::vector<Lanes> raw = values_.sightings;
  for (std::size_t i = 0; i < count; ++i) {
    add_scaled(raw[i], -1.0, row_value(rows_.sightings, static_cast<int>(i), first_week, paths));
    for (std::size_t j = 0; j < noises.size(); ++j) add_scaled(raw[i], -entry(rows_.noise, i, j), noises[j]);
  }
  for (std::size_t k = 0; k < count; ++k) {
    Lanes noise_move{}, path_move{};
    for (std::size_t i = 0; i < count; ++i) add_scaled(noise_move, entry(maps_.rotation, k, i), raw[i]);
    const double strength = maps_.strength(static_cast<Eigen::Index>(k));
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      noise_move[lane] /= mixing[lane] * strength + 1.0;
      path_move[lane] = mixing[lane] * noise_move[lane];
    }
    for (std::size_t j = 0; j < noises.size(); ++j) add_scaled(noises[j], entry(maps_.noise, k, j), noise_move);
    Lanes* values = paths.row(first_week);
    for (int column = 0; column < maps_.gain.cols(); ++column)
      add_scaled(values[column], maps_.gain(static_cast<int>(k), column), path_move);
  }
}

// Each bound in turn is drawn between its limits given those before it (Geweke, Hajivassiliou and Keane), then the path
// is moved onto the drawn values.
void ConditionKernel::impose_bounds(const Lanes& mixing, std::size_t first_week, LaneGrid& paths,
                                    std::vector<Lanes>& noises, const std::vector<const float*>& bound_draws,
                                    Lanes& log_weight) const {
  const std::size_t bounds = rows_of(rows_.bounds), sightings = sighting_gaps_.size();
  std::vector<Lanes> now(bounds);
  for (std::size_t b = 0; b < bounds; ++b) now[b] = row_value(rows_.bounds, static_cast<int>(b), first_week, paths);
  std::vector<Lanes> pull(bounds), seen_pull(sightings);  // Sigma^-1 (drawn - now); its part along each sighting
  Vector z(static_cast<Eigen::Index>(bounds)), share(static_cast<Eigen::Index>(sightings));
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double lambda = mixing[lane];
    Matrix covariance = lambda * maps_.bound_covariance;
    Vector mean(static_cast<Eigen::Index>(bounds));
    for (std::size_t b = 0; b < bounds; ++b) mean(static_cast<Eigen::Index>(b)) = bound_means_[b][lane];
    for (std::size_t k = 0; k < sightings; ++k) {
      const auto i = static_cast<Eigen::Index>(k);
      share(i) = lambda / (lambda * maps_.strength(i) + 1.0);
      mean += maps_.bound_of_sightings.col(i) * (share(i) * sighting_gaps_[k][lane]);
      covariance -= (lambda * share(i)) * maps_.bound_of_sightings.col(i) * maps_.bound_of_sightings.col(i).transpose();
    }
    const Eigen::LLT<Matrix> factor(covariance);
    const Matrix lower = factor.matrixL();
    Vector move(static_cast<Eigen::Index>(bounds));
    for (std::size_t b = 0; b < bounds; ++b) {
      const auto i = static_cast<Eigen::Index>(b);
      const double centre = mean(i) + lower.row(i).head(i).dot(z.head(i));
      const Truncated drawn = truncated_normal((values_.lower[b][lane] - centre) / lower(i, i),
                                               (values_.upper[b][lane] - centre) / lower(i, i),
                                               normal_cdf(static_cast<double>(bound_draws[b][lane])));
      z(i) = drawn.value;
      log_weight[lane] += drawn.log_probability;
      move(i) = centre + lower(i, i) * drawn.value - now[b][lane];
    }
    const Vector solved = factor.solve(move);
    for (std::size_t b = 0; b < bounds; ++b) pull[b][lane] = lambda * solved(static_cast<Eigen::Index>(b));
    for (std::size_t k = 0; k < sightings; ++k) {
      const auto i = static_cast<Eigen::Index>(k);
      seen_pull[k][lane] = -share(i) * maps_.bound_of_sightings.col(i).dot(solved);
    }
  }
  Lanes path_move;
  for (int column = 0; column < maps_.bound_gain.cols(); ++column) {
    Lanes& value = paths.row(first_week)[column];
    for (std::size_t b = 0; b < bounds; ++b) add_scaled(value, maps_.bound_gain(static_cast<int>(b), column), pull[b]);
    for (std::size_t k = 0; k < sightings; ++k) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) path_move[lane] = mixing[lane] * seen_pull[k][lane];
      add_scaled(value, maps_.gain(static_cast<int>(k), column), path_move);
    }
  }
  for (std::size_t j = 0; j < noises.size(); ++j) {
    for (std::size_t k = 0; k < sightings; ++k) add_scaled(noises[j], entry(maps_.noise, k, j), seen_pull[k]);
  }
}

}  // namespace ebbtide
