#include "history/universe.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(SeriesKey, KnowsTotalMarginAndCell) {
  EXPECT_TRUE(SeriesKey{}.is_total());
  EXPECT_FALSE((SeriesKey{"Bitcoin", "", ""}).is_total());
  EXPECT_FALSE((SeriesKey{"Bitcoin", "US", ""}).is_cell());
  EXPECT_TRUE((SeriesKey{"Bitcoin", "US", "A"}).is_cell());
}

TEST(SeriesKey, CoversTheCellsUnderIt) {
  const SeriesKey cell{"Bitcoin", "US", "A"};
  EXPECT_TRUE(SeriesKey{}.covers(cell));
  EXPECT_TRUE((SeriesKey{"Bitcoin", "", ""}).covers(cell));
  EXPECT_TRUE((SeriesKey{"Bitcoin", "", "A"}).covers(cell));
  EXPECT_TRUE(cell.covers(cell));
  EXPECT_FALSE((SeriesKey{"Ethereum", "", ""}).covers(cell));
  EXPECT_FALSE(cell.covers(SeriesKey{}));
}

TEST(SeriesKey, IsWrittenForPeople) {
  EXPECT_EQ(key_text({}), "total");
  EXPECT_EQ(key_text({"", "Canada", ""}), "Canada");
  EXPECT_EQ(key_text({"Bitcoin", "United States", "iShares"}), "Bitcoin / United States / iShares");
}

TEST(MarginKey, NamesOneDimension) {
  EXPECT_EQ(margin_key(Dimension::asset, "X"), (SeriesKey{"X", "", ""}));
  EXPECT_EQ(margin_key(Dimension::region, "X"), (SeriesKey{"", "X", ""}));
  EXPECT_EQ(margin_key(Dimension::issuer, "X"), (SeriesKey{"", "", "X"}));
  EXPECT_TRUE(margin_key(Dimension::issuer, "").is_total());
}

TEST(Universe, FindsAMemberInItsOwnDimensionOnly) {
  Universe universe;
  universe.members[0].emplace_back().name = "Bitcoin";
  ASSERT_NE(universe.find(Dimension::asset, "Bitcoin"), nullptr);
  EXPECT_EQ(universe.find(Dimension::region, "Bitcoin"), nullptr);
  EXPECT_EQ(universe.find(Dimension::asset, "bitcoin"), nullptr);
}

}  // namespace
}  // namespace ebbtide
