#include "evaluation/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.h"
#include "support/recorded_runs.h"

namespace ebbtide {
namespace {

using fixture::RunFiles;

Comparison compared(const RunFiles& first, const RunFiles& second, const ComparisonSettings& settings = {}) {
  const TemporaryFolder temporary;
  Findings findings;
  const auto left = load_recorded_run(fixture::write_run_files(temporary, "a", first), findings);
  const auto right = load_recorded_run(fixture::write_run_files(temporary, "b", second), findings);
  EXPECT_TRUE(left && right) << render(findings, false);
  return compare_runs(left.value(), right.value(), settings);
}

RunFiles with_seed(RunFiles files, const std::string& seed) {
  files.seed = seed;
  return files;
}

RecordedValue number(double value, std::optional<double> error = {}) {
  return {value, error};
}

TEST(Agreement, StepsFromSameToBeyondNoise) {
  const ComparisonSettings settings{1e-6, 1e-9, 6.0};
  const RecordedValue a = number(100.0, 1.0);
  EXPECT_EQ(agreement_of(a, number(100.0, 1.0), 1.4, settings), Agreement::same);
  EXPECT_EQ(agreement_of(a, number(100.00009, 1.0), 1.4, settings), Agreement::within_tolerance);
  EXPECT_EQ(agreement_of(a, number(100.0002, 1.0), 1.4, settings), Agreement::within_noise);
  EXPECT_EQ(agreement_of(a, number(108.3, 1.0), 1.4, settings), Agreement::within_noise);
  EXPECT_EQ(agreement_of(a, number(108.5, 1.0), 1.4, settings), Agreement::beyond_noise);
  EXPECT_EQ(agreement_of(number(100), number(101), {}, settings), Agreement::without_error);
  EXPECT_EQ(agreement_of(number(100), number(101), 0.0, settings), Agreement::beyond_noise);
  EXPECT_EQ(agreement_of(number(100), {}, {}, settings), Agreement::one_run_only);
  EXPECT_EQ(agreement_of({}, number(100), {}, settings), Agreement::one_run_only);
  EXPECT_EQ(agreement_of({}, {}, {}, settings), Agreement::same);
}

// Numbers near zero are measured by their errors, and rounding of zero by the absolute tolerance.
TEST(Agreement, KnowsRoundingFromDifferences) {
  const ComparisonSettings settings;
  EXPECT_EQ(agreement_of(number(1e-7, 1.0), number(-1e-7, 1.0), 1.4, settings), Agreement::within_tolerance);
  EXPECT_EQ(agreement_of(number(1e-15, 1e-16), number(-2e-15, 1e-16), 0.0, settings), Agreement::within_tolerance);
  EXPECT_EQ(agreement_of(number(1e-7), number(-1e-7), {}, settings), Agreement::without_error);
}

TEST(Comparison, OfARunWithItselfIsTheSame) {
  const Comparison same = compared(fixture::small_run("100", "-60"), fixture::small_run("100", "-60"));
  EXPECT_EQ(same.verdict, Verdict::same);
  EXPECT_TRUE(same.inputs.empty());
  EXPECT_EQ(count_of(same, Agreement::same), 25U);  // two rows of twelve, one probability
  EXPECT_TRUE(beyond_noise(same).empty());
}

TEST(Comparison, TakesWhatRoundingDoesForNoDifference) {
  const Comparison close = compared(fixture::small_run("100", "-60"), fixture::small_run("100.00000001", "-60"));
  EXPECT_EQ(close.verdict, Verdict::within_tolerance);
  EXPECT_EQ(count_of(close, Agreement::within_tolerance), 12U);
}

// Errors of 2 on either side: noise 2.83, six times that 17.
TEST(Comparison, ExcusesNoiseOfOtherSeedsAndNoMore) {
  const RunFiles first = fixture::small_run("100", "-60");
  EXPECT_EQ(compared(first, with_seed(fixture::small_run("110", "-60"), "8")).verdict, Verdict::within_noise);
  const Comparison beyond = compared(first, with_seed(fixture::small_run("118", "-60"), "8"));
  EXPECT_EQ(beyond.verdict, Verdict::beyond_noise);
  EXPECT_EQ(count_of(beyond, Agreement::beyond_noise), 12U);
  EXPECT_FALSE(share_draws(beyond.inputs));
  EXPECT_NEAR(beyond.tables[0].rows[0].values[0].z().value(), 18 / std::sqrt(8.0), 1e-12);
  EXPECT_NEAR(share_beyond_two(beyond).value(), 12.0 / 25.0, 1e-12);
  EXPECT_EQ(compared(first, with_seed(fixture::small_run("110", "-60"), "8"), {1e-6, 1e-9, 3.0}).verdict,
            Verdict::beyond_noise);
}

TEST(Comparison, ExcusesNothingBetweenDifferentInputs) {
  const RunFiles first = fixture::small_run("100", "-60");
  RunFiles second = fixture::small_run("101", "-60");
  second.change = "+20 bp";
  EXPECT_EQ(compared(first, second).verdict, Verdict::different_inputs);
  RunFiles data = fixture::small_run("101", "-60");
  data.flows_sha256 = "bb";
  EXPECT_EQ(compared(first, data).verdict, Verdict::different_inputs);
  // Other data, and yet the same numbers: later weeks were appended, say.
  RunFiles appended = first;
  appended.flows_sha256 = "bb";
  EXPECT_EQ(compared(first, appended).verdict, Verdict::same);
}

// A mean over parameter draws that has no error of its own moves with the seed, and with nothing else.
TEST(Comparison, ExcusesNumbersWithoutErrorByOtherDrawsAlone) {
  RunFiles first = fixture::small_run("100", "-60");
  first.tables["conditions"] = "scenario,condition,got_mean,got_sd\ncuts,x,1.5,0\n";
  RunFiles second = first;
  second.tables["conditions"] = "scenario,condition,got_mean,got_sd\ncuts,x,1.6,0\n";
  const Comparison same_draws = compared(first, second);
  EXPECT_EQ(same_draws.verdict, Verdict::beyond_noise);
  EXPECT_EQ(count_of(same_draws, Agreement::without_error), 1U);
  EXPECT_EQ(compared(first, with_seed(second, "8")).verdict, Verdict::within_noise);
}

TEST(Comparison, FindsRowsOfOneRunOnly) {
  const RunFiles first = fixture::small_run("100", "-60");
  RunFiles second = first;
  second.tables["summary"] += fixture::summary_row("cuts", "2026-01-30", "", "5", "1");
  for (const Comparison& comparison : {compared(first, second), compared(second, first)}) {
    EXPECT_EQ(comparison.verdict, Verdict::beyond_noise);
    EXPECT_EQ(count_of(comparison, Agreement::one_run_only), 12U);
    EXPECT_EQ(comparison.tables[0].rows.size(), 3U);
  }
  RunFiles without = first;
  without.tables.erase("events");
  EXPECT_EQ(count_of(compared(first, without), Agreement::one_run_only), 1U);
}

TEST(Comparison, MatchesRowsByKeyNotByPlace) {
  RunFiles turned = fixture::small_run("100", "-60");
  turned.tables["summary"] = fixture::kSummaryHeader +
                             fixture::summary_row("cuts", "2026-01-23", "Bitcoin", "-60", "2") +
                             fixture::summary_row("cuts", "2026-01-23", "", "100", "2");
  EXPECT_EQ(compared(fixture::small_run("100", "-60"), turned).verdict, Verdict::same);
}

TEST(Comparison, LetsEqualKeysMeetInTheirOrder) {
  RunFiles first = fixture::small_run("100", "-60");
  first.tables["summary"] += fixture::summary_row("cuts", "2026-01-23", "", "7", "2");
  EXPECT_EQ(compared(first, first).verdict, Verdict::same);
}

TEST(Comparison, PutsTheLargestDifferenceFirst) {
  const Comparison comparison =
      compared(fixture::small_run("100", "-60"), with_seed(fixture::small_run("130", "-160"), "8"));
  const std::vector<NumberPlace> places = beyond_noise(comparison);
  ASSERT_EQ(places.size(), 24U);
  EXPECT_EQ(comparison.tables[places.front().table].rows[places.front().row].key.asset, "Bitcoin");
  EXPECT_EQ(comparison.tables[places.back().table].rows[places.back().row].key.asset, "");
}

TEST(Comparison, RefusesNegativeSettings) {
  const RunFiles run = fixture::small_run("1", "2");
  EXPECT_THROW(compared(run, run, {-1.0, 0.0, 6.0}), InternalError);
  EXPECT_THROW(compared(run, run, {0.0, 0.0, -6.0}), InternalError);
}

}  // namespace
}  // namespace ebbtide
