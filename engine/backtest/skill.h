// How much better the engine's scores are than a rival's, on the forecasts that both made.
#pragma once

#include <vector>

#include "backtest/run_backtest.h"
#include "core/table.h"
#include "stats/block_bootstrap.h"

namespace ebbtide {

// Scores of two models on the same forecasts, in the order of origins.
struct PairedScores {
  std::vector<double> own;
  std::vector<double> rival;
};

// 1 - mean own / mean rival in percent, with the standard error over resampled runs of origins.
struct Skill {
  std::size_t forecasts = 0;
  double own_mean = 0.0;
  double rival_mean = 0.0;
  double percent = 0.0;
  double percent_error = 0.0;  // one standard error
};

inline constexpr std::size_t kScoreResamples = 2000;
// The resamples that all errors of mean scores rest on: forecasts in runs of this mean length.
ResampledWeeks resampled_origins(std::size_t forecasts, int mean_run, std::uint64_t seed,
                                 std::size_t resamples = kScoreResamples);

// By stationary bootstrap in runs of this mean length (stats/block_bootstrap.h), both models together. At least 2
// forecasts and a rival's mean above 0.
Skill paired_skill(const PairedScores& scores, int mean_run, std::uint64_t seed);

// Forecasts of h weeks that start a week apart share h - 1 weeks: runs are to be longer than that.
inline int run_weeks(int horizon) {
  return horizon + 3;
}

// The engine against every rival, by score, level, target, track and horizon; of members one by one the mean over them.
// Of all scores that have a zero to compare with: neither pit nor log.
Table skill_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
