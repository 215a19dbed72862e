#include "evaluation/condition_tables.h"

#include <gtest/gtest.h>

#include "support/error_coverage.h"

namespace ebbtide {
namespace {

// A baseline and a slump of Bitcoin as a batch prepares them, with their plausibility.
const std::vector<ScenarioResult>& results() {
  static const std::vector<ScenarioResult> kResults = [] {
    std::vector<Scenario> scenarios;
    for (const PreparedScenario& prepared : fixture::small_batch()) {
      scenarios.push_back(prepared.scenario);
      scenarios.back().paths = 500;
      for (MarketCondition& condition : scenarios.back().conditions) condition.text = "bitcoin, week 1: -10 %";
    }
    BatchSource source;
    source.history = [](const std::string& universe) { return &fixture::shipped_history(universe); };
    Findings findings;
    return run_batch(prepare_batch(scenarios, source, Executor(2), findings), Executor(2), {}, nullptr);
  }();
  return kResults;
}

const Cell& cell(const Table& table, std::size_t row, const std::string& column) {
  return table.at(row, table.column_index(column));
}
double number(const Table& table, std::size_t row, const std::string& column) {
  return std::get<double>(cell(table, row, column));
}
std::string text(const Table& table, std::size_t row, const std::string& column) {
  return std::get<std::string>(cell(table, row, column));
}

TEST(ConditionTables, ConditionsListKnownValuesToo) {
  const Table table = conditions_table(results());
  std::size_t known = 0, hard = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    known += text(table, row, "kind") == "known" ? 1 : 0;
    if (text(table, row, "kind") != "hard") continue;
    ++hard;
    EXPECT_EQ(text(table, row, "scenario"), "slump");
    EXPECT_EQ(number(table, row, "asked"), -10.0);
    EXPECT_NEAR(number(table, row, "got_mean"), -10.0, 1e-6);
    EXPECT_NEAR(number(table, row, "got_sd"), 0.0, 1e-6);
    EXPECT_EQ(text(table, row, "unit"), "%");
  }
  EXPECT_EQ(hard, 1u);
  EXPECT_EQ(known, 24u);  // twelve of the week before in each scenario
}

TEST(ConditionTables, PlausibilityHasARowPerScenario) {
  const Table table = plausibility_table(results());
  ASSERT_EQ(table.row_count(), 2u);
  EXPECT_EQ(text(table, 0, "scenario"), "base");
  EXPECT_EQ(std::get<std::int64_t>(cell(table, 0, "conditions")), 0);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(cell(table, 0, "p_value")));
  EXPECT_EQ(std::get<std::int64_t>(cell(table, 1, "conditions")), 1);
  const double p = number(table, 1, "p_value");
  EXPECT_GT(p, 0.0);
  EXPECT_LT(p, 0.5);
  EXPECT_NEAR(number(table, 1, "simulated_share"), p, 0.3 * p);
  EXPECT_EQ(std::get<std::int64_t>(cell(table, 1, "window")), 1);
  EXPECT_GT(number(table, 1, "historical_percentile"), 50.0);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(cell(table, 1, "bounds_probability")));
  EXPECT_FALSE(text(table, 1, "summary").empty());
}

TEST(ConditionTables, SimilarWeeksStandInOrderWithTheirValues) {
  const Table table = similar_weeks_table(results());
  ASSERT_EQ(table.row_count(), kSimilarWindows);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_EQ(text(table, row, "scenario"), "slump");
    EXPECT_EQ(std::get<std::int64_t>(cell(table, row, "rank")), static_cast<std::int64_t>(row) + 1);
    EXPECT_NEAR(number(table, row, "value"), -10.0, 3.0);
    EXPECT_EQ(text(table, row, "condition"), "bitcoin, week 1: -10 %");
    if (row > 0) {
      EXPECT_GE(number(table, row, "distance"), number(table, row - 1, "distance"));
    }
    EXPECT_EQ(std::holds_alternative<std::monostate>(cell(table, row, "flow_pct_aum")),
              std::holds_alternative<std::monostate>(cell(table, row, "flow_status")));
  }
}

}  // namespace
}  // namespace ebbtide
