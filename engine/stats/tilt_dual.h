// The convex dual of an entropy tilt and its Newton solver (internal to engine/stats); the problem is stated in
// entropy_tilt.h.
//
// Columns are centred and scaled by their prior mean and standard deviation: z_k. With multiplier l_k > 0 meeting the
// lower end of bound k, l_k < 0 the upper one, b_k the end met, the dual is
//   F(l) = log sum_i w_i exp(l' z_i) - l' b,  min F = -relative entropy.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "math/linalg.h"
#include "stats/tilt_column.h"

namespace ebbtide {

class TiltDual {
 public:
  // log_prior[path]: normalised log weights, minus infinity for paths that are out. No bound's column may be constant
  // over the others. Keeps views of both.
  TiltDual(std::span<const double> log_prior, std::span<const MomentBound> bounds);

  struct Solution {
    bool reached = false;  // else the bounds contradict each other: no distribution over the paths meets them
    Vector multipliers;    // of z; not reached: the direction in which F falls without end
    double log_sum = 0.0;  // log sum_i w_i exp(l' z_i)
    Vector means;          // of z under the tilt
  };
  // From a start at multipliers of the columns' own units (empty: 0). NumericalError: no convergence.
  Solution solve(std::span<const double> start = {}) const;

  // Multipliers and means in the columns' own units.
  std::vector<double> own_multipliers(const Solution& solution) const;
  std::vector<double> own_means(const Solution& solution) const;
  // log_prior + l' z - log_sum by path.
  std::vector<double> log_weights(const Solution& solution) const;

 private:
  enum class Side { none, lower, upper, pinned };
  struct State {
    Vector multipliers;
    double log_sum = 0.0;
    double greatest_exponent = 0.0;  // max_i l' z_i over the paths that are in
    Vector means;
    Matrix covariance;
  };
  State evaluate(const Vector& multipliers) const;
  double end_met(Eigen::Index k, Side side) const { return side == Side::upper ? high_[k] : low_[k]; }
  double value(const State& state, const std::vector<Side>& sides) const;
  bool contradicts(const State& state, const std::vector<Side>& sides) const;
  bool activate(const State& state, std::vector<Side>& sides) const;
  Vector direction(const State& state, const std::vector<Side>& sides, const Vector& gradient) const;
  std::optional<State> step(const State& from, std::vector<Side>& sides, const Vector& gradient) const;
  Vector gradient(const State& state, const std::vector<Side>& sides) const;

  std::span<const double> log_prior_;
  std::vector<TiltColumn> columns_;
  Vector centre_, scale_, low_, high_;
};

}  // namespace ebbtide
