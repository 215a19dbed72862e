#include "report/comparison_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/comparisons.h"

namespace ebbtide {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ComparisonLines, SayVerdictNumbersInputsAndTheLargestDifferences) {
  const std::string text = comparison_lines(fixture::comparison_beyond_noise());
  EXPECT_THAT(text, StartsWith("Beyond noise: 12 numbers beyond noise (6 standard errors).\n  first   results/a\n"));
  EXPECT_THAT(text, HasSubstr("\n  summary       within noise 12, beyond noise 12\n"));
  EXPECT_THAT(text, HasSubstr("\n  draws         cuts: seed: 7 -> 8\n"));
  EXPECT_THAT(text, HasSubstr("\n  cuts, net_flow of Bitcoin, week ending 2026-01-23, mean: -60 -> -160 musd (-35.4 "
                              "s.e.)\n... and 11 more\n"));
  EXPECT_THAT(text, HasSubstr("\n48.0 % of the numbers with an error differ by more than 2 standard errors"));
}

TEST(ComparisonLines, AreShortWhereNothingDiffers) {
  Comparison same;
  same.first = "a";
  same.second = "b";
  EXPECT_EQ(comparison_lines(same), "Same: every number is the same.\n  first   a\n  second  b\n");
}

TEST(ComparisonLines, CutLongListsAndSaySo) {
  Comparison comparison = fixture::comparison_beyond_noise();
  comparison.inputs.clear();
  for (int i = 0; i < 30; ++i)
    comparison.inputs.push_back({InputGroup::data, "file-" + std::to_string(i), "sha256", std::string(70, 'a'), ""});
  const std::string text = comparison_lines(comparison);
  EXPECT_THAT(text, AllOf(HasSubstr("file-11: sha256: " + std::string(57, 'a') + "... -> (none)"),
                          Not(HasSubstr("file-12")), HasSubstr("... and 18 more\n")));
}

TEST(ComparisonLines, TellTheHeadlineScoresOfBacktests) {
  Comparison comparison;
  const RowKey key{"u", "", "cumulative_net_flow", "crps", "", "", "", "ebbtide: U: 1: total", ""};
  RowKey rival = key;
  rival.item = "climatology: U: 1: total";
  const ComparedValue value{{0.5, {}}, {0.25, {}}, 0.125, Agreement::within_noise};
  comparison.tables = {{"scores", {"mean"}, {{key, {value}}, {rival, {value}}}, {}}};
  const std::string line = "u, ebbtide: U: 1: total: 0.5 -> 0.25 (-2.0 s.e.)\n";
  EXPECT_THAT(comparison_lines(comparison), AllOf(HasSubstr("\n  " + line), Not(HasSubstr("climatology"))));
  EXPECT_THAT(comparison_markdown(comparison), HasSubstr("\n- " + line));
}

TEST(ComparisonMarkdown, IsAPageOfTables) {
  Comparison comparison = fixture::comparison_beyond_noise();
  comparison.inputs.push_back({InputGroup::words, "cuts", "title", "a | b", "c"});
  const std::string text = comparison_markdown(comparison);
  EXPECT_THAT(text, StartsWith("# results/a against results/b\n\n**Beyond noise: 12 numbers"));
  EXPECT_THAT(text,
              HasSubstr("\n| table | same | within tolerance | within noise | without error | beyond noise | in one "
                        "run only |\n|---|---:|---:|---:|---:|---:|---:|\n| summary | 0 | 0 | 12 | 0 | 12 | 0 |\n"));
  EXPECT_THAT(text, HasSubstr("\n| words | cuts | title | a \\| b | c |\n"));
  EXPECT_THAT(text, HasSubstr("| cuts, net_flow of Bitcoin, week ending 2026-01-23, mean | musd | -60 | -160 | -100 | "
                              "-35.4 |\n"));
  EXPECT_THAT(text, HasSubstr("\n... and 11 more: `differences.csv`\n"));
}

TEST(ComparisonMarkdown, SaysNoneWhereNothingDiffers) {
  const std::string text = comparison_markdown({});
  EXPECT_THAT(text, HasSubstr("## Inputs that differ\n\nNone: nothing that decides the numbers.\n"));
  EXPECT_THAT(text, HasSubstr("\n\nNone.\n"));
}

}  // namespace
}  // namespace ebbtide
