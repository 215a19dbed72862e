#include "report/chart_data.h"

#include <gtest/gtest.h>

#include "support/sample_run.h"

namespace ebbtide {
namespace {

TEST(RoundAxis, HoldsTheRangeOnRoundNumbers) {
  const std::vector<std::pair<double, double>> ranges = {{-1541.6, 2241.6}, {117.4, 244.6}, {0.0, 1.0}, {-3.0, -2.9},
                                                         {0.0, 1e-3},       {5.0, 5.0},     {-1e6, 0.0}};
  for (const auto& [low, high] : ranges) {
    const AxisRange axis = round_axis(low, high);
    EXPECT_LE(axis.low, low);
    EXPECT_GE(axis.high, high);
    EXPECT_GT(axis.step, 0.0);
    EXPECT_NEAR(axis.low / axis.step, std::round(axis.low / axis.step), 1e-9);
    EXPECT_LE((axis.high - axis.low) / axis.step, 8.0) << low << " to " << high;
  }
  EXPECT_DOUBLE_EQ(round_axis(-1541.6, 2241.6).step, 1000.0);
}

TEST(ShortDate, NamesDayAndMonth) {
  EXPECT_EQ(short_date(sample::day(2026, 1, 23)), "23 Jan");
  EXPECT_EQ(short_date(sample::day(2025, 12, 5)), "5 Dec");
}

}  // namespace
}  // namespace ebbtide
