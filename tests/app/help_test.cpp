#include "app/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "core/utf8.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

TEST(ProgramHelp, ListsEveryVerbAndExitCode) {
  const std::string help = program_help(verb_specs());
  for (const VerbSpec& verb : verb_specs()) EXPECT_THAT(help, HasSubstr("  " + verb.name + " "));
  for (const char* code : {"\n  0 ", "\n  1 ", "\n  2 ", "\n  3 ", "\n  4 ", "\n  5 ", "\n  70 ", "\n  130, 143 "}) {
    EXPECT_THAT(help, HasSubstr(code));
  }
  EXPECT_THAT(help, HasSubstr("NO_COLOR"));
}

TEST(VerbHelp, ShowsUsageOptionsChoicesAndExamples) {
  const std::string help = verb_help(run_verb_spec());
  EXPECT_THAT(help, HasSubstr("Usage: ebbtide run [OPTION...] FILE...\n"));
  EXPECT_THAT(help, HasSubstr("  -o, --output FOLDER"));
  EXPECT_THAT(help, HasSubstr("      --color auto|always|never"));
  EXPECT_THAT(help, HasSubstr("Examples:\n  ebbtide run scenarios/*.yaml\n"));
}

TEST(VerbHelp, BracketsAnArgumentThatMayBeLeftOut) {
  EXPECT_THAT(verb_help(explain_verb_spec()), HasSubstr("Usage: ebbtide explain [OPTION...] [DATE...]\n"));
}

TEST(VerbHelp, FitsAHundredColumns) {
  std::vector<VerbSpec> verbs = verb_specs();
  verbs.push_back(run_verb_spec());
  verbs.push_back(calibrate_verb_spec());
  for (const VerbSpec& verb : verbs) {
    std::istringstream lines(verb_help(verb));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(utf8_count(line), 110) << line;
  }
}

}  // namespace
}  // namespace ebbtide
