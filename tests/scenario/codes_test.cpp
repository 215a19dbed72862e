#include "scenario/codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "support/scenarios.h"

namespace ebbtide {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

TEST(ScenarioCorpus, HoldsEnoughBadAndGoodFiles) {
  EXPECT_GE(testing::yaml_files(testing::corpus("fail")).size(), 60U);
  EXPECT_GE(testing::yaml_files(testing::corpus("pass")).size(), 12U);
}

TEST(ScenarioCorpus, EveryBadFileMakesExactlyTheFindingsItNamesAllAtOnce) {
  for (const std::string& file : testing::yaml_files(testing::corpus("fail"))) {
    Findings findings;
    const auto loaded = testing::load_corpus_file(file, findings);
    EXPECT_THAT(testing::corpus_lines(findings, Severity::error, file),
                UnorderedElementsAreArray(testing::head_lines(file, "expect")))
        << render(findings, false);
    EXPECT_THAT(testing::corpus_lines(findings, Severity::warning, file),
                UnorderedElementsAreArray(testing::head_lines(file, "warn")))
        << file;
    EXPECT_THAT(testing::head_lines(file, "expect"), ::testing::Not(IsEmpty())) << file;
    EXPECT_THAT(loaded, IsEmpty()) << file;
  }
}

TEST(ScenarioCorpus, EveryGoodFileLoadsWithoutAFinding) {
  for (const std::string& file : testing::yaml_files(testing::corpus("pass"))) {
    Findings findings;
    EXPECT_FALSE(testing::load_corpus_file(file, findings).empty()) << file;
    EXPECT_EQ(render(findings, false), "") << file;
  }
}

TEST(ScenarioCorpus, EveryFindingThatTheLayerCanMakeIsNamedByAFile) {
  std::set<std::string> named;
  for (const std::string& file : testing::yaml_files(testing::corpus("fail"))) {
    for (const char* keyword : {"expect", "warn"}) {
      for (const std::string& line : testing::head_lines(file, keyword)) named.insert(line.substr(0, line.find(' ')));
    }
  }
  for (const FindingCode& known : scenario_finding_codes())
    EXPECT_TRUE(named.contains(std::string(known.code))) << known.code;
}

TEST(ScenarioCorpus, EveryFindingShowsItsSourceLineAndWhatWasExpectedOrMeant) {
  for (const std::string& file : testing::yaml_files(testing::corpus("fail"))) {
    Findings findings;
    testing::load_corpus_file(file, findings);
    for (const Finding& finding : findings.sorted()) {
      EXPECT_EQ(finding.source_line.empty(), finding.where.line == 0) << file << " " << finding.problem;
      EXPECT_FALSE(finding.problem.empty()) << file;
      const auto codes = scenario_finding_codes();
      const bool own =
          std::any_of(codes.begin(), codes.end(), [&](const FindingCode& c) { return c.code == finding.code; });
      EXPECT_FALSE(own && finding.expected.empty() && finding.suggestion.empty()) << file << " " << finding.problem;
    }
  }
}

TEST(ScenarioCodes, AreSortedAndExplainedInTheListOfFindings) {
  const auto codes = scenario_finding_codes();
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end(),
                             [](const FindingCode& a, const FindingCode& b) { return a.code < b.code; }));
  const std::string page = testing::file_text(std::string(EBBTIDE_SOURCE_DIR) + "/docs/findings.md");
  const std::size_t begin = page.find("## Scenarios");
  ASSERT_NE(begin, std::string::npos);
  std::string expected;
  for (const FindingCode& code : codes) {
    expected += "| `" + std::string(code.code) + "` | " + std::string(code.meaning) + " |\n";
  }
  EXPECT_NE(page.find(expected, begin), std::string::npos) << "the table under '## Scenarios' should hold\n"
                                                           << expected;
}

}  // namespace
}  // namespace ebbtide
