// Scores of quantiles and central intervals; smaller is better, in the unit of the outcome.
//   pinball loss     (1{y <= q} - level) (q - y)                              (Koenker and Bassett 1978)
//   interval score   (u - l) + 2 / alpha ((l - y)+ + (y - u)+)                (Gneiting and Raftery 2007, eq. 43)
//                    of the central 1 - alpha interval [l, u]
//   weighted interval score   mean over the levels of twice the pinball loss. For the median and K central intervals it
//                    equals (|y - m| / 2 + sum_k alpha_k / 2 IS_k) / (K + 1/2)    (Bracher, Ray, Gneiting and Reich
//                    2021, "Evaluating epidemic forecasts in an interval format"), and approaches the CRPS.
// Pure. A level outside (0, 1), lists of unequal length or out of order are an InternalError; a result that is not
// finite is a NumericalError.
#pragma once

#include <array>
#include <span>

namespace ebbtide {

// The 23 levels of the forecast hubs: 1 and 2.5 %, 5 to 95 % in fives, 97.5 and 99 %.
inline constexpr std::array<double, 23> kHubLevels = {0.01, 0.025, 0.05, 0.10, 0.15, 0.20,  0.25, 0.30,
                                                      0.35, 0.40,  0.45, 0.50, 0.55, 0.60,  0.65, 0.70,
                                                      0.75, 0.80,  0.85, 0.90, 0.95, 0.975, 0.99};

double pinball_loss(double quantile, double level, double observed);
// `coverage` of the interval is 1 - alpha, in (0, 1).
double interval_score(double lower, double upper, double coverage, double observed);

// Levels ascending, quantiles[i] at levels[i] and never falling.
double weighted_interval_score(std::span<const double> levels, std::span<const double> quantiles, double observed);
// With the type 7 quantiles of sorted samples at kHubLevels.
double hub_interval_score(std::span<const double> sorted_samples, double observed);

}  // namespace ebbtide
