// Draws from a normal-inverse-gamma posterior, one per theta group. A theta group is a run of consecutive paths that
// share parameters.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/posterior.h"
#include "random/draw_law.h"

namespace ebbtide {

// Paths per theta group: 16, or fewer (a power of two) so that there are at least 1,000 groups.
std::size_t theta_group_size(std::uint64_t paths);
inline constexpr std::size_t kLargestThetaGroup = 16;

// Equations are numbered once for the random-number law (week word of Purpose::parameter).
inline std::uint32_t market_equation_number(std::size_t variable) {
  return static_cast<std::uint32_t>(variable);
}
inline constexpr std::uint32_t kFlowEquationNumber = 1000;
inline std::uint32_t member_equation_number(std::size_t member) {
  return 2000 + static_cast<std::uint32_t>(member);
}

inline std::uint32_t cell_equation_number(std::size_t cell) {
  return 3000 + static_cast<std::uint32_t>(cell);
}
// The probability of a week of exactly zero.
inline std::uint32_t cell_quiet_number(std::size_t cell) {
  return 4000 + static_cast<std::uint32_t>(cell);
}

inline constexpr std::uint32_t kMultiplierNumber = 1001;  // of a structural price impact

struct RegressionDraw {
  Vector coefficients;
  double sigma = 0.0;
};

// Draws of one regression's parameters; the factor of V is made once.
class RegressionSampler {
 public:
  explicit RegressionSampler(RegressionPosterior posterior);
  // sigma^2 from its inverse gamma, then the coefficients; exactly the mean where the posterior has no spread.
  RegressionDraw draw(std::uint64_t seed, std::uint64_t group, std::uint32_t equation) const;
  // The posterior mean with sigma = s.
  RegressionDraw mean() const;

 private:
  RegressionPosterior posterior_;
  Matrix factor_;  // factor_ factor_' = V; empty when V is zero
};

}  // namespace ebbtide
