// Mixing variables of Student t flow residuals in the light of pinned flows.
//
// A residual e_t = sigma sqrt(w_t) n_t with w_t ~ IG(nu / 2, nu / 2) and n_t ~ N(0, 1) is Student t with nu degrees of
// freedom; a theta group has one w_t a week, drawn with its parameters. A pinned flow tells of them: an outflow far out
// in the tail is more likely a week of large w than a move of prices. Around the reference the pins are linear,
//   pins = reference + y + sum_t sqrt(w_t) n_t f_t + H m,   y ~ N(0, lambda S),   m ~ N(0, I),
// S the covariance of the market path's part given the market's own pins, lambda the market's mixing variable, and a
// Gibbs sampler draws (n, y, m | w, lambda), (w | n), (lambda | y) in turn: all conjugate (Geweke 1993, "Bayesian
// treatment of the independent Student-t linear model"). It starts from the prior and is run for kFlowMixingSweeps.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "math/linalg.h"

namespace ebbtide {

struct PinnedFlowLaw {
  Vector gap;       // pins less their reference
  Matrix spread;    // S
  Matrix residual;  // pins x weeks: f_t, for w_t = 1
  Matrix other;     // H: pins x noises of members and of evidence
  // lambda ~ IG(shape, rate); an infinite shape: lambda is 1.
  double market_shape = std::numeric_limits<double>::infinity();
  double market_rate = 1.0;
};

inline constexpr int kFlowMixingSweeps = 40;

// sqrt(w_t) of a theta group's weeks without pins; none where the tail index is infinite.
std::vector<double> draw_flow_mixing(double degrees_of_freedom, std::uint64_t seed, std::uint64_t group, int weeks);

// The same given pins, of the weeks of `law.residual`; `roots` are the draws without pins, which begin the sampler and
// stay as they are in later weeks.
std::vector<double> draw_pinned_mixing(const PinnedFlowLaw& law, double degrees_of_freedom, std::vector<double> roots,
                                       std::uint64_t seed, std::uint64_t group);

}  // namespace ebbtide
