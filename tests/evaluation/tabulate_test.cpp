#include "evaluation/tabulate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation/realised.h"
#include "support/error_coverage.h"

namespace ebbtide {
namespace {

// Two scenarios of the US funds, 2,000 paths, with realised values and thresholds.
const std::vector<ScenarioResult>& results() {
  static const std::vector<ScenarioResult> kResults = [] {
    std::vector<PreparedScenario> batch = fixture::small_batch();
    const RealisedHistory realised(fixture::shipped_history("us-spot-etf"));
    for (PreparedScenario& prepared : batch) {
      prepared.scenario.paths = 2'000;
      prepared.scenario.seed = 5;
      prepared.realised = realised.lookup(prepared.model.calibration->week_one);
    }
    batch[1].scenario.thresholds = {{"outflow", true, 1.0, {}}, {"outflow", false, 1.0, {}}};
    batch[1].model.constraints.back().text = "bitcoin, week 1: -10 %";
    return run_batch(batch, Executor(2), {}, nullptr);
  }();
  return kResults;
}

std::size_t reported_series_weeks(const ScenarioResult& result) {
  std::size_t count = 0;
  for (const SeriesResult& series : result.simulation.series)
    count += series.series.target == Target::condition ? 0 : series.weeks.size();
  return count;
}

double number(const Table& table, std::size_t row, const std::string& column) {
  return std::get<double>(table.at(row, table.column_index(column)));
}
std::string text(const Table& table, std::size_t row, const std::string& column) {
  const Cell& cell = table.at(row, table.column_index(column));
  return std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell) : "";
}

TEST(Tabulate, DistributionHasTwelveStatisticsOfEverySeriesAndWeek) {
  const Table table = distribution_table(results());
  EXPECT_EQ(table.row_count(), 12 * (reported_series_weeks(results()[0]) + reported_series_weeks(results()[1])));
  const Table summary = summary_table(results());
  EXPECT_EQ(summary.row_count() * 12, table.row_count());
  for (std::size_t row = 0; row < summary.row_count(); ++row) {
    EXPECT_EQ(number(summary, row, "mean"), number(table, 12 * row, "value"));
    EXPECT_EQ(number(summary, row, "q05_se"), number(table, 12 * row + 3, "mc_se"));
    EXPECT_EQ(text(table, 12 * row + 11, "output_type"), "shortfall");
    EXPECT_EQ(number(summary, row, "shortfall_05"), number(table, 12 * row + 11, "value"));
    EXPECT_LE(number(summary, row, "q01"), number(summary, row, "q99"));
  }
}

TEST(Tabulate, EveryTargetStandsInItsOwnUnit) {
  const Table table = summary_table(results());
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const std::string target = text(table, row, "target"), unit = text(table, row, "unit");
    const bool percent = target == "net_flow_pct_aum" || target == "return" ||
                         (target == "factor" && text(table, row, "series") != "cuts_priced_out");
    EXPECT_EQ(unit, percent ? "%" : target == "factor" ? "bp" : "musd") << target;
  }
}

TEST(Tabulate, TheBridgeAddsUpAndOpensWhereItClosed) {
  const Table table = bridge_table(results());
  ASSERT_GT(table.row_count(), 0u);
  std::size_t totals = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const double closing = number(table, row, "closing_aum");
    EXPECT_NEAR(
        number(table, row, "opening_aum") + number(table, row, "net_flow") + number(table, row, "market_effect"),
        closing, 1e-9 * closing);
    const bool second = std::get<std::int64_t>(table.at(row, table.column_index("horizon"))) == 2;
    EXPECT_TRUE(!second || number(table, row, "opening_aum") == number(table, row - 1, "closing_aum"));
    totals += text(table, row, "asset").empty() ? 1 : 0;
  }
  EXPECT_EQ(totals, 4u);  // two scenarios, two weeks
}

TEST(Tabulate, RealisedValuesStandBesideEveryStatisticOfTheirWeek) {
  const Table table = summary_table(results());
  std::size_t known = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const bool has = std::holds_alternative<double>(table.at(row, table.column_index("realised")));
    EXPECT_EQ(has, std::holds_alternative<double>(table.at(row, table.column_index("percentile"))));
    if (!has) continue;
    ++known;
    EXPECT_GE(number(table, row, "percentile"), 0.0);
    EXPECT_LE(number(table, row, "percentile"), 100.0);
  }
  EXPECT_GT(known, table.row_count() / 2);
}

TEST(Tabulate, DeltasAreDifferencesOfMeansWithSmallerErrorsThanTheMeansThemselves) {
  const Table table = deltas_table(results());
  EXPECT_EQ(table.row_count(), reported_series_weeks(results()[1]));
  const Table summary = summary_table(results());
  const std::size_t offset = reported_series_weeks(results()[0]);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_EQ(text(table, row, "scenario"), "slump");
    EXPECT_EQ(text(table, row, "baseline"), "base");
    const double difference = number(summary, offset + row, "mean") - number(summary, row, "mean");
    EXPECT_NEAR(number(table, row, "delta"), difference, 1e-9 * std::max(1.0, std::abs(number(summary, row, "mean"))));
  }
  // AUM falls by about what Bitcoin funds lose.
  EXPECT_LT(number(table, 6, "delta"), 0.0);
  EXPECT_EQ(text(table, 6, "target"), "aum");
}

TEST(Tabulate, EventsCarryTheirThresholdsAndDifferences) {
  const Table table = events_table(results());
  ASSERT_EQ(table.row_count(), 3u);  // one without, two with a threshold each
  EXPECT_EQ(text(table, 0, "threshold"), "");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table.at(0, table.column_index("delta"))));
  EXPECT_EQ(text(table, 1, "threshold"), "at most 100 %");
  EXPECT_EQ(text(table, 1, "ok"), "true");
  EXPECT_EQ(text(table, 2, "threshold"), "at least 100 %");
  EXPECT_EQ(text(table, 2, "ok"), "false");
  EXPECT_NEAR(number(table, 1, "delta"), number(table, 1, "probability") - number(table, 0, "probability"), 1e-12);
  EXPECT_GT(number(table, 1, "delta"), 0.0);
}

TEST(Tabulate, ThresholdsHoldAtTheirBound) {
  EXPECT_TRUE(threshold_holds({"e", true, 0.1, {}}, 0.1));
  EXPECT_FALSE(threshold_holds({"e", true, 0.1, {}}, 0.1001));
  EXPECT_TRUE(threshold_holds({"e", false, 0.1, {}}, 0.1));
  EXPECT_FALSE(threshold_holds({"e", false, 0.1, {}}, 0.0999));
}

TEST(Tabulate, ScenariosSayWhatWasAskedAndGot) {
  const Table table = scenarios_table(results());
  std::size_t hard = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (text(table, row, "condition").empty()) continue;
    EXPECT_NEAR(number(table, row, "got_mean"), number(table, row, "asked"), 1e-5);
    EXPECT_NEAR(number(table, row, "got_sd"), 0.0, 1e-5);
    hard += text(table, row, "kind") == "hard" ? 1 : 0;
  }
  EXPECT_EQ(hard, 1u);
}

TEST(Tabulate, RecentWeeksAreListedOncePerUniverseAndDate) {
  const Table table = recent_weeks_table(results(), 10);
  EXPECT_EQ(table.row_count(), 10u);
  EXPECT_EQ(std::get<Date>(table.at(9, table.column_index("week_end"))),
            add_weeks(results()[0].model.calibration->week_one, -1));
  EXPECT_EQ(text(table, 9, "flow_status"), "seen");
}

}  // namespace
}  // namespace ebbtide
