#include "stats/tilt_dual.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "core/error.h"
#include "stats/exponential.h"

namespace ebbtide {
namespace {

constexpr double kExcluded = -std::numeric_limits<double>::infinity();
constexpr Eigen::Index kBlock = 256;
constexpr int kIterations = 400;
// All in prior standard deviations of the columns.
constexpr double kTolerance = 1e-12;      // of a mean that is met
constexpr double kLooseTolerance = 1e-8;  // where rounding stops progress
constexpr double kViolation = 1e-10;      // of a bound that is not met
constexpr double kSeparation = 1e-9;      // between paths and bounds that no path reaches

// z of one bound over a block of paths; 0 for those that are out, whose values may be anything.
void load(const TiltColumn& column, std::span<const double> log_prior, Eigen::Index first, double centre, double scale,
          double* into) {
  const double inverse = 1.0 / scale;
  std::visit(
      [&](const auto& values) {
        const auto* from = values.data() + first;
        for (std::size_t i = 0; i < log_prior.size(); ++i) {
          const double z = (static_cast<double>(from[i]) - centre) * inverse;
          into[i] = log_prior[i] == kExcluded ? 0.0 : z;
        }
      },
      column);
}

// Sums of weights times 1, z and z z' relative to exp(peak), and the memory for one block of paths.
struct Sums {
  double peak = kExcluded;
  double greatest_tilt = kExcluded;
  double weight = 0.0;
  Vector first;
  Matrix second;  // lower triangle
  Matrix z, weighted;
  Vector tilt, weights;

  explicit Sums(Eigen::Index size)
      : first(Vector::Zero(size)),
        second(Matrix::Zero(size, size)),
        z(kBlock, size),
        weighted(kBlock, size),
        tilt(kBlock),
        weights(kBlock) {}

  // The paths of `prior`, their z loaded.
  void add(std::span<const double> prior, const Vector& multipliers) {
    const auto count = static_cast<Eigen::Index>(prior.size());
    tilt.head(count).setZero();
    for (Eigen::Index k = 0; k < multipliers.size(); ++k) {
      if (multipliers[k] != 0.0) tilt.head(count) += multipliers[k] * z.col(k).head(count);
    }
    weights.head(count) = Eigen::Map<const Vector>(prior.data(), count) + tilt.head(count);
    // A path that is out has tilt 0, as the prior's mean has, and that is no more than the greatest of the others.
    greatest_tilt = std::max(greatest_tilt, tilt.head(count).maxCoeff());
    const double block_peak = weights.head(count).maxCoeff();
    if (block_peak == kExcluded) return;
    if (block_peak > peak) rescale(block_peak);
    exponentials({weights.data(), prior.size()}, peak);
    const auto w = weights.head(count);
    weight += w.sum();
    for (Eigen::Index k = 0; k < multipliers.size(); ++k) {
      weighted.col(k).head(count) = z.col(k).head(count).cwiseProduct(w);
      first[k] += weighted.col(k).head(count).sum();
      for (Eigen::Index l = 0; l <= k; ++l) second(k, l) += weighted.col(k).head(count).dot(z.col(l).head(count));
    }
  }

 private:
  void rescale(double new_peak) {
    const double factor = exponential(peak - new_peak);
    weight *= factor;
    first *= factor;
    second *= factor;
    peak = new_peak;
  }
};

}  // namespace

TiltDual::TiltDual(std::span<const double> log_prior, std::span<const MomentBound> bounds) : log_prior_(log_prior) {
  const auto size = static_cast<Eigen::Index>(bounds.size());
  centre_ = Vector::Zero(size);
  scale_ = Vector::Ones(size);
  for (const MomentBound& bound : bounds) {
    EBBTIDE_REQUIRE(column_size(bound.column) == log_prior.size() && bound.at_least <= bound.at_most);
    columns_.push_back(bound.column);
  }
  // Twice, since squares about zero lose the spread of a column far away from it.
  centre_ = evaluate(Vector::Zero(size)).means;
  scale_ = evaluate(Vector::Zero(size)).covariance.diagonal().cwiseSqrt();
  low_.resize(size);
  high_.resize(size);
  for (Eigen::Index k = 0; k < size; ++k) {
    EBBTIDE_REQUIRE(scale_[k] > 0.0);
    const MomentBound& bound = bounds[static_cast<std::size_t>(k)];
    low_[k] = (bound.at_least - centre_[k]) / scale_[k];
    high_[k] = (bound.at_most - centre_[k]) / scale_[k];
  }
}

TiltDual::State TiltDual::evaluate(const Vector& multipliers) const {
  const auto size = static_cast<Eigen::Index>(columns_.size());
  const auto paths = static_cast<Eigen::Index>(log_prior_.size());
  Sums sums(size);
  for (Eigen::Index start = 0; start < paths; start += kBlock) {
    const auto prior =
        log_prior_.subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(std::min(kBlock, paths - start)));
    for (Eigen::Index k = 0; k < size; ++k) {
      load(columns_[static_cast<std::size_t>(k)], prior, start, centre_[k], scale_[k], sums.z.col(k).data());
    }
    sums.add(prior, multipliers);
  }
  State state{multipliers, sums.peak + std::log(sums.weight), sums.greatest_tilt, sums.first / sums.weight, {}};
  const Matrix second = sums.second.selfadjointView<Eigen::Lower>();
  state.covariance = second / sums.weight - state.means * state.means.transpose();
  return state;
}

double TiltDual::value(const State& state, const std::vector<Side>& sides) const {
  double value = state.log_sum;
  for (Eigen::Index k = 0; k < state.multipliers.size(); ++k) {
    if (state.multipliers[k] != 0.0) value -= state.multipliers[k] * end_met(k, sides[static_cast<std::size_t>(k)]);
  }
  return value;
}

// A distribution that meets the bounds has mean l' z >= l' b, so some path must have it too.
bool TiltDual::contradicts(const State& state, const std::vector<Side>& sides) const {
  double target = 0.0, size = 0.0;
  for (Eigen::Index k = 0; k < state.multipliers.size(); ++k) {
    if (state.multipliers[k] == 0.0) continue;
    const double end = end_met(k, sides[static_cast<std::size_t>(k)]);
    target += state.multipliers[k] * end;
    size += std::abs(state.multipliers[k]) * std::max(1.0, std::abs(end));
  }
  return state.greatest_exponent - target < -kSeparation * size;
}

Vector TiltDual::gradient(const State& state, const std::vector<Side>& sides) const {
  Vector gradient = Vector::Zero(state.means.size());
  for (Eigen::Index k = 0; k < gradient.size(); ++k) {
    const Side side = sides[static_cast<std::size_t>(k)];
    if (side != Side::none) gradient[k] = state.means[k] - end_met(k, side);
  }
  return gradient;
}

// Takes in the bound that is violated most; false where all are met.
bool TiltDual::activate(const State& state, std::vector<Side>& sides) const {
  double worst = kViolation;
  std::optional<std::pair<Eigen::Index, Side>> found;
  for (Eigen::Index k = 0; k < state.means.size(); ++k) {
    if (sides[static_cast<std::size_t>(k)] != Side::none) continue;
    const double below = low_[k] - state.means[k], above = state.means[k] - high_[k];
    if (std::max(below, above) <= worst) continue;
    worst = std::max(below, above);
    found = {k, below > above ? Side::lower : Side::upper};
  }
  if (found) sides[static_cast<std::size_t>(found->first)] = found->second;
  return found.has_value();
}

// Newton's direction over the bounds that are met. What is added to the diagonal vanishes with the gradient, so that
// convergence stays fast; where columns repeat each other it keeps the step finite.
Vector TiltDual::direction(const State& state, const std::vector<Side>& sides, const Vector& gradient) const {
  const Eigen::Index size = gradient.size();
  const double ridge = 1e-8 * gradient.cwiseAbs().maxCoeff() + 1e-13 * state.covariance.diagonal().mean();
  Matrix hessian = state.covariance;
  for (Eigen::Index k = 0; k < size; ++k) {
    hessian(k, k) += ridge;
    if (sides[static_cast<std::size_t>(k)] != Side::none) continue;
    hessian.row(k).setZero();
    hessian.col(k).setZero();
    hessian(k, k) = 1.0;
  }
  return hessian.ldlt().solve(-gradient);
}

// One step with Armijo's rule; a multiplier that reaches zero on the way stays there and its bound is let go.
std::optional<TiltDual::State> TiltDual::step(const State& from, std::vector<Side>& sides,
                                              const Vector& gradient) const {
  const Vector d = direction(from, sides, gradient);
  double longest = 1.0;
  std::optional<Eigen::Index> first_zero;
  for (Eigen::Index k = 0; k < d.size(); ++k) {
    const Side side = sides[static_cast<std::size_t>(k)];
    if (side != Side::lower && side != Side::upper) continue;
    const double sign = side == Side::lower ? 1.0 : -1.0;
    if (sign * (from.multipliers[k] + longest * d[k]) >= 0.0) continue;
    longest = from.multipliers[k] / -d[k];
    first_zero = k;
  }
  const double slope = gradient.dot(d), start = value(from, sides);
  // Too close for the value to tell: within the region where Newton's steps contract.
  const bool blind = -slope < 1e-12 * std::max(1.0, std::abs(start));
  for (double length = longest; length > 1e-30; length *= 0.3) {
    Vector multipliers = from.multipliers + length * d;
    const bool at_zero = first_zero && length == longest;
    if (at_zero) multipliers[*first_zero] = 0.0;
    State state = evaluate(multipliers);
    if (!blind && !(value(state, sides) <= start + 1e-4 * length * slope)) continue;
    if (at_zero) sides[static_cast<std::size_t>(*first_zero)] = Side::none;
    return state;
  }
  if (!first_zero || longest > 0.0) return std::nullopt;
  sides[static_cast<std::size_t>(*first_zero)] = Side::none;
  return from;
}

TiltDual::Solution TiltDual::solve(std::span<const double> start) const {
  const auto size = static_cast<Eigen::Index>(columns_.size());
  std::vector<Side> sides(columns_.size(), Side::none);
  Vector multipliers = Vector::Zero(size);
  for (Eigen::Index k = 0; k < size; ++k) {
    const auto index = static_cast<std::size_t>(k);
    const double wish = start.empty() || !std::isfinite(start[index]) ? 0.0 : start[index] * scale_[k];
    if (low_[k] == high_[k]) {
      sides[index] = Side::pinned;
    } else if (wish > 0.0 ? std::isfinite(low_[k]) : wish < 0.0 && std::isfinite(high_[k])) {
      sides[index] = wish > 0.0 ? Side::lower : Side::upper;
    }
    if (sides[index] != Side::none) multipliers[k] = wish;
  }
  State state = evaluate(multipliers);
  double previous = std::numeric_limits<double>::infinity();
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    if (contradicts(state, sides)) return {false, state.multipliers, state.log_sum, state.means};
    const Vector slope = gradient(state, sides);
    const double norm = size == 0 ? 0.0 : slope.cwiseAbs().maxCoeff();
    const bool stuck = norm <= kLooseTolerance && norm >= 0.5 * previous;
    previous = norm;
    if (norm <= kTolerance || stuck) {
      if (!activate(state, sides)) return {true, state.multipliers, state.log_sum, state.means};
      previous = std::numeric_limits<double>::infinity();
      continue;
    }
    std::optional<State> next = step(state, sides, slope);
    if (!next) break;
    state = std::move(*next);
  }
  throw NumericalError("the weights of views did not converge");
}

std::vector<double> TiltDual::own_multipliers(const Solution& solution) const {
  std::vector<double> own(columns_.size());
  for (std::size_t k = 0; k < own.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    own[k] = solution.multipliers[at] / scale_[at];
  }
  return own;
}

std::vector<double> TiltDual::own_means(const Solution& solution) const {
  std::vector<double> own(columns_.size());
  for (std::size_t k = 0; k < own.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    own[k] = centre_[at] + scale_[at] * solution.means[at];
  }
  return own;
}

std::vector<double> TiltDual::log_weights(const Solution& solution) const {
  std::vector<double> log_weights(log_prior_.begin(), log_prior_.end());
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    std::visit(
        [&](const auto& values) {
          for (std::size_t path = 0; path < log_weights.size(); ++path) {
            if (log_weights[path] == kExcluded) continue;
            log_weights[path] +=
                solution.multipliers[at] * ((static_cast<double>(values[path]) - centre_[at]) / scale_[at]);
          }
        },
        columns_[k]);
  }
  for (double& log_weight : log_weights) log_weight -= solution.log_sum;
  return log_weights;
}

}  // namespace ebbtide
