#include "report/sarif.h"

#include <gtest/gtest.h>

#include "text/json.h"

namespace ebbtide {
namespace {

Finding finding(const std::string& code, const SourcePosition& where, const std::string& problem) {
  Finding result;
  result.code = code;
  result.where = where;
  result.problem = problem;
  return result;
}

TEST(SarifText, PlacesEveryFindingWithItsRule) {
  Findings findings;
  Finding unknown = finding("unknown-key", {"scenarios/a.yaml", 7, 3}, "unknown key 'horzion'");
  unknown.expected = "one of: horizon, paths";
  unknown.suggestion = "did you mean 'horizon'?";
  findings.add(unknown);
  Finding jumps = finding("aum-jump", {"aum.csv", 12, 0}, "AUM moves by 40 %");
  jumps.severity = Severity::warning;
  findings.add(jumps);
  findings.add(finding("unknown-key", {"scenarios/b.yaml", 0, 0}, "as a whole"));
  const Json sarif = Json::parse(sarif_text(findings));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const Json& run = sarif["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["name"], "ebbtide");
  ASSERT_EQ(run["tool"]["driver"]["rules"].size(), 2U);
  ASSERT_EQ(run["results"].size(), 3U);
  const Json& jump = run["results"][0];
  EXPECT_EQ(jump["level"], "warning");
  EXPECT_EQ(jump["locations"][0]["physicalLocation"]["region"]["startLine"], 12);
  EXPECT_FALSE(jump["locations"][0]["physicalLocation"]["region"].contains("startColumn"));
  const Json& key = run["results"][1];
  EXPECT_EQ(key["ruleId"], "unknown-key");
  EXPECT_EQ(key["level"], "error");
  EXPECT_EQ(key["message"]["text"],
            "unknown key 'horzion'; expected: one of: horizon, paths; hint: did you mean 'horizon'?");
  EXPECT_EQ(key["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "scenarios/a.yaml");
  EXPECT_EQ(key["locations"][0]["physicalLocation"]["region"]["startColumn"], 3);
  EXPECT_FALSE(run["results"][2]["locations"][0]["physicalLocation"].contains("region"));
}

TEST(SarifText, IsARunWithoutResultsWhenAllIsFine) {
  const Json sarif = Json::parse(sarif_text({}));
  EXPECT_TRUE(sarif["runs"][0]["results"].empty());
}

TEST(SarifText, KeepsToWhatHostsTake) {
  Findings findings;
  for (int i = 0; i < 6'000; ++i) findings.add(finding("c" + std::to_string(i), {}, "p"));
  EXPECT_EQ(Json::parse(sarif_text(findings))["runs"][0]["results"].size(), kMostSarifResults);
}

}  // namespace
}  // namespace ebbtide
