#include "evaluation/member_tables.h"

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation/realised.h"
#include "support/shipped_history.h"

namespace ebbtide {
namespace {

// The reference week of the world's funds, with what came.
const std::vector<ScenarioResult>& results() {
  static const std::vector<ScenarioResult> kResults = [] {
    Scenario scenario;
    scenario.name = "reference";
    scenario.universe = "global-etp";
    scenario.as_of = *parse_date("2026-01-19");
    scenario.horizon_weeks = 2;
    scenario.paths = 4'000;
    scenario.seed = 7;
    static const History kHistory = fixture::shipped_history("global-etp");
    BatchSource source;
    source.history = [](const std::string&) { return &kHistory; };
    source.with_plausibility = false;
    Findings findings;
    const std::vector<PreparedScenario> batch = prepare_batch({scenario}, source, Executor(2), findings);
    return run_batch(batch, Executor(2), {}, nullptr);
  }();
  return kResults;
}

double number(const Table& table, std::size_t row, const std::string& column) {
  return std::get<double>(table.at(row, table.column_index(column)));
}
std::int64_t count(const Table& table, std::size_t row, const std::string& column) {
  return std::get<std::int64_t>(table.at(row, table.column_index(column)));
}
std::string text(const Table& table, std::size_t row, const std::string& column) {
  const Cell& cell = table.at(row, table.column_index(column));
  return std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell) : "";
}
bool unknown(const Table& table, std::size_t row, const std::string& column) {
  return std::holds_alternative<std::monostate>(table.at(row, table.column_index(column)));
}

template <typename Wanted>
std::size_t row_where(const Table& table, Wanted wanted) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (wanted(row)) return row;
  }
  ADD_FAILURE() << "no such row";
  return 0;
}

TEST(BreadthTable, HasARowForEveryDimensionAndWeek) {
  const Table table = breadth_table(results());
  ASSERT_EQ(table.row_count(), 3u * 2u);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_LE(count(table, row, "q05"), count(table, row, "q50"));
    EXPECT_LE(count(table, row, "q50"), count(table, row, "q95"));
    EXPECT_LE(number(table, row, "mean"), static_cast<double>(count(table, row, "members")));
    EXPECT_LE(number(table, row, "all"), number(table, row, "most"));
    EXPECT_LE(number(table, row, "none") + number(table, row, "most"), 1.0);
  }
  // The regions of that week: out of the United States, Sweden and the Netherlands; into Switzerland, Canada, Germany.
  const std::size_t regions =
      row_where(table, [&](std::size_t row) { return text(table, row, "dimension") == "region"; });
  EXPECT_EQ(count(table, regions, "realised_known"), 6);
  EXPECT_EQ(count(table, regions, "realised_inflows"), 3);
}

TEST(RotationTable, SaysWhetherItCame) {
  const Table table = rotation_table(results());
  const std::size_t row = row_where(table, [&](std::size_t r) {
    return text(table, r, "loses") == "United States" && text(table, r, "gains") == "Germany";
  });
  EXPECT_EQ(text(table, row, "target"), "net_flow");
  EXPECT_EQ(text(table, row, "realised"), "yes");
  EXPECT_EQ(text(table, row, "status"), "seen");
  const std::size_t back = row_where(table, [&](std::size_t r) {
    return text(table, r, "gains") == "United States" && text(table, r, "loses") == "Germany";
  });
  EXPECT_EQ(text(table, back, "realised"), "no");
  // Every member against all others together: out of the United States -1,800, total -1,730.
  const std::size_t others = row_where(
      table, [&](std::size_t r) { return text(table, r, "loses") == "United States" && unknown(table, r, "gains"); });
  EXPECT_EQ(text(table, others, "realised"), "yes");
  EXPECT_GE(number(table, others, "probability"), 0.0);
  const std::size_t inferred = row_where(table, [&](std::size_t r) { return text(table, r, "loses") == "iShares"; });
  EXPECT_EQ(text(table, inferred, "status"), "inferred");
}

TEST(RecordsTable, NamesTheLastKnownWeekAsLarge) {
  const Table table = records_table(results());
  const auto is_total = [&](std::size_t row) {
    return unknown(table, row, "asset") && unknown(table, row, "region") && unknown(table, row, "issuer");
  };
  const std::size_t total = row_where(table, is_total);
  const std::vector<KnownFlow>& known = results()[0].known_flows->at({});
  EXPECT_EQ(count(table, total, "known_weeks"), static_cast<std::int64_t>(known.size()));
  const auto record = flow_record(known, *parse_date("2026-01-23"), number(table, total, "q05"));
  ASSERT_TRUE(record && record->since);
  EXPECT_EQ(std::get<Date>(table.at(total, table.column_index("q05_since"))), *record->since);
  EXPECT_LE(number(table, total, "q05_since_flow"), number(table, total, "q05"));
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    // The share beyond the extremes and the quantiles are of one sample: below the lowest known there is less than 5 %
    // exactly when the 5 % quantile lies above it.
    EXPECT_EQ(number(table, row, "below_lowest") < 0.05, number(table, row, "q05") > number(table, row, "lowest"));
    EXPECT_EQ(number(table, row, "above_highest") < 0.05, number(table, row, "q95") < number(table, row, "highest"));
  }
}

TEST(MarketSharesTable, AddsToTheWhole) {
  const Table table = market_shares_table(results());
  double opening = 0.0, mean = 0.0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (unknown(table, row, "region") || count(table, row, "horizon") != 2) continue;
    opening += number(table, row, "opening");
    mean += number(table, row, "mean");
    EXPECT_EQ(text(table, row, "status"), "inferred");  // regions rest on declared shares
  }
  EXPECT_NEAR(opening, 100.0, 1e-6);
  EXPECT_NEAR(mean, 100.0, 1e-6);
}

}  // namespace
}  // namespace ebbtide
