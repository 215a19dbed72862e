#include "calibration/cube_history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

CubeHistory cube_of(const HistoryView& view) {
  return build_cube_history(view, build_fund_history(view));
}

TEST(CubeHistory, TakesObservedCellsAsPublished) {
  const HistoryView view = testing::load_shipped("us-spot-etf").as_of(day("2026-01-24"));
  const FundHistory funds = build_fund_history(view);
  const CubeHistory cube = build_cube_history(view, funds);
  ASSERT_EQ(cube.cells.size(), view.universe().products.size());
  for (std::size_t t = 0; t < funds.weeks.size(); ++t) {
    double flow = 0.0, aum = 0.0;
    for (const CellHistory& cell : cube.cells) {
      ASSERT_EQ(cell.weeks.size(), funds.weeks.size());
      const auto figure = view.flow(cell.product.key, cube.week_end(t));
      EXPECT_EQ(cell.weeks[t].flow_musd, figure ? figure->value_musd : 0.0);
      EXPECT_EQ(cell.weeks[t].status, figure ? CellStatus::seen : CellStatus::inferred);
      flow += cell.weeks[t].flow_musd;
      aum += cell.weeks[t].aum_musd;
    }
    EXPECT_NEAR(flow, funds.weeks[t].flow->value_musd, 1e-6);
    EXPECT_NEAR(aum, funds.weeks[t].aum.mean_musd, 1e-6 * aum);
  }
}

TEST(CubeHistory, HoldsTheProductsOfItsDay) {
  const HistoryView view = testing::load_shipped("global-etp").as_of(day("2026-01-19"));
  const FundHistory funds = build_fund_history(view);
  const CubeHistory cube = build_cube_history(view, funds);
  ASSERT_EQ(cube.cells.size(), view.universe().products.size());
  for (const CellHistory& cell : cube.cells) {
    EXPECT_FALSE(cell.exposures.empty());
    for (std::size_t t = 0; t < funds.weeks.size(); ++t) {
      const CellWeek& week = cell.weeks[t];
      EXPECT_EQ(week.status, funds.weeks[t].flow ? CellStatus::inferred : CellStatus::smoothed);
      EXPECT_GE(week.aum_musd, 0.0);
      if (cell.product.launched.value_or(Date::min()) <= cube.week_end(t)) continue;
      EXPECT_EQ(week.aum_musd, 0.0);
      EXPECT_EQ(week.flow_musd, 0.0);
    }
  }
}

TEST(CubeHistory, IsEmptyWithoutProducts) {
  const History shipped = testing::load_shipped("global-etp");
  Universe universe = shipped.universe();
  universe.products.clear();
  const History history(universe, shipped.market(), shipped.flows(), shipped.aum(), shipped.first_market_week(),
                        shipped.levels());
  EXPECT_TRUE(cube_of(history.as_of(day("2026-01-19"))).cells.empty());
}

}  // namespace
}  // namespace ebbtide
