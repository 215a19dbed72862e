// The long form of tests/statistical/noise_laws_test.cpp.
#include "support/noise_laws.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

constexpr std::uint64_t kDraws = 1'000'000'000;
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

// A spread that is off by three in ten thousand, which no shorter run sees.
TEST(NoiseLaws, AHardlyWrongSpreadIsSeen) {
  for (const fixture::NoiseLaw& law : fixture::noise_laws())
    EXPECT_GT(fixture::check_noise(law, kDraws, 1.0003).moments, kErrors) << law.name;
}

}  // namespace
}  // namespace ebbtide
