#include "calibration/volatility.h"

#include <algorithm>
#include <cmath>

namespace ebbtide {

std::vector<double> filter_volatility(const std::vector<double>& signal, const VolatilitySettings& settings) {
  std::vector<double> scale{1.0};
  scale.reserve(signal.size() + 1);
  for (const double value : signal) {
    const double now = scale.back();
    if (std::isnan(value)) {
      scale.push_back(now);
      continue;
    }
    const double innovation = now * std::min(value / now, settings.cap);
    scale.push_back(settings.decay * now + (1.0 - settings.decay) * innovation);
  }
  return scale;
}

}  // namespace ebbtide
