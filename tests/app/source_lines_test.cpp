#include "app/source_lines.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/format.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

Finding finding_at(const std::string& file, int line) {
  Finding finding;
  finding.code = "unreachable-view";
  finding.where = {file, line, 3};
  finding.problem = format("problem {}", line);
  return finding;
}

TEST(SourceLines, AreReadWhereAFindingHasNone) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("a.yaml")) << "first\nsecond\n";
  Finding own = finding_at(folder.file("a.yaml"), 1);
  own.source_line = "as it was";
  Findings findings;
  findings.add(own);
  findings.add(finding_at(folder.file("a.yaml"), 2));
  findings.add(finding_at(folder.file("a.yaml"), 0));
  findings.add(finding_at(folder.file("gone.yaml"), 1));
  const std::vector<Finding> shown = with_source_lines(findings).sorted();
  ASSERT_EQ(shown.size(), 4U);
  EXPECT_EQ(shown[0].source_line, "");
  EXPECT_EQ(shown[1].source_line, "as it was");
  EXPECT_EQ(shown[2].source_line, "second");
  EXPECT_EQ(shown[3].source_line, "");
}

TEST(SourceLines, LeaveTheCountOfFindingsAsItIs) {
  Findings findings;
  for (int line = 1; line <= 250; ++line) findings.add(finding_at("gone.yaml", line));
  EXPECT_EQ(render(with_source_lines(findings), false), render(findings, false));
}

}  // namespace
}  // namespace ebbtide
