#include "app/explain_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/explanations.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(ExplanationSummary, HasTheTextTheFlowsAndTheBridge) {
  const std::string text = explanation_summary(fixture::small_explanation(), false);
  EXPECT_THAT(text, StartsWith("Funds, week to 2026-01-23: net flow -700m USD"));
  EXPECT_THAT(text,
              HasSubstr("\n  total   total         100.0       -10.0      -590.0      -200.0      -700.0     2     "
                        "2    20\n"))
      << text;
  EXPECT_THAT(text, HasSubstr("    20  the largest inflow of the 8 known weeks from 2025-12-05 on\n"));
  EXPECT_THAT(text, Not(HasSubstr("Sui"))) << "no figure came out";
  EXPECT_THAT(text, HasSubstr("\n  1 member without a published figure; --format csv has it\n"));
  EXPECT_THAT(text, HasSubstr("\n  came                   10.00       -0.70       -0.30        9.00  published\n"))
      << text;
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(explanation_summary(fixture::small_explanation(), true), HasSubstr("\x1b[1m"));
}

TEST(WeeksSummary, HasARowAWeekInPercentOfAum) {
  Explanation titled = fixture::small_explanation();
  titled.title = "A week";
  const std::string text = weeks_summary({fixture::small_explanation(), titled}, false);
  EXPECT_THAT(text,
              HasSubstr("\n  funds     2026-01-23      -700     1.00    -0.10    -5.90    -2.00       -7.00     2     "
                        "2    20  A week\n"))
      << text;
}

}  // namespace
}  // namespace ebbtide
