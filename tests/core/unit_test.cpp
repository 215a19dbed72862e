#include "core/unit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ebbtide {
namespace {

TEST(Unit, IsWrittenAsInTheOutputs) {
  EXPECT_EQ(unit_text(Unit::none), "");
  EXPECT_EQ(unit_text(Unit::percent), "%");
  EXPECT_EQ(unit_text(Unit::basis_point), "bp");
  EXPECT_EQ(unit_text(Unit::million_usd), "musd");
  EXPECT_EQ(unit_text(Unit::week), "weeks");
}

TEST(LogPercent, IsTheLogarithmOfTheGrossReturn) {
  EXPECT_DOUBLE_EQ(log_percent(0.0), 0.0);
  EXPECT_NEAR(log_percent(100.0), 69.314718055994531, 1e-12);
  EXPECT_NEAR(log_percent(-50.0), -69.314718055994531, 1e-12);
  EXPECT_NEAR(log_percent(-6.5), 100.0 * std::log(0.935), 1e-12);
}

TEST(LogPercent, IsUndoneBySimplePercent) {
  for (const double percent : {-99.9, -35.0, -1e-12, 0.0, 1e-9, 12.5, 400.0}) {
    EXPECT_NEAR(simple_percent(log_percent(percent)), percent, 1e-12 * (1.0 + std::fabs(percent)));
  }
}

}  // namespace
}  // namespace ebbtide
