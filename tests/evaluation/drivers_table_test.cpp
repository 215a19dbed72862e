#include "evaluation/drivers_table.h"

#include <map>

#include <gtest/gtest.h>

#include "support/error_coverage.h"

namespace ebbtide {
namespace {

TEST(DriversTable, AddsUpToTheDifferencesInEveryGroupOfRows) {
  std::vector<PreparedScenario> batch = fixture::small_batch();
  for (PreparedScenario& prepared : batch) prepared.scenario.paths = 1'000;
  const std::vector<ScenarioResult> results = run_batch(batch, Executor(2), {}, nullptr);
  const Table table = drivers_table(results);
  std::map<std::string, std::map<std::string, double>> groups;
  const auto text = [&](std::size_t row, const char* column) {
    const Cell& cell = table.at(row, table.column_index(column));
    const std::string* found = std::get_if<std::string>(&cell);
    return found == nullptr ? std::string() : *found;
  };
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_EQ(text(row, "scenario"), "slump");
    EXPECT_EQ(text(row, "baseline"), "base");
    const auto week = std::get<std::int64_t>(table.at(row, table.column_index("horizon")));
    const double value = std::get<double>(table.at(row, table.column_index("contribution")));
    groups[text(row, "target") + text(row, "asset") + std::to_string(week)][text(row, "kind")] += value;
  }
  // Total and members, three targets, two weeks.
  EXPECT_EQ(groups.size(), 3 * 2 * (1 + results[1].model.calibration->funds->members.size()));
  for (auto& [place, sums] : groups) {
    const double size = std::abs(sums["total"]) + 1.0;
    EXPECT_NEAR(sums["condition"] + sums["remainder"], sums["total"], 1e-9 * size) << place;
    EXPECT_NEAR(sums["channel"] + sums["remainder"], sums["total"], 1e-9 * size) << place;
  }
  // Bitcoin falls by 10 %: nearly all of it explained.
  EXPECT_LT(std::abs(groups["aum2"]["remainder"]), 0.05 * std::abs(groups["aum2"]["total"]));
  EXPECT_LT(groups["aum2"]["total"], -5'000.0);
}

}  // namespace
}  // namespace ebbtide
