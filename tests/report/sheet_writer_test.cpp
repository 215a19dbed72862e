#include "report/sheet_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

// A book with one sheet, never closed.
class SheetWriterTest : public ::testing::Test {
 protected:
  TemporaryFolder temporary_;
  WorkbookFile book_{temporary_.file("book.xlsx"), temporary_.path().string()};
  Formats formats_{book_};
  SheetWriter sheet_{book_.add_sheet("Flows"), "Flows", formats_};
};

TEST_F(SheetWriterTest, RefusesNonFiniteNumbersAndNamesTheCell) {
  sheet_.next_row();
  for (const double number : {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity()}) {
    try {
      sheet_.number(2, number, formats_.flow);
      FAIL() << "wrote " << number;
    } catch (const NumericalError& error) {
      EXPECT_THAT(error.what(), HasSubstr("sheet Flows, cell C2"));
    }
    EXPECT_THROW(sheet_.formula(2, "=1", number, formats_.flow), NumericalError);
  }
}

TEST_F(SheetWriterTest, RefusesTextLongerThanACellHolds) {
  EXPECT_NO_THROW(sheet_.text(0, std::string(32767, 'x'), formats_.text));
  EXPECT_THROW(sheet_.text(0, std::string(32768, 'x'), formats_.text), InternalError);
}

TEST_F(SheetWriterTest, GivesAbsoluteReferences) {
  sheet_.next_row();
  sheet_.next_row();
  EXPECT_EQ(sheet_.reference(27), "='Flows'!$AB$3");
}

TEST_F(SheetWriterTest, RefusesASheetNameThatIsTakenOrTooLong) {
  EXPECT_THROW(book_.add_sheet("Flows"), InternalError);
  EXPECT_THROW(book_.add_sheet(std::string(32, 'x')), InternalError);
}

TEST(WrappedPoints, GrowWithTheLinesOfAText) {
  const double one = wrapped_points("short", 40.0);
  EXPECT_EQ(one, kRowPoints);
  EXPECT_GT(wrapped_points(std::string(200, 'x'), 40.0), 3.0 * 13.0);
  EXPECT_GT(wrapped_points("a\nb\nc", 40.0), wrapped_points("a\nb", 40.0));
}

}  // namespace
}  // namespace ebbtide
