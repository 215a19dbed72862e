#include "scenario/claims.h"

#include <gtest/gtest.h>

#include <map>

#include "core/format.h"
#include "support/properties.h"

namespace ebbtide {
namespace {

// Findings by line: "redundant", "contradictory" or nothing.
std::map<int, std::string> judge(const std::vector<Claim>& claims) {
  Findings findings;
  const Documents documents;
  Reporter reporter(documents, findings);
  report_clashes(claims, reporter);
  std::map<int, std::string> verdicts;
  for (const Finding& finding : findings.sorted()) {
    EXPECT_TRUE(verdicts.emplace(finding.where.line, finding.code.substr(0, finding.code.find('-'))).second)
        << "reported twice: line " << finding.where.line;
  }
  return verdicts;
}

using Verdicts = std::map<int, std::string>;

Claim pin(double value, int line) {
  return {.kind = ConditionKind::hard, .value = value, .text = "pin", .where = {.line = line}};
}
Claim soft(ConditionKind kind, double value, double sd, int line) {
  return {.kind = kind, .value = value, .sd = sd, .text = "soft", .where = {.line = line}};
}
Claim bound(double low, double high, int line) {
  return {.kind = ConditionKind::inequality, .low = low, .high = high, .text = "bound", .where = {.line = line}};
}

constexpr double kNone = std::numeric_limits<double>::infinity();

TEST(Claims, EvidenceMayBeRepeatedAndStandBesideABound) {
  EXPECT_EQ(judge({soft(ConditionKind::evidence, 1, 1, 1), soft(ConditionKind::evidence, 1, 1, 2), bound(0, kNone, 3)}),
            Verdicts{});
}

TEST(Claims, EvidenceBesideAPinIsTheOneReportedWhateverTheOrder) {
  EXPECT_EQ(judge({soft(ConditionKind::evidence, 9, 1, 1), pin(1, 2)}), (Verdicts{{1, "redundant"}}));
  EXPECT_EQ(judge({soft(ConditionKind::target, 9, 1, 1), soft(ConditionKind::evidence, 1, 1, 2)}),
            (Verdicts{{2, "redundant"}}));
}

TEST(Claims, OfTwoPinsTheSecondIsReported) {
  EXPECT_EQ(judge({pin(1, 1), pin(1 + 1e-12, 2), pin(1.001, 3)}), (Verdicts{{2, "redundant"}, {3, "contradictory"}}));
  EXPECT_EQ(judge({pin(1, 1), soft(ConditionKind::target, 1, 1, 2)}), (Verdicts{{2, "contradictory"}}));
  EXPECT_EQ(judge({soft(ConditionKind::target, 1, 1, 1), soft(ConditionKind::target, 1, 2, 2)}),
            (Verdicts{{2, "contradictory"}}));
}

TEST(Claims, ABoundFollowsFromAPinWithinItAndOnItsEdge) {
  EXPECT_EQ(judge({bound(-kNone, 1, 1), pin(1, 2)}), (Verdicts{{1, "redundant"}}));
  EXPECT_EQ(judge({pin(1, 1), bound(1, 2, 2)}), (Verdicts{{2, "redundant"}}));
  EXPECT_EQ(judge({pin(1, 1), bound(1.001, 2, 2)}), (Verdicts{{2, "contradictory"}}));
  EXPECT_EQ(judge({soft(ConditionKind::target, 5, 1, 1), bound(-kNone, 0, 2)}), Verdicts{});
}

TEST(Claims, BoundsMustLeaveRoomAndTellSomethingNew) {
  EXPECT_EQ(judge({bound(0, kNone, 1), bound(-kNone, 1, 2)}), Verdicts{});
  EXPECT_EQ(judge({bound(0, kNone, 1), bound(-kNone, 0, 2)}), (Verdicts{{2, "contradictory"}}));
  EXPECT_EQ(judge({bound(0, kNone, 1), bound(1, kNone, 2)}), (Verdicts{{1, "redundant"}}));
  EXPECT_EQ(judge({bound(0, 1, 1), bound(0, 1, 2)}), (Verdicts{{2, "redundant"}}));
  EXPECT_EQ(judge({bound(0, 2, 1), bound(1, 3, 2)}), Verdicts{});
}

RC_GTEST_PROP(Claims, TwoBoundsAreAcceptedExactlyWhenEachCutsTheOtherAndTheyOverlap, ()) {
  const int a = *rc::gen::inRange(-4, 4);
  const int b = *rc::gen::inRange(a + 1, 6);
  const int c = *rc::gen::inRange(-4, 4);
  const int d = *rc::gen::inRange(c + 1, 6);
  const bool room = std::max(a, c) < std::min(b, d);
  const bool nested = (a <= c && d <= b) || (c <= a && b <= d);
  const Verdicts verdicts = judge({bound(a, b, 1), bound(c, d, 2)});
  RC_ASSERT(verdicts.empty() == (room && !nested));
  if (!room) RC_ASSERT(verdicts.at(2) == "contradictory");
}

}  // namespace
}  // namespace ebbtide
