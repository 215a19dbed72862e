#include "simulation/series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/cube_fixture.h"
#include "support/fund_fixture.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

// Bitcoin in log percent, ether over bitcoin, and a rate in basis points.
Calibration market() {
  Calibration calibration =
      fixture::reduced_market(Vector::Zero(3), {Matrix::Zero(3, 3)}, Matrix::Identity(3, 3) * 25.0, Matrix::Zero(1, 3));
  std::vector<MarketVariable>& variables = calibration.market.variables;
  variables[0].name = "rate";
  for (const std::size_t i : {1, 2}) {
    variables[i].unit = Unit::percent;
    variables[i].is_return = true;
  }
  variables[1].name = "bitcoin";
  variables[2].name = "ether";
  variables[2].over = "bitcoin";
  return calibration;
}

const Series& named(const std::vector<Series>& all, const std::string& name) {
  return *std::find_if(all.begin(), all.end(), [&](const Series& series) { return series.name == name; });
}

Event event_on(EventTarget target, const std::string& variable) {
  Event event;
  event.target = target;
  event.variable = variable;
  return event;
}

TEST(Series, ListsFactorsThenReturnsThenConditionsOfAMarketWithoutFunds) {
  const Model model = fixture::model_of(market(), 4, {fixture::pin(2, 0, 10.0)});
  const std::vector<Series> series = series_of(model);
  ASSERT_EQ(series.size(), 4u);
  EXPECT_EQ(series[0].name, "rate");
  EXPECT_EQ(series[0].target, Target::factor);
  EXPECT_EQ(series[0].unit, Unit::basis_point);
  EXPECT_EQ(series[2].name, "ether");
  EXPECT_EQ(series[2].target, Target::return_);
  EXPECT_EQ(series[2].weeks, 4);
  EXPECT_EQ(series[3].target, Target::condition);
  EXPECT_EQ(series[3].weeks, 1);
}

TEST(Series, ShowsSimplePercentOfTheAssetsOwnPriceAndLeavesBasisPointsAlone) {
  const Model model = fixture::model_of(market(), 2, {fixture::pin(2, 0, 10.0)});
  const std::vector<Series> all = series_of(model);
  const BlockSimulator simulator(model, 5, 64);
  simulator.simulate(0, [&](const GroupPaths& group) {
    Lanes rate, bitcoin, ether, condition;
    evaluate_series(model, named(all, "rate"), 1, group, rate);
    evaluate_series(model, named(all, "bitcoin"), 1, group, bitcoin);
    evaluate_series(model, named(all, "ether"), 1, group, ether);
    evaluate_series(model, all.back(), 0, group, condition);
    for (std::size_t lane = 0; lane < group.lanes; ++lane) {
      const double btc = group.market.at(1, 1)[lane], spread = group.market.at(1, 2)[lane];
      EXPECT_DOUBLE_EQ(rate[lane], group.market.at(1, 0)[lane]);
      EXPECT_NEAR(bitcoin[lane], 100.0 * std::expm1(btc / 100.0), 1e-12);
      EXPECT_NEAR(ether[lane], 100.0 * std::expm1((btc + spread) / 100.0), 1e-12);
      EXPECT_NEAR(condition[lane], 10.0, 1e-12);
    }
  });
}

TEST(Series, ReadWeekByWeekAreTheSameValues) {
  const Model model = fixture::model_of(fixture::two_funds(), 5);
  const BlockSimulator simulator(model, 5, 64);
  simulator.simulate(0, [&](const GroupPaths& group) {
    for (const Series& series : series_of(model)) {
      Lanes alone, scratch, sum{};
      for (int week = 0; week < series.weeks; ++week) {
        const Lanes& advanced = advance_series(model, series, week, group, scratch);
        evaluate_series(model, series, week, group, alone);
        EXPECT_EQ(advanced, alone);
        if (series.target != Target::cumulative_net_flow || series.member >= 0) continue;
        for (std::size_t lane = 0; lane < kLanes; ++lane)
          sum[lane] += group.funds.total.at(static_cast<std::size_t>(week), FundPaths::kFlow)[lane];
        EXPECT_EQ(advanced, sum);
      }
    }
  });
}

TEST(Series, AnEventWatchesTheSeriesItNamesAndNoOther) {
  const std::vector<Series> all = series_of(fixture::model_of(market(), 2));
  EXPECT_TRUE(event_watches(event_on(EventTarget::return_, "bitcoin"), named(all, "bitcoin")));
  EXPECT_FALSE(event_watches(event_on(EventTarget::return_, "bitcoin"), named(all, "ether")));
  EXPECT_FALSE(event_watches(event_on(EventTarget::factor, "bitcoin"), named(all, "bitcoin")));
  EXPECT_FALSE(event_watches(event_on(EventTarget::net_flow, ""), named(all, "rate")));
}

// The keys of flows, in the order of the series.
std::vector<SeriesKey> flow_keys(const Model& model) {
  std::vector<SeriesKey> keys;
  for (const Series& series : series_of(model)) {
    if (series.target == Target::net_flow) keys.push_back(series.key);
  }
  return keys;
}

TEST(Series, GoAsDeepAsTheTables) {
  Calibration calibration = market();
  calibration.funds = fixture::small_cube();
  Model model = fixture::model_of(calibration, 2);
  // Two assets, two regions, three issuers; six cells; of the pairs only those with the United States are more than one
  // cell.
  EXPECT_EQ(flow_keys(model).size(), 1U + 7U + 6U + 2U);
  model.depth = TableDepth::pairs;
  EXPECT_EQ(flow_keys(model).size(), 1U + 7U + 2U);
  model.depth = TableDepth::margins;
  EXPECT_EQ(flow_keys(model).size(), 1U + 7U);
  model.depth = TableDepth::total;
  EXPECT_EQ(flow_keys(model), std::vector<SeriesKey>{{}});
}

TEST(Series, OfWhatIsWatchedAreThereWhateverTheDepth) {
  Calibration calibration = market();
  calibration.funds = fixture::small_cube();
  Model model = fixture::model_of(calibration, 2);
  const SeriesKey cell{"Ether", "Germany", "C"}, pair{"Bitcoin", "United States", ""};
  model.depth = TableDepth::total;
  model.watched = {pair, cell};
  EXPECT_EQ(flow_keys(model), (std::vector<SeriesKey>{{}, cell, pair}));
}

}  // namespace
}  // namespace ebbtide
