#include "history/history.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/contract.h"
#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;
using testing::load_shipped;

TEST(History, SortsRowsByWeekAndSeries) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> rows = shipped.flows();
  std::reverse(rows.begin(), rows.end());
  const History history(shipped.universe(), shipped.market(), rows, {}, day("2026-01-02"), {});
  ASSERT_EQ(history.flows().size(), shipped.flows().size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(history.flows()[i].line, shipped.flows()[i].line);
}

TEST(History, CompleteHoldsTheLastFigureLevelAndShares) {
  const History history = load_shipped("global-etp");
  const HistoryView view = history.complete();
  EXPECT_EQ(view.last_flow_week(), day("2026-03-13"));
  EXPECT_TRUE(view.level(*view.market().series_index("usd_broad_index"), history.last_market_week()));
  EXPECT_EQ(view.universe().shares.size(), history.universe().shares.size());
}

TEST(History, RefusesAMarketThatDoesNotStartOnAFriday) {
  const History shipped = load_shipped("us-spot-etf");
  EXPECT_THROW(History(shipped.universe(), shipped.market(), {}, {}, day("2026-01-01"), {}), InternalError);
}

TEST(History, RefusesLevelsThatDoNotMatchTheSeries) {
  const History shipped = load_shipped("us-spot-etf");
  EXPECT_THROW(History(shipped.universe(), shipped.market(), {}, {}, day("2026-01-02"), {{1.0, 2.0}}), InternalError);
}

}  // namespace
}  // namespace ebbtide
