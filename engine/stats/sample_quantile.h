// Quantiles and lower shortfall of sorted samples, as column_summary.h defines them, where the caller holds doubles.
// Pure; no sample or a level outside its range is an InternalError. The caller answers for the order.
#pragma once

#include <span>

namespace ebbtide {

// Linear between order statistics at 1 + (n - 1) level (type 7); level in [0, 1].
double sample_quantile(std::span<const double> sorted_samples, double level);
// Mean of the lowest level n samples, the last one counted in part; level in (0, 1].
double sample_shortfall(std::span<const double> sorted_samples, double level);

}  // namespace ebbtide
