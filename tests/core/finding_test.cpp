#include "core/finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "support/properties.h"

namespace ebbtide {
namespace {

Finding unknown_key() {
  Finding finding;
  finding.code = "unknown-key";
  finding.where = {"cuts.yaml", 12, 7};
  finding.source_line = "    - rate_bpp: 4";
  finding.problem = "unknown key 'rate_bpp'";
  finding.expected = "one of: factor, rate_bp";
  finding.suggestion = "did you mean 'rate_bp'?";
  return finding;
}

Finding finding_at(const std::string& code, Severity severity, const SourcePosition& where,
                   const std::string& problem) {
  Finding finding;
  finding.code = code;
  finding.severity = severity;
  finding.where = where;
  finding.problem = problem;
  return finding;
}

TEST(Finding, ShowsPlaceLineCaretExpectationAndHint) {
  EXPECT_EQ(render(unknown_key(), false),
            "cuts.yaml:12:7: error: unknown key 'rate_bpp' [unknown-key]\n"
            "      - rate_bpp: 4\n"
            "        ^\n"
            "  expected: one of: factor, rate_bp\n"
            "  hint: did you mean 'rate_bp'?\n");
}

TEST(Finding, LeavesOutWhatItDoesNotKnow) {
  Finding finding;
  finding.code = "unreadable-file";
  finding.severity = Severity::warning;
  finding.where.file = "a.yaml";
  finding.problem = "cannot be read";
  EXPECT_EQ(render(finding, false), "a.yaml: warning: cannot be read [unreadable-file]\n");
  finding.where = {"a.yaml", 3, 0};
  finding.source_line = "x: 1";
  EXPECT_EQ(render(finding, false), "a.yaml:3: warning: cannot be read [unreadable-file]\n  x: 1\n");
  finding.where = {};
  finding.source_line.clear();
  EXPECT_EQ(render(finding, false), "warning: cannot be read [unreadable-file]\n");
}

TEST(Finding, ColoursOnlyWhenAsked) {
  EXPECT_THAT(render(unknown_key(), true), testing::HasSubstr("\x1b[1;31merror:\x1b[0m"));
  EXPECT_THAT(render(unknown_key(), false), testing::Not(testing::HasSubstr("\x1b")));
}

TEST(Finding, CountsTheColumnInCharactersAndKeepsTabs) {
  Finding finding = unknown_key();
  finding.source_line = "\tZürich: 4";
  finding.where.column = 10;
  finding.expected.clear();
  finding.suggestion.clear();
  EXPECT_THAT(render(finding, false), testing::HasSubstr("\n  \tZürich: 4\n  \t        ^\n"));
}

TEST(Finding, NeverPassesControlCharactersOfAnInputOn) {
  Finding finding = unknown_key();
  finding.problem =
      "unknown key '\x1b[2J\xC2\x9B"
      "1m\xFF\n'";
  finding.source_line = "a\x1b[31m\r\x07: 1";
  const std::string text = render(finding, false);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("\x1b")));
  EXPECT_THAT(text, testing::HasSubstr("'?[2J?1m\xEF\xBF\xBD?'"));
  EXPECT_THAT(text, testing::HasSubstr("  a?[31m??: 1\n"));
}

TEST(Finding, ShowsThePartOfALongLineAroundTheColumn) {
  Finding finding = unknown_key();
  finding.source_line = std::string(5000, 'a') + "X" + std::string(5000, 'b');
  finding.where.column = 5001;
  const std::string text = render(finding, false);
  const std::size_t line = text.find('\n') + 1;
  const std::size_t caret_line = text.find('\n', line) + 1;
  EXPECT_LT(caret_line - line, 140u);
  EXPECT_EQ(text.find('X', line) - line, text.find('^') - caret_line);
}

TEST(Finding, PointsJustBehindTheLineWhereSomethingIsMissing) {
  Finding finding = unknown_key();
  finding.source_line = "ab";
  finding.where.column = 90;
  EXPECT_THAT(render(finding, false), testing::HasSubstr("\n  ab\n    ^\n"));
}

TEST(Findings, AreReportedInOrderOnceAndCounted) {
  Findings findings;
  EXPECT_EQ(render(findings, false), "");
  findings.add(finding_at("b-code", Severity::error, {"b.yaml", 1, 1}, "late file"));
  findings.add(finding_at("z-code", Severity::warning, {"a.yaml", 2, 1}, "second line"));
  findings.add(finding_at("z-code", Severity::error, {"a.yaml", 1, 9}, "second column"));
  findings.add(finding_at("z-code", Severity::error, {"a.yaml", 1, 2}, "second code"));
  findings.add(finding_at("a-code", Severity::error, {"a.yaml", 1, 2}, "first"));
  findings.add(finding_at("a-code", Severity::error, {"a.yaml", 1, 2}, "first"));
  std::vector<std::string> problems;
  for (const Finding& finding : findings.sorted()) problems.push_back(finding.problem);
  EXPECT_THAT(problems, testing::ElementsAre("first", "second code", "second column", "second line", "late file"));
  EXPECT_THAT(render(findings, false), testing::EndsWith("\n4 errors, 1 warning\n"));
}

TEST(Findings, SummaryNamesOnlyWhatThereIs) {
  Findings findings;
  findings.add(finding_at("a", Severity::warning, {"f", 1, 1}, "p"));
  EXPECT_TRUE(findings.has_warnings());
  EXPECT_FALSE(findings.has_errors());
  EXPECT_THAT(render(findings, false), testing::EndsWith("\n1 warning\n"));
  Findings more;
  more.add(finding_at("b", Severity::error, {"f", 1, 1}, "q"));
  EXPECT_FALSE(more.has_warnings());
  EXPECT_THAT(render(more, false), testing::EndsWith("\n1 error\n"));
  more.append(findings);
  more.append(more);
  EXPECT_EQ(more.sorted().size(), 2u);
}

TEST(Findings, ListTheFirstHundredOfAKindAndCountTheRest) {
  Findings findings;
  for (int line = 1; line <= 1300; ++line) {
    findings.add(finding_at("ragged-row", Severity::error, {"a.csv", line, 1}, "bad row"));
  }
  findings.add(finding_at("ragged-row", Severity::error, {"b.csv", 1, 1}, "bad row"));
  findings.add(finding_at("ragged-row", Severity::warning, {"a.csv", 1, 1}, "odd row"));
  EXPECT_EQ(findings.sorted().size(), 100u + 1u + 2u);
  EXPECT_EQ(findings.sorted().front().problem, "1200 more of this kind are not listed");
  EXPECT_EQ(findings.count(Severity::error), 1301u);
  EXPECT_THAT(render(findings, false), testing::EndsWith("\n1301 errors, 1 warning\n"));
  Findings twice;
  twice.append(findings);
  twice.append(findings);
  EXPECT_EQ(twice.sorted().front().problem, "2500 more of this kind are not listed");
}

TEST(Findings, BecomeTheTextOfAnInputError) {
  Findings findings;
  findings.add(unknown_key());
  const InputError error(findings);
  EXPECT_EQ(std::string(error.what()), render(findings, false));
  EXPECT_EQ(error.findings().sorted().size(), 1u);
}

TEST(NearestName, FindsTyposSwapsCaseAndSeparators) {
  const std::vector<std::string> known = {"factor", "flow", "cumulative", "at most", "cuts_priced_out", "weeks"};
  EXPECT_EQ(nearest_name("fatcor", known), "factor");
  EXPECT_EQ(nearest_name("comulatve", known), "cumulative");
  EXPECT_EQ(nearest_name("Flow", known), "flow");
  EXPECT_EQ(nearest_name("at-most", known), "at most");
  EXPECT_EQ(nearest_name("CUTS-PRICED-OUT", known), "cuts_priced_out");
  EXPECT_EQ(nearest_name("week", known), "weeks");
  EXPECT_EQ(did_you_mean("wekes", known), "did you mean 'weeks'?");
}

TEST(NearestName, DoesNotGuessWildly) {
  const std::vector<std::string> known = {"factor", "sd", "a"};
  EXPECT_EQ(nearest_name("banana", known), "");
  EXPECT_EQ(nearest_name("b", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name("factor", {}), "");
  EXPECT_EQ(did_you_mean("banana", known), "");
  EXPECT_EQ(nearest_name(std::string(1'000'000, 'x'), known), "");
}

TEST(Findings, WithoutAPlaceAreGivenAFile) {
  Findings findings;
  findings.add({.code = "short-history"});
  findings.add({.code = "unknown-key", .where = {"a.yaml", 3, 1}});
  for (std::size_t i = 0; i < Findings::kMostOfAKind + 5; ++i)
    findings.add({.code = "no-aum", .problem = std::to_string(i)});
  const Findings placed = findings.placed_in("b.yaml");
  EXPECT_EQ(placed.count(Severity::error), findings.count(Severity::error));
  for (const Finding& finding : placed.sorted())
    EXPECT_EQ(finding.where.file, finding.code == "unknown-key" ? "a.yaml" : "b.yaml");
}

TEST(NearestName, TakesTheNearestAndOfEqualsTheFirst) {
  EXPECT_EQ(nearest_name("flaw", {"claw", "flow", "flawx"}), "claw");
  EXPECT_EQ(nearest_name("bitcoin", {"bitcorn", "bitcoin"}), "bitcoin");
}

rc::Gen<std::string> short_name() {
  return rc::gen::resize(7, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc_-A"))));
}

RC_GTEST_PROP(NearestName, SuggestsBothWaysOrNeither, ()) {
  const std::string a = *short_name();
  const std::string b = *short_name();
  RC_ASSERT(nearest_name(a, {b}).empty() == nearest_name(b, {a}).empty() || a.empty() || b.empty());
}

RC_GTEST_PROP(NearestName, RecoversALongNameFromOneSlip, ()) {
  const std::string name = "price_impact_" + *short_name();
  std::string typo = name;
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, name.size() - 1);
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      typo.erase(at, 1);
      break;
    case 1:
      typo.insert(at, 1, 'q');
      break;
    case 2:
      typo[at] = 'q';
      break;
    default:
      std::swap(typo[at], typo[at + 1]);
  }
  RC_ASSERT(nearest_name(typo, {"other", name}) == name);
}

}  // namespace
}  // namespace ebbtide
