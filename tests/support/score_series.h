// Weekly scores of forecasts for tests: what weeks share, and what overlaps, is known.
#pragma once

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "support/test_draws.h"

namespace ebbtide::fixture {

// Moving sums of h independent normal draws, of variance 1: what differences of forecasts h weeks ahead look like.
inline std::vector<double> overlapping_noise(TestDraws& draws, std::size_t weeks, std::size_t h) {
  std::vector<double> shocks(weeks + h - 1), sums(weeks);
  for (double& shock : shocks) shock = draws.normal() / std::sqrt(static_cast<double>(h));
  for (std::size_t t = 0; t < weeks; ++t) {
    sums[t] = std::accumulate(shocks.begin() + t, shocks.begin() + t + h, 0.0);
  }
  return sums;
}

// Scores of mean `level` whose weeks are hard or easy for everybody (`common`), plus noise of their own.
inline std::vector<double> scores_of(TestDraws& draws, const std::vector<double>& common, double level, double own) {
  std::vector<double> scores(common.size());
  for (std::size_t t = 0; t < scores.size(); ++t) scores[t] = level + common[t] + own * draws.normal();
  return scores;
}

}  // namespace ebbtide::fixture
