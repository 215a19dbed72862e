#include "backtest/explanation_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/explanations.h"

namespace ebbtide {
namespace {

using fixture::day;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MoneyText, IsInMillionsOrBillionsWithItsSign) {
  EXPECT_EQ(money_text(-1730.0), "-1.73bn USD");
  EXPECT_EQ(money_text(512.4), "+512m USD");
  EXPECT_EQ(money_text(-18.2), "-18.2m USD");
  EXPECT_EQ(money_text(0.0), "0.0m USD");
  EXPECT_EQ(money_text(0.01), "0.0m USD");
  EXPECT_EQ(money_text(999.6), "+1.00bn USD");
}

TEST(RecordText, SaysSinceWhenAndWhatIsNotKnown) {
  FlowRecord record{true, day("2025-11-21"), -1940.0, 5, 4, day("2025-11-28")};
  EXPECT_EQ(record_text(record, 3),
            "the largest outflow since the week to 2025-11-21 (-1.94bn USD) among known weeks (4 between are not)");
  record.missing_between = 0;
  EXPECT_EQ(record_text(record, 3), "the largest outflow since the week to 2025-11-21 (-1.94bn USD)");
  EXPECT_EQ(record_text(record, 6), "") << "five weeks are no record";
  record.since.reset();
  record.outflow = false;
  EXPECT_EQ(record_text(record, 3), "the largest inflow of the 6 known weeks from 2025-11-28 on");
}

TEST(ExplanationParagraph, SaysEverythingInNumbers) {
  const std::string text = explanation_paragraph(fixture::small_explanation());
  EXPECT_EQ(text,
            "Funds, week to 2026-01-23: net flow -700m USD, -7.00 % of AUM, the largest outflow since the week to "
            "2025-11-21 (-1.94bn USD) among known weeks (4 between are not). As of 2026-01-19 the model expected +100m "
            "USD (90 % interval -400m to +600m USD); what came lies at percentile 2.0 of it. Of the difference of "
            "-800m USD, the week's macro factors account for -10.0m USD and prices for -590m USD; -200m USD remain "
            "unexplained: given both, the model says -500m USD (90 % interval -900m to -100m USD), and what came lies "
            "at percentile 20 of it. Money went into 1 of 2 assets (most Solana, +20.0m USD; least Bitcoin, -720m "
            "USD), of those with a published figure. AUM went from 10.0bn to 9.0bn USD (published): flow -0.7bn, "
            "market -0.3bn. The week: US dollar -1.0 %, Bitcoin -6.5 %.");
}

TEST(ExplanationParagraph, LeavesOutWhatIsNotKnown) {
  Explanation week = fixture::small_explanation();
  week.flows.front().bridge.reset();
  week.flows.front().record.reset();
  week.flows.front().law[0].percentile = 0.1;
  week.flows.front().law[2].percentile = 99.9;
  week.breadth.clear();
  week.market.clear();
  const std::string text = explanation_paragraph(week);
  for (const char* part : {"largest", "AUM went", "Money went", "The week:"}) EXPECT_THAT(text, Not(HasSubstr(part)));
  EXPECT_THAT(text, HasSubstr("what came lies below 99.5 % of its draws. Of"));
  EXPECT_THAT(text, HasSubstr("what came lies above 99.5 % of its draws."));
}

}  // namespace
}  // namespace ebbtide
