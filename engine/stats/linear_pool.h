// The linear pool w F + (1 - w) G of two forecasts, scored from the scores of the two.
//
// With x ~ F, y ~ G and the Cramer distance D = integral of (F - G)^2 = E|x - y| - E|x - x'| / 2 - E|y - y'| / 2,
//   CRPS(w F + (1 - w) G) = w CRPS(F) + (1 - w) CRPS(G) - w (1 - w) D
// for every outcome, since the score is the integral of a square. Threshold-weighted scores are the CRPS of chained
// samples (crps.h), so the same holds of them. The mean over forecasts is a parabola in w, whose minimum over [0, 1] is
//   w = 1/2 - (mean CRPS(F) - mean CRPS(G)) / (2 mean D),   cut to [0, 1].
// Weights chosen by the score of the pool: Hall and Mitchell 2007, "Combining density forecasts"; Thorey, Mallet and
// Baudin 2017, "Online learning with the continuous ranked probability score for ensemble forecasting".
//
// Pure. No samples, a group that holds all of them or a weight outside [0, 1] is an InternalError.
#pragma once

#include <cstddef>
#include <span>

namespace ebbtide {

// Samples of one law; group g being the samples g group_size .. (g + 1) group_size - 1, which share parameters.
struct GroupedSamples {
  std::span<const double> values;
  std::size_t group_size = 1;
};

// The Cramer distance, without bias in the numbers of samples: it may come out below 0 where the laws are alike. Both
// spreads are taken between groups.
double fair_cramer_distance(const GroupedSamples& first, const GroupedSamples& second);

// Of one outcome.
struct PooledForecast {
  double first_score = 0.0;
  double second_score = 0.0;
  double distance = 0.0;  // of the two laws
};

// weight: of the first.
double pooled_score(const PooledForecast& forecast, double weight);

// The weight of the first with the least mean score. Where the two are as good as each other and no different, 1/2.
double best_pool_weight(std::span<const PooledForecast> forecasts);

}  // namespace ebbtide
