#include "report/comparison_cells.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

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

TEST(ComparisonCells, ShowTwoDecimalsOfLargeNumbersAndFourOfSmall) {
  const TemporaryFolder temporary;
  WorkbookFile book(temporary.file("book.xlsx"), temporary.path().string());
  const ComparisonFormats formats(book);
  for (const double large : {100.0, -250.5}) {
    EXPECT_EQ(formats.number(large, false), formats.large);
    EXPECT_EQ(formats.number(large, true), formats.marked_large);
  }
  for (const double small : {0.25, -99.9}) {
    EXPECT_EQ(formats.number(small, false), formats.small);
    EXPECT_EQ(formats.number(small, true), formats.marked_small);
  }
  EXPECT_EQ(formats.number(std::nullopt, true), formats.marked_small);
}

}  // namespace
}  // namespace ebbtide
