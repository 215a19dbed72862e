#include "report/comparison_cells.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(ComparisonCells, MarkWhatIsBeyondNoiseOrInOneRunOnly) {
  EXPECT_TRUE(is_marked(Agreement::beyond_noise));
  EXPECT_TRUE(is_marked(Agreement::one_run_only));
  for (const Agreement calm :
       {Agreement::same, Agreement::within_tolerance, Agreement::within_noise, Agreement::without_error}) {
    EXPECT_FALSE(is_marked(calm));
  }
}

}  // namespace
}  // namespace ebbtide
