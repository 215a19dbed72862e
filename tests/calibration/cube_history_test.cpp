#include "calibration/cube_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "support/shipped_history.h"

namespace ebbtide {
namespace {

TEST(CubeHistory, ACompleteCubePassesThrough) {
  const HistoryView view = fixture::shipped_history("us-spot-etf").as_of(*parse_date("2026-01-19"));
  const FundHistory history = build_fund_history(view);
  const CubeHistory cube = build_cube_history(view, history);
  ASSERT_EQ(cube.cells.size(), 24U);
  EXPECT_EQ(key_text(cube.cells.front().product.key), "Bitcoin / United States / iShares");
  for (std::size_t t = 1; t < history.weeks.size(); ++t) {
    double flow = 0.0, aum = 0.0;
    for (const CellHistory& cell : cube.cells) {
      flow += cell.weeks[t].flow_musd;
      aum += cell.weeks[t].aum_musd;
    }
    EXPECT_NEAR(flow, history.weeks[t].flow->value_musd, 1e-6);
    EXPECT_NEAR(aum, history.weeks[t].aum.mean_musd, 1e-6 * aum);
  }
}

}  // namespace
}  // namespace ebbtide
