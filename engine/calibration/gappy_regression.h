// A regression of a series on known columns, its own last value and its own decayed average, where weeks of the series
// may be missing or rounded. Missing weeks are drawn with the parameters (data augmentation), never interpolated:
//   parameters | series: normal-inverse-gamma (calibration/regression.h)
//   series | parameters: Gaussian with precision L'L / sigma^2 + D, L the unit lower triangle that makes residuals of
//   the series, D the precision of what was published (rounding); drawn by calibration/series_law.h.
// The draws are combined by total mean and total variance (Rubin 1987). Complete series need no draws and get none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calibration/regression.h"

namespace ebbtide {

struct GappyPoint {
  std::optional<double> observed;
  double variance = 0.0;      // of the observation (rounding)
  std::vector<double> known;  // values of the known columns; empty: the week is history only (lags), not a row
};

struct GappyModel {
  RegressionPrior prior;  // coefficients in the order level, own lag, known columns ..., average (when used)
  bool uses_average = false;
  double average_decay = 0.9;
  // Of a row for every week that it lies before the last; complete series alone: with few published weeks the drawn
  // ones would outweigh them, and their spread would grow from draw to draw.
  double discount = 1.0;
  double history_mean = 0.0;  // of missing history weeks
  double history_sd = 1.0;
};

struct GappySettings {
  int draws = 1000;
  int burn_in = 100;
  std::uint32_t stream = 0;  // keeps the draws of different series apart
};

struct GappyFit {
  RegressionPosterior posterior;
  std::vector<double> mean;  // of the series, week by week
  std::vector<double> sd;
  Vector last;                  // last value and average after it, posterior mean
  Matrix last_covariance;       // 2 x 2
  double average_weight = 0.0;  // sum of the decayed weights behind that average
  bool imputed = false;
};

GappyFit fit_gappy_regression(const GappyModel& model, const std::vector<GappyPoint>& points,
                              const GappySettings& settings);

}  // namespace ebbtide
