// Draws of the noise laws against closed forms; tests/slow has the long form.
#include "support/noise_laws.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

constexpr std::uint64_t kDraws = 20'000'000;
// Fewer than 80 comparisons a law: five standard errors are left less than once in 1,000 runs, and draws are fixed.
constexpr double kErrors = 5.0;

TEST(NoiseLaws, HaveTheMomentsTailsAndUniformTransformOfTheirClosedForms) {
  for (const fixture::NoiseLaw& law : fixture::noise_laws()) {
    const fixture::NoiseCheck check = fixture::check_noise(law, kDraws);
    EXPECT_LT(check.comparisons, 80u);
    EXPECT_LT(check.moments, kErrors) << law.name;
    EXPECT_LT(check.tails, kErrors) << law.name;
    EXPECT_LT(check.uniformity, kErrors) << law.name;
    RecordProperty(law.name, std::to_string(check.moments) + " " + std::to_string(check.tails) + " " +
                                 std::to_string(check.uniformity));
  }
}

// The check sees a spread that is three in a thousand too large.
TEST(NoiseLaws, AWrongSpreadIsSeen) {
  for (const fixture::NoiseLaw& law : fixture::noise_laws()) {
    const fixture::NoiseCheck check = fixture::check_noise(law, kDraws, 1.003);
    EXPECT_GT(check.moments, kErrors) << law.name;
    EXPECT_GT(check.uniformity, kErrors) << law.name;
  }
}

}  // namespace
}  // namespace ebbtide
