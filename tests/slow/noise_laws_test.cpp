// The long form of tests/statistical/noise_laws_test.cpp.
#include "support/noise_laws.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

constexpr std::uint64_t kDraws = 1'000'000'000;

TEST(NoiseLaws, HaveTheMomentsTailsAndUniformTransformOfTheirClosedForms) {
  fixture::expect_noise_laws(kDraws);
}

// A spread that is off by three in ten thousand, which no shorter run sees.
TEST(NoiseLaws, AHardlyWrongSpreadIsSeen) {
  for (const fixture::NoiseLaw& law : fixture::noise_laws())
    EXPECT_GT(fixture::check_noise(law, kDraws, 1.0003).moments, fixture::kNoiseErrors) << law.name;
}

}  // namespace
}  // namespace ebbtide
