#include "stats/exponential.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "support/test_draws.h"

namespace ebbtide {
namespace {

TEST(Exponential, IsAccurateWhereWeightsLive) {
  fixture::TestDraws draws(1);
  for (int i = 0; i < 200000; ++i) {
    const double x = (i % 3 == 0 ? 700.0 : i % 3 == 1 ? 10.0 : 0.1) * (2.0 * draws.uniform() - 1.0);
    const long double expected = std::exp(static_cast<long double>(x));
    ASSERT_NEAR(static_cast<double>(exponential(x) / expected), 1.0, 1e-15) << x;
  }
}

TEST(Exponential, IsExactAtItsEnds) {
  EXPECT_EQ(exponential(0.0), 1.0);
  EXPECT_EQ(exponential(-std::numeric_limits<double>::infinity()), 0.0);
  EXPECT_EQ(exponential(-700.1), 0.0);
  EXPECT_GT(exponential(-700.0), 0.0);
  EXPECT_EQ(exponential(-1e300), 0.0);
}

TEST(Exponentials, GiveTheSameBitsWithVectorsOfEveryWidth) {
  fixture::TestDraws draws(2);
  std::vector<double> values(1003);
  for (double& value : values) value = 800.0 * (draws.uniform() - 1.0);
  values[17] = -std::numeric_limits<double>::infinity();
  for (const VectorLevel level : kVectorLevels) {
    if (level > machine_vector_level()) continue;
    std::vector<double> found = values;
    exponentials(found, 1.5, level);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(std::bit_cast<std::uint64_t>(found[i]), std::bit_cast<std::uint64_t>(exponential(values[i] - 1.5)))
          << i;
    }
  }
}

}  // namespace
}  // namespace ebbtide
