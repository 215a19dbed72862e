// Draws of the noise laws against closed forms; tests/slow has the long form.
#include "support/noise_laws.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

constexpr std::uint64_t kDraws = 20'000'000;

TEST(NoiseLaws, HaveTheMomentsTailsAndUniformTransformOfTheirClosedForms) {
  fixture::expect_noise_laws(kDraws);
}

// The check sees a spread that is three in a thousand too large.
TEST(NoiseLaws, AWrongSpreadIsSeen) {
  for (const fixture::NoiseLaw& law : fixture::noise_laws()) {
    const fixture::NoiseCheck check = fixture::check_noise(law, kDraws, 1.003);
    EXPECT_GT(check.moments, fixture::kNoiseErrors) << law.name;
    EXPECT_GT(check.uniformity, fixture::kNoiseErrors) << law.name;
  }
}

}  // namespace
}  // namespace ebbtide
