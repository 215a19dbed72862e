#include "model/mixing_law.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "math/special.h"

namespace ebbtide {
namespace {

// Without sightings, or with ones that see nothing, the law is the inverse gamma itself.
TEST(MixingLaw, IsTheInverseGammaWithoutInformativeSightings) {
  for (const double shape : {1.3, 2.5, 4.0, 40.0}) {
    const std::vector<double> strength = {0.0}, gap = {1.7};
    const MixingLaw law(shape, 3.0, strength, gap);
    for (const double tail : {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999}) {
      const double exact = 3.0 / gamma_quantile(tail, shape);
      EXPECT_NEAR(law.upper_quantile(tail), exact, 1e-4 * exact) << shape << " " << tail;
    }
  }
}

// A sighting without error is a pin: IG(shape + 1/2, rate + g^2 / (2 strength)).
TEST(MixingLaw, TendsToTheLawOfAPinAsTheErrorVanishes) {
  const double strength = 1e12, gap = 3e6;
  const MixingLaw law(2.5, 1.5, std::vector<double>{strength}, std::vector<double>{gap});
  for (const double tail : {0.001, 0.2, 0.5, 0.8, 0.999}) {
    const double exact = (1.5 + 0.5 * gap * gap / strength) / gamma_quantile(tail, 3.0);
    EXPECT_NEAR(law.upper_quantile(tail), exact, 1e-4 * exact) << tail;
  }
}

// Against a sum over two million cells of log lambda.
TEST(MixingLaw, AgreesWithFineQuadrature) {
  const std::vector<double> strength = {4.0, 0.3, 9.0}, gap = {7.0, -0.2, 1.0};
  const double shape = 2.5, rate = 1.5;
  const auto density = [&](double y) {
    const double lambda = std::exp(y);
    double value = -shape * y - rate / lambda;
    for (std::size_t i = 0; i < 3; ++i) {
      const double variance = lambda * strength[i] + 1.0;
      value -= 0.5 * (std::log(variance) + gap[i] * gap[i] / variance);
    }
    return std::exp(value);
  };
  const double low = -8.0, high = 16.0;
  const int cells = 2'000'000;
  const double step = (high - low) / cells;
  double total = 0.0;
  for (int i = 0; i < cells; ++i) total += density(low + (i + 0.5) * step);
  const MixingLaw law(shape, rate, strength, gap);
  for (const double tail : {0.001, 0.05, 0.5, 0.95, 0.999}) {
    double above = 0.0;
    int i = cells;
    while (i > 0 && above < tail * total) above += density(low + (--i + 0.5) * step);
    const double exact = std::exp(low + i * step);
    EXPECT_NEAR(law.upper_quantile(tail), exact, 1e-4 * exact) << tail;
  }
}

TEST(MixingLaw, IsMonotoneThroughTheWholeTail) {
  const MixingLaw law(3.0, 2.0, std::vector<double>{5.0}, std::vector<double>{40.0});
  double last = law.upper_quantile(1e-12);
  for (double tail = 1e-9; tail < 1.0; tail = tail * 1.05 + 1e-12) {
    const double value = law.upper_quantile(tail);
    EXPECT_LE(value, last);
    last = value;
  }
  EXPECT_GT(law.upper_quantile(1.0 - 1e-9), 0.0);
}

}  // namespace
}  // namespace ebbtide
