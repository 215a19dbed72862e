#include "evaluation/comparison_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/comparisons.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string text_at(const Table& table, std::size_t row, const std::string& column) {
  const Cell& cell = table.at(row, table.column_index(column));
  const std::string* text = std::get_if<std::string>(&cell);
  return text == nullptr ? "" : *text;
}

double number_at(const Table& table, std::size_t row, const std::string& column) {
  return std::get<double>(table.at(row, table.column_index(column)));
}

TEST(DifferencesTable, HasBothSidesOfWhatIsBeyondNoise) {
  const Table table = differences_table(fixture::comparison_beyond_noise());
  ASSERT_EQ(table.row_count(), 13U);  // twelve statistics of Bitcoin, and an event within noise
  EXPECT_EQ(text_at(table, 0, "asset"), "Bitcoin");
  EXPECT_EQ(text_at(table, 0, "statistic"), "mean");
  EXPECT_EQ(number_at(table, 0, "first"), -60.0);
  EXPECT_EQ(number_at(table, 0, "second"), -160.0);
  EXPECT_EQ(number_at(table, 0, "difference"), -100.0);
  EXPECT_EQ(number_at(table, 0, "first_se"), 2.0);
  EXPECT_EQ(text_at(table, 0, "agreement"), "beyond noise");
  EXPECT_EQ(text_at(table, 12, "item"), "outflow");
  EXPECT_EQ(text_at(table, 12, "agreement"), "within noise");
}

TEST(SideBySideTable, HasEveryRowOfTheSummary) {
  const Table table = side_by_side_table(fixture::comparison_beyond_noise());
  ASSERT_EQ(table.row_count(), 2U);
  EXPECT_EQ(number_at(table, 0, "mean_first"), 100.0);
  EXPECT_EQ(number_at(table, 0, "q50_second"), 101.0);
  EXPECT_EQ(number_at(table, 0, "shortfall_05_difference"), 1.0);
  EXPECT_EQ(text_at(table, 0, "beyond_noise"), "");
  EXPECT_EQ(text_at(table, 1, "beyond_noise"), "mean, sd, q05, q50, q95, shortfall_05");
}

TEST(InputChangesTable, HasOneRowPerChange) {
  const Table table = input_changes_table(fixture::comparison_beyond_noise());
  ASSERT_EQ(table.row_count(), 2U);
  EXPECT_EQ(text_at(table, 0, "group"), "draws");
  EXPECT_EQ(text_at(table, 1, "where"), "cuts");
  EXPECT_EQ(text_at(table, 1, "second"), "8");
}

TEST(AgreementTable, CountsTheNumbers) {
  const Table table = agreement_table(fixture::comparison_beyond_noise());
  ASSERT_EQ(table.row_count(), 3U);
  EXPECT_EQ(text_at(table, 0, "agreement"), "within noise");
  EXPECT_EQ(text_at(table, 1, "agreement"), "beyond noise");
  EXPECT_EQ(std::get<std::int64_t>(table.at(1, table.column_index("numbers"))), 12);
}

TEST(VerdictSentence, SaysEachVerdict) {
  EXPECT_THAT(verdict_sentence(fixture::comparison_beyond_noise()),
              StartsWith("Beyond noise: 12 numbers beyond noise (6 standard errors)"));
  Comparison comparison;
  EXPECT_EQ(verdict_sentence(comparison), "Same: every number is the same.");
  comparison.verdict = Verdict::within_tolerance;
  EXPECT_THAT(verdict_sentence(comparison), StartsWith("Within tolerance"));
  comparison.verdict = Verdict::within_noise;
  EXPECT_THAT(verdict_sentence(comparison), StartsWith("Within noise"));
  comparison.verdict = Verdict::different_inputs;
  EXPECT_THAT(verdict_sentence(comparison), StartsWith("Different inputs"));
}

TEST(PairedHint, SpeaksWhereDrawsAreShared) {
  Comparison comparison = fixture::comparison_beyond_noise();
  EXPECT_EQ(paired_hint(comparison), "");  // another seed
  comparison.inputs = {{InputGroup::scenario, "cuts", "horizon", "4", "8"}};
  EXPECT_THAT(paired_hint(comparison), HasSubstr("paired"));
  comparison.inputs.clear();
  EXPECT_THAT(paired_hint(comparison), HasSubstr("should be the same"));
  comparison.verdict = Verdict::same;
  EXPECT_EQ(paired_hint(comparison), "");
}

TEST(NumberInWords, NamesScenarioQuantityAndWeek) {
  EXPECT_EQ(number_in_words({"cuts", "2026-01-23", "net_flow", "", "Bitcoin", "", "", "", "musd"}, "mean"),
            "cuts, net_flow of Bitcoin, week ending 2026-01-23, mean");
  EXPECT_EQ(number_in_words({"cuts", "", "", "", "", "", "", "outflow", ""}, "probability"),
            "cuts, outflow, probability");
}

}  // namespace
}  // namespace ebbtide
