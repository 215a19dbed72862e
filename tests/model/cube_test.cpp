#include "model/cube.h"

#include <gtest/gtest.h>

#include "support/cube_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

TEST(Cube, ColumnsAreMembersCellsAndPairsThatAreNeither) {
  FundPosterior funds = fixture::small_cube();
  const std::vector<FundColumn> columns = fund_columns(funds);
  // Two assets, two regions, three issuers; six cells; Bitcoin and Ether in the United States. In Germany and with
  // every issuer a pair is a cell.
  ASSERT_EQ(columns.size(), 7U + 6U + 2U);
  EXPECT_TRUE(columns[0].cells.empty());
  EXPECT_EQ(columns[4].key, margin_key(Dimension::issuer, "A"));
  EXPECT_EQ(columns[4].cells, (std::vector<std::size_t>{0, 3}));
  EXPECT_EQ(columns[7].key, funds.cube->cells[0].key);
  EXPECT_EQ(columns[13].key, (SeriesKey{"Bitcoin", "United States", ""}));
  EXPECT_EQ(columns[13].cells, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(flow_equations(funds), 8U);
  funds.cube.reset();
  EXPECT_EQ(fund_columns(funds).size(), 7U);
  EXPECT_EQ(flow_equations(funds), 7U);
}

TEST(Cube, OneRegionLeavesNoPairs) {
  const FundPosterior& funds = *fixture::shipped_calibration("us-spot-etf")->funds;
  EXPECT_EQ(fund_columns(funds).size(), funds.members.size() + 24U);
  EXPECT_EQ(members_of(funds, funds.cube->cells.front()), (std::array<std::size_t, 3>{0, 3, 4}));
}

TEST(Cube, ASumIsInferredWhereOneOfItsCellsIs) {
  FundPosterior funds = fixture::small_cube();
  funds.cube->cells[1].aum_status = AumStatus::inferred;
  const std::vector<FundColumn> columns = fund_columns(funds);
  EXPECT_EQ(columns[13].aum_status, AumStatus::inferred);
  EXPECT_EQ(columns[14].aum_status, AumStatus::seen);
}

}  // namespace
}  // namespace ebbtide
