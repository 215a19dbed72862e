#include "app/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ebbtide {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

using Words = std::vector<std::string>;

std::vector<VerbSpec> test_verbs() {
  std::vector<VerbSpec> verbs = verb_specs();
  const auto known = [&verbs](const std::string& name) {
    return std::any_of(verbs.begin(), verbs.end(), [&name](const VerbSpec& verb) { return verb.name == name; });
  };
  if (!known("run")) verbs.push_back(run_verb_spec());
  return verbs;
}

ParsedCommand parse(const Words& words) {
  return parse_command(words, test_verbs());
}

Words problems_of(const Words& words) {
  try {
    parse(words);
  } catch (const UsageError& error) {
    return error.problems();
  }
  return {};
}

TEST(CommandLine, SplitsVerbArgumentsAndOptions) {
  const ParsedCommand command = parse({"run", "a.yaml", "--seed", "7", "b.yaml", "--output=out", "--force", "-t", "2",
                                       "-n5", "--set", "a=1", "-s", "b=-2 %"});
  EXPECT_EQ(command.request, Request::run_verb);
  EXPECT_EQ(command.verb, "run");
  EXPECT_THAT(command.arguments, ElementsAre("a.yaml", "b.yaml"));
  EXPECT_EQ(command.value("seed"), "7");
  EXPECT_EQ(command.value("output"), "out");
  EXPECT_TRUE(command.has("force"));
  EXPECT_EQ(command.value("threads"), "2");
  EXPECT_EQ(command.value("paths"), "5");
  EXPECT_THAT(command.values("set"), ElementsAre("a=1", "b=-2 %"));
  EXPECT_FALSE(command.has("quiet"));
  EXPECT_EQ(command.value("color", "auto"), "auto");
}

TEST(CommandLine, KeepsValuesThatLookLikeOptionsSpacesOrLists) {
  EXPECT_EQ(parse({"run", "a.yaml", "--seed", "-1"}).value("seed"), "-1");
  EXPECT_THAT(parse({"run", "a.yaml", "--set", "change=[1, 2]", "--set=x=--y"}).values("set"),
              ElementsAre("change=[1, 2]", "x=--y"));
  EXPECT_EQ(parse({"schema", "--output", "-"}).value("output"), "-");
  EXPECT_THAT(parse({"run", "--", "-odd.yaml", "--help"}).arguments, ElementsAre("-odd.yaml", "--help"));
}

TEST(CommandLine, ReadsJoinedLetters) {
  const ParsedCommand command = parse({"run", "-fqoout", "a.yaml"});
  EXPECT_TRUE(command.has("force"));
  EXPECT_TRUE(command.has("quiet"));
  EXPECT_EQ(command.value("output"), "out");
}

TEST(CommandLine, SuggestsTheVerbThatWasMeant) {
  EXPECT_THAT(problems_of({"valdate", "a.yaml"}),
              ElementsAre(AllOf(HasSubstr("unknown verb 'valdate'"), HasSubstr("did you mean 'validate'?"))));
  EXPECT_THAT(problems_of({"rum", "a.yaml"}), ElementsAre(HasSubstr("did you mean 'run'?")));
  EXPECT_THAT(problems_of({"history", "chekc", "x"}), ElementsAre(HasSubstr("did you mean 'check'?")));
  EXPECT_THAT(problems_of({"history"}), ElementsAre(HasSubstr("expected one of: check, show, new")));
  EXPECT_THAT(problems_of({"zzzzzzzz"}), ElementsAre("unknown verb 'zzzzzzzz'"));
}

TEST(CommandLine, SuggestsTheOptionThatWasMeant) {
  EXPECT_THAT(problems_of({"run", "a.yaml", "--sed", "3"}), Contains("unknown option '--sed'; did you mean '--seed'?"));
  EXPECT_THAT(problems_of({"run", "a.yaml", "--calib=x"}),
              ElementsAre("unknown option '--calib'; did you mean '--calibration'?"));
  EXPECT_THAT(problems_of({"run", "a.yaml", "-z"}), ElementsAre("unknown option '-z'"));
}

TEST(CommandLine, ReportsEveryProblemAtOnce) {
  EXPECT_THAT(
      problems_of({"run", "--color", "blue", "--seed", "1", "--seed", "2", "--nope", "--force=yes", "--output"}),
      ElementsAre("option --color cannot be 'blue'; expected one of: auto, always, never",
                  "option --seed is given twice", "unknown option '--nope'", "option --force takes no value",
                  "option --output needs a value: FOLDER", HasSubstr("'run' needs FILE")));
}

TEST(CommandLine, DoesNotTakeAnOptionForAValue) {
  EXPECT_THAT(problems_of({"run", "a.yaml", "--output", "--force"}),
              ElementsAre("option --output needs a value: FOLDER"));
  EXPECT_THAT(problems_of({"run", "a.yaml", "--output", "-f"}), ElementsAre("option --output needs a value: FOLDER"));
  EXPECT_THAT(problems_of({"run", "a.yaml", "--output="}), ElementsAre("option --output needs a value: FOLDER"));
}

TEST(CommandLine, ChecksTheNumberAndChoiceOfArguments) {
  EXPECT_THAT(problems_of({"version", "now"}), ElementsAre("'version' takes no argument 'now'"));
  EXPECT_THAT(problems_of({"completion", "bash", "zsh"}), ElementsAre(HasSubstr("takes one SHELL, not also 'zsh'")));
  EXPECT_THAT(problems_of({"completion", "bahs"}), ElementsAre(HasSubstr("did you mean 'bash'?")));
  EXPECT_THAT(problems_of({"explain"}), ElementsAre()) << "DATE may be left out";
  EXPECT_THAT(problems_of({"explain", ""}), ElementsAre("an empty DATE was given"));
  EXPECT_THAT(problems_of({"run", ""}), ElementsAre("an empty FILE was given"));
}

TEST(CommandLine, WantsTheVerbFirst) {
  EXPECT_THAT(problems_of({"--quiet", "run", "a.yaml"}), ElementsAre(HasSubstr("a verb comes before '--quiet'")));
  EXPECT_THAT(problems_of({}), ElementsAre("a verb is needed"));
}

TEST(CommandLine, AnswersHelpAndVersionWhateverElseIsWrong) {
  EXPECT_EQ(parse({"--help"}).request, Request::program_help);
  EXPECT_EQ(parse({"-h"}).request, Request::program_help);
  EXPECT_EQ(parse({"--version"}).request, Request::version);
  const ParsedCommand command = parse({"run", "--nonsense", "-h"});
  EXPECT_EQ(command.request, Request::verb_help);
  EXPECT_EQ(command.verb, "run");
  EXPECT_EQ(parse({"history", "--help"}).verb, "history");
}

}  // namespace
}  // namespace ebbtide
