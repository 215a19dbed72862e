// HistoryView: what was public at a date, and nothing else.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"
#include "history/market_spec.h"
#include "history/rows_load.h"
#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;
using testing::load_shipped;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double flow_of(const HistoryView& view, const SeriesKey& key, const char* week) {
  const auto figure = view.flow(key, day(week));
  return figure ? figure->value_musd : kNan;
}

double aum_of(const HistoryView& view, const SeriesKey& key, const char* week) {
  const auto figure = view.aum(key, day(week));
  return figure ? figure->value_musd : kNan;
}

TEST(HistoryView, OfTheReferenceDateKnowsTheReportOfThatMonday) {
  const HistoryView view = load_shipped("global-etp").as_of(day("2026-01-19"));
  EXPECT_EQ(view.week_one(), day("2026-01-23"));
  EXPECT_EQ(view.last_flow_week(), day("2026-01-16"));
  EXPECT_EQ(flow_of(view, {}, "2026-01-16"), 2170.0);
  EXPECT_FALSE(view.flow({}, day("2026-01-23")));
  EXPECT_EQ(aum_of(view, {}, "2026-01-16"), 193000.0);
  EXPECT_FALSE(view.aum({}, day("2026-01-23")));
  EXPECT_EQ(view.aum({}, day("2026-01-16"))->rounding_musd, 1000.0);
}

TEST(HistoryView, OfTheFridayBeforeStillForecastsTheWeekEndedThatDay) {
  const HistoryView view = load_shipped("global-etp").as_of(day("2026-01-18"));
  EXPECT_EQ(view.week_one(), day("2026-01-16"));
  EXPECT_TRUE(view.level(*view.market().series_index("btc_usd"), day("2026-01-16")));
}

TEST(HistoryView, HasARaggedEdgeOnAMondayHoliday) {
  const History history = load_shipped("global-etp");
  const std::size_t dollar = *history.market().index_of("dollar");
  const std::size_t bitcoin = *history.market().index_of("bitcoin");
  const Date friday = day("2026-01-16");
  const HistoryView monday = history.as_of(day("2026-01-19"));
  EXPECT_FALSE(monday.variable(dollar, friday));
  EXPECT_TRUE(monday.variable(dollar, day("2026-01-09")));
  EXPECT_TRUE(monday.variable(bitcoin, friday));
  EXPECT_FALSE(monday.level(*monday.market().series_index("effr_pct"), friday));
  EXPECT_TRUE(history.as_of(day("2026-01-20")).variable(dollar, friday));
}

TEST(HistoryView, HasTheDollarOnAnOrdinaryMonday) {
  const History history = load_shipped("global-etp");
  const std::size_t dollar = *history.market().index_of("dollar");
  EXPECT_FALSE(history.as_of(day("2026-01-11")).variable(dollar, day("2026-01-09")));
  EXPECT_TRUE(history.as_of(day("2026-01-12")).variable(dollar, day("2026-01-09")));
}

TEST(HistoryView, GivesTheFactsOfTheReferenceWeek) {
  const HistoryView view = load_shipped("global-etp").complete();
  const Date week = day("2026-01-23");
  const auto shown = [&](const char* name) { return view.displayed(*view.market().index_of(name), week).value(); };
  EXPECT_NEAR(shown("cuts_priced_out"), 1.0, 0.5);
  EXPECT_NEAR(shown("dollar"), -0.99, 0.005);
  EXPECT_NEAR(shown("equities"), -0.35, 0.005);
  EXPECT_NEAR(shown("bitcoin"), -6.30, 0.005);  // -6.51 log percent
  EXPECT_NEAR(view.variable(*view.market().index_of("bitcoin"), week).value(), -6.51, 0.005);
}

TEST(HistoryView, SubtractsTheBaseInLogarithmsButShowsTheOwnReturn) {
  const HistoryView view = load_shipped("global-etp").complete();
  const Date week = day("2026-01-23");
  const MarketSpec& market = view.market();
  const auto change = [&](const char* series) {
    const std::size_t index = *market.series_index(series);
    return std::log(*view.level(index, week) / *view.level(index, add_weeks(week, -1)));
  };
  const std::size_t ether = *market.index_of("ether");
  EXPECT_NEAR(*view.variable(ether, week), 100.0 * (change("eth_usd") - change("btc_usd")), 1e-12);
  EXPECT_NEAR(*view.displayed(ether, week), 100.0 * std::expm1(change("eth_usd")), 1e-12);
}

TEST(HistoryView, HasNoChangeWhereALevelIsAbsent) {
  const HistoryView view = load_shipped("global-etp").complete();
  const std::size_t sui = *view.market().index_of("sui");
  EXPECT_FALSE(view.variable(sui, day("2023-06-09")));  // the first level has none before it
  EXPECT_TRUE(view.variable(sui, day("2023-06-16")));
  EXPECT_FALSE(view.variable(sui, view.first_market_week()));
  EXPECT_FALSE(view.variable(sui, add_weeks(view.last_market_week(), 1)));
}

TEST(HistoryView, SumsCellsAndAddsTheirRoundingsInQuadrature) {
  const HistoryView view = load_shipped("us-spot-etf").complete();
  const char* week = "2026-01-23";
  double sum = 0.0;
  int count = 0;
  for (const SeriesKey& cell : view.cells()) {
    const auto figure = view.flow(cell, day(week));
    if (!figure) continue;
    sum += figure->value_musd;
    ++count;
  }
  EXPECT_EQ(count, 24);
  const auto total = view.flow({}, day(week));
  EXPECT_NEAR(total->value_musd, sum, 1e-9);
  EXPECT_NEAR(total->value_musd, -1916.0, 0.5);
  EXPECT_NEAR(total->rounding_musd, 0.1 * std::sqrt(24.0), 1e-12);
  double by_asset = 0.0;
  for (const Member& asset : view.universe().of(Dimension::asset)) {
    by_asset += flow_of(view, margin_key(Dimension::asset, asset.name), week);
  }
  EXPECT_NEAR(by_asset, sum, 1e-9);
  EXPECT_NEAR(flow_of(view, {"Bitcoin", "", ""}, week), -1324.0, 0.5);
}

TEST(HistoryView, SumsAumOnlyWhereNoCellIsMissing) {
  const HistoryView view = load_shipped("us-spot-etf").complete();
  EXPECT_NEAR(aum_of(view, {}, "2025-12-26"), 130332.5, 1e-6);
  // The last quarter lacks Fidelity's Bitcoin fund: no sum that needs it, and every sum that does not.
  EXPECT_FALSE(view.aum({}, day("2026-03-27")));
  EXPECT_FALSE(view.aum({"Bitcoin", "", ""}, day("2026-03-27")));
  EXPECT_FALSE(view.aum({"", "", "Fidelity"}, day("2026-03-27")));
  EXPECT_NEAR(aum_of(view, {"Ethereum", "", ""}, "2026-03-27"), 10695.2, 1e-6);
  // A fund with nothing but zero flows so far holds nothing and hinders no sum.
  EXPECT_EQ(flow_of(view, {"Solana", "United States", "Franklin"}, "2025-12-26"), 0.0);
  EXPECT_TRUE(view.aum({"Solana", "", ""}, day("2025-12-26")));
  EXPECT_FALSE(view.aum({"Solana", "", ""}, day("2025-10-31")));
}

TEST(HistoryView, NeverComputesTheResidual) {
  const HistoryView view = load_shipped("global-etp").complete();
  EXPECT_FALSE(view.flow({"Other assets", "", ""}, day("2026-01-23")));
  EXPECT_FALSE(view.aum({"Bitcoin", "", ""}, day("2026-01-23")));
  EXPECT_EQ(flow_of(view, {"Bitcoin", "", ""}, "2026-01-23"), -1090.0);
}

TEST(HistoryView, WithholdsAWeekOfCellsUntilItsLastRowIsPublic) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> flows = shipped.flows();
  flows.back().published = day("2026-04-02");
  const History late(shipped.universe(), shipped.market(), flows, shipped.aum(), day("2026-03-27"),
                     {std::vector<double>(shipped.market().series.size(), 1.0)});
  EXPECT_EQ(late.as_of(day("2026-04-01")).last_flow_week(), day("2026-03-20"));
  EXPECT_EQ(late.as_of(day("2026-04-02")).last_flow_week(), day("2026-03-27"));
}

TEST(HistoryView, UsesTheLatestSharesDeclaredByTheDate) {
  const History history = load_shipped("global-etp");
  EXPECT_TRUE(history.as_of(day("2024-06-30")).declared_shares(Dimension::asset).empty());
  const auto early = history.as_of(day("2025-12-28")).declared_shares(Dimension::asset);
  const auto late = history.as_of(day("2026-01-19")).declared_shares(Dimension::asset);
  ASSERT_EQ(late.size(), history.universe().of(Dimension::asset).size());
  EXPECT_DOUBLE_EQ(early.front(), 0.766);
  EXPECT_DOUBLE_EQ(late.front(), 0.776);
  for (const Dimension dimension : kDimensions) {
    double sum = 0.0;
    for (const double share : history.as_of(day("2026-01-19")).declared_shares(dimension)) sum += share;
    EXPECT_NEAR(sum, 1.0, 1e-12) << dimension_text(dimension);
  }
  EXPECT_TRUE(load_shipped("us-spot-etf").complete().declared_shares(Dimension::asset).empty());
}

TEST(HistoryView, BeforeAnyPublicationHasNoWeekOne) {
  const HistoryView view = load_shipped("global-etp").as_of(day("2020-01-01"));
  EXPECT_FALSE(view.first_flow_week());
  try {
    view.week_one();
    FAIL() << "a view without a total has no week 1";
  } catch (const InputError& error) {
    EXPECT_EQ(error.findings().sorted().front().code, "no-history");
  }
}

TEST(HistoryView, BeforeTheMarketBeginsIsEmpty) {
  const HistoryView view = load_shipped("global-etp").as_of(day("2016-12-31"));
  EXPECT_LT(view.last_market_week(), view.first_market_week());
  EXPECT_FALSE(view.level(0, view.first_market_week()));
}

// Every figure, level and share a view can be asked for, as one list.
std::vector<double> content(const HistoryView& view) {
  std::vector<double> values;
  const auto add = [&values](const std::optional<double>& value) { values.push_back(value.value_or(-12345.0)); };
  for (Date week = view.first_market_week(); week <= day("2026-04-24"); week = add_weeks(week, 1)) {
    for (std::size_t i = 0; i < view.market().series.size(); ++i) add(view.level(i, week));
    for (std::size_t i = 0; i < view.market().variables.size(); ++i) {
      add(view.variable(i, week));
      add(view.displayed(i, week));
    }
    std::vector<SeriesKey> keys = view.cells();
    keys.emplace_back();
    for (const Dimension dimension : kDimensions) {
      for (const Member& member : view.universe().of(dimension)) keys.push_back(margin_key(dimension, member.name));
    }
    for (const SeriesKey& key : keys) {
      const auto flow = view.flow(key, week);
      const auto aum = view.aum(key, week);
      add(flow ? std::optional<double>(flow->value_musd) : std::nullopt);
      add(aum ? std::optional<double>(aum->value_musd) : std::nullopt);
    }
  }
  for (const Dimension dimension : kDimensions) {
    for (const double share : view.declared_shares(dimension)) add(share);
  }
  values.push_back(static_cast<double>(view.universe().shares.size()));
  values.push_back(static_cast<double>(weeks_between(view.first_market_week(), view.last_market_week())));
  values.push_back(static_cast<double>(weeks_between(view.first_market_week(), view.week_one())));
  return values;
}

// The history with everything published after the date changed, and with rows and shares added.
History scrambled(const std::string& name, Date as_of) {
  const History history = load_shipped(name);
  Findings findings;
  auto levels = load_levels(testing::shipped_market() + "/factors.csv", &history.market(), findings);
  for (std::size_t week = 0; week < levels->values.size(); ++week) {
    for (std::size_t i = 0; i < history.market().series.size(); ++i) {
      const Date week_end = add_weeks(levels->first_week, static_cast<int>(week));
      if (history.market().published(i, week_end) > as_of) levels->values[week][i] = 1.0 + 3.0 * static_cast<double>(i);
    }
  }
  const auto spoil = [as_of](std::vector<Observation> rows) {
    const std::size_t count = rows.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (rows[i].published <= as_of) continue;
      rows[i].value_musd = -7.0 * rows[i].value_musd + 1.0;
      rows[i].rounding_musd *= 3.0;
    }
    Observation extra = rows.back();
    extra.week_end = add_weeks(extra.week_end, 3);
    extra.published = extra.week_end;
    rows.push_back(extra);
    return rows;
  };
  Universe universe = history.universe();
  for (ShareDeclaration& shares : universe.shares) {
    if (shares.published > as_of) shares.shares.front().second = 0.123;
  }
  if (!universe.shares.empty()) {
    ShareDeclaration later = universe.shares.front();
    later.published = as_of + std::chrono::days(1);
    universe.shares.push_back(later);
  }
  return {universe, history.market(), spoil(history.flows()), spoil(history.aum()), levels->first_week, levels->values};
}

class Leak : public ::testing::TestWithParam<const char*> {};

TEST_P(Leak, NothingPublishedLaterChangesAView) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const Date as_of = day(GetParam());
    const std::vector<double> before = content(load_shipped(name).as_of(as_of));
    EXPECT_EQ(content(scrambled(name, as_of).as_of(as_of)), before) << name;
    // The scramble is felt as soon as it is public, so the comparison can fail.
    EXPECT_NE(content(scrambled(name, as_of).complete()), content(load_shipped(name).complete())) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Dates, Leak, ::testing::Values("2025-01-20", "2025-07-05", "2026-01-19", "2026-01-24"));

}  // namespace
}  // namespace ebbtide
