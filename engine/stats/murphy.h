// Data of Murphy diagrams: the mean elementary score of point forecasts at every threshold. Every score that is
// consistent for a quantile or a mean is a mixture of these; a forecast whose curve is nowhere above a rival's is
// better in all of them (Ehm, Gneiting, Jordan and Krueger 2016, "Of quantiles and expectiles").
// For a forecast x, an outcome y and a threshold theta:
//   quantile of level a   1 - a where y <= theta < x;  a where x <= theta < y;  else 0
//   mean                  |y - theta| where min(x, y) <= theta < max(x, y);      else 0   (the paper's, times 2)
// The area under a week's curve is the pinball loss, and half the squared error.
//
// Pure. Lists of unequal length, no weeks or a level outside (0, 1) are an InternalError.
#pragma once

#include <span>
#include <vector>

namespace ebbtide {

// Mean over the weeks, one value per threshold.
std::vector<double> murphy_quantile_curve(std::span<const double> forecasts, std::span<const double> observed,
                                          double level, std::span<const double> thresholds);
std::vector<double> murphy_mean_curve(std::span<const double> forecasts, std::span<const double> observed,
                                      std::span<const double> thresholds);

}  // namespace ebbtide
