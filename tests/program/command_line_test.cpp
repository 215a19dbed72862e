// The real program from the outside: arguments in; exit code, standard output and standard error out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command_spec.h"
#include "support/program.h"

namespace ebbtide::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Matcher;
using testing::Not;
using testing::StartsWith;

struct Row {
  std::string name;
  std::vector<std::string> words;
  int exit_code = 0;
  Matcher<std::string> out;
  Matcher<std::string> err;
};

void PrintTo(const Row& row, std::ostream* stream) {
  *stream << row.name;
}

class CommandLine : public testing::TestWithParam<Row> {};

TEST_P(CommandLine, AnswersAsDocumented) {
  const Ending ending = run_program(GetParam().words);
  EXPECT_EQ(ending.exit_code, GetParam().exit_code) << ending.err;
  EXPECT_THAT(ending.out, GetParam().out);
  EXPECT_THAT(ending.err, GetParam().err);
}

const std::string kUniverse = "scenarios/universes/us-spot-etf";
const std::string kByHand = "tests/program/calibrations/var-f2-pinned.yaml";
const std::string kMarketByHand = "tests/program/calibrations/var-f2.json";

INSTANTIATE_TEST_SUITE_P(
    Program, CommandLine,
    testing::Values(
        Row{"NoArguments",
            {},
            2,
            IsEmpty(),
            AllOf(HasSubstr("Usage: ebbtide VERB"), HasSubstr("error: a verb is needed"))},
        Row{"Help", {"--help"}, 0, AllOf(HasSubstr("Verbs:"), HasSubstr("Exit codes:")), IsEmpty()},
        Row{"ShortHelp", {"-h"}, 0, HasSubstr("Verbs:"), IsEmpty()},
        Row{"GroupHelp",
            {"history", "--help"},
            0,
            AllOf(HasSubstr("history check"), HasSubstr("history show")),
            IsEmpty()},
        Row{"VersionOption", {"--version"}, 0, StartsWith("ebbtide "), IsEmpty()},
        Row{"VersionVerb", {"version"}, 0, AllOf(StartsWith("ebbtide "), HasSubstr("compiler")), IsEmpty()},
        Row{"UnknownVerb", {"valdate", "x"}, 2, IsEmpty(), HasSubstr("did you mean 'validate'?")},
        Row{"UnknownOption",
            {"validate", "--sett", "a=1", "x.yaml"},
            2,
            IsEmpty(),
            AllOf(HasSubstr("unknown option '--sett'; did you mean '--set'?"),
                  HasSubstr("see: ebbtide validate --help"))},
        Row{"OptionBeforeVerb", {"--quiet", "version"}, 2, IsEmpty(), HasSubstr("a verb comes before '--quiet'")},
        Row{"TooMany", {"version", "now"}, 2, IsEmpty(), HasSubstr("takes no argument 'now'")},
        Row{"TooFew", {"validate"}, 2, IsEmpty(), HasSubstr("'validate' needs FILE")},
        Row{"Dash", {"validate", "-"}, 2, IsEmpty(), HasSubstr("standard input")},
        Row{"MissingFile", {"validate", "no_such.yaml"}, 2, IsEmpty(), HasSubstr("no_such.yaml")},
        Row{"NothingMatched",
            {"validate", "no_such_folder/*.yaml"},
            5,
            IsEmpty(),
            HasSubstr("no scenario file matches")},
        Row{"ValidateAgainstACalibration",
            {"validate", kByHand, "-c", kMarketByHand},
            0,
            IsEmpty(),
            HasSubstr("fine: 1 scenario in 1 file")},
        Row{"ValidateWithoutItsCalibration", {"validate", kByHand}, 2, IsEmpty(), HasSubstr("[missing-key]")},
        Row{"PlanOnACalibration",
            {"plan", kByHand, "-c", kMarketByHand, "--format", "csv", "-q"},
            0,
            HasSubstr("var-f2-pinned,,2026-01-19,2026-01-23,"),
            IsEmpty()},
        Row{"DescribeOnACalibration",
            {"describe", kByHand, "--calibration", kMarketByHand},
            0,
            HasSubstr("conditions[0].factor"),
            IsEmpty()},
        Row{"BadColor", {"version", "--color=blue"}, 2, IsEmpty(), HasSubstr("expected one of: auto, always, never")},
        Row{"Schema", {"schema"}, 0, AllOf(StartsWith("{"), HasSubstr("draft-07")), IsEmpty()},
        Row{"SchemaOfBacktests", {"schema", "backtest"}, 0, HasSubstr("Ebbtide backtest"), IsEmpty()},
        Row{"SchemaOfNothing", {"schema", "scenarios"}, 2, IsEmpty(), HasSubstr("did you mean 'scenario'")},
        Row{"SchemaToDash", {"schema", "-o", "-"}, 0, StartsWith("{"), IsEmpty()},
        Row{"Completion", {"completion", "bash"}, 0, HasSubstr("complete -o filenames -F _ebbtide ebbtide"), IsEmpty()},
        Row{"CheckOfShippedHistory", {"history", "check", kUniverse}, 0, IsEmpty(), HasSubstr("fine: ")},
        Row{"CheckOfNoHistory", {"history", "check", "scenarios"}, 2, IsEmpty(), HasSubstr("scenarios/universe.yaml")},
        Row{"ShowAsCsv", {"history", "show", kUniverse, "--format", "csv", "--quiet"}, 0, HasSubstr(","), IsEmpty()},
        Row{"ShowAsMarkdown", {"history", "show", kUniverse, "--format=md", "-q"}, 0, StartsWith("| "), IsEmpty()},
        Row{"ShowByDataFolder",
            {"history", "show", "global-etp", "--data", "scenarios", "-q"},
            0,
            Not(IsEmpty()),
            IsEmpty()}),
    [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

TEST(Help, OfEveryVerbComesOnStandardOutput) {
  for (const VerbSpec& verb : verb_specs()) {
    std::vector<std::string> words;
    words.push_back(verb.name.substr(0, verb.name.find(' ')));
    if (verb.name.find(' ') != std::string::npos) words.push_back(verb.name.substr(verb.name.find(' ') + 1));
    words.emplace_back("--help");
    const Ending ending = run_program(words);
    EXPECT_EQ(ending.exit_code, 0) << verb.name;
    EXPECT_THAT(ending.out, HasSubstr("Usage: ebbtide " + verb.name));
    EXPECT_THAT(ending.out, HasSubstr("Examples:"));
    EXPECT_EQ(ending.err, "");
  }
}

TEST(StandardOutput, ThatIsClosedOrFullIsAnError) {
  for (const Stream out : {Stream::closed, Stream::full}) {
    const Ending ending = run_program(Call{.words = {"schema"}, .out = out});
    EXPECT_EQ(ending.exit_code, 3);
    EXPECT_THAT(ending.err, HasSubstr("cannot write to standard output"));
  }
}

TEST(StandardOutput, WhoseReaderIsGoneEndsInSilence) {
  const Ending ending = run_program(Call{.words = {"schema"}, .out = Stream::unread});
  EXPECT_EQ(ending.exit_code, 0);
  EXPECT_EQ(ending.err, "");
}

TEST(StandardOutput, ThatIsClosedIsNotTakenForADataFile) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "schema.json").string();
  const Ending ending = run_program(Call{.words = {"schema", "-o", file}, .out = Stream::closed});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_GT(std::filesystem::file_size(file), 100U);
}

TEST(Output, IsNeverOverwrittenWithoutForce) {
  const TemporaryFolder folder;
  const std::string file = folder.write("schema.json", "mine");
  const Ending refused = run_program({"schema", "--output", file});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(std::filesystem::file_size(file), 4U);
  EXPECT_EQ(run_program({"schema", "--output", file, "--force"}).exit_code, 0);
  EXPECT_GT(std::filesystem::file_size(file), 100U);
}

TEST(Output, ThatCannotBeWrittenIsAnIoFailure) {
  const Ending missing = run_program({"schema", "--output", "no_such_folder/schema.json"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_THAT(missing.err, HasSubstr("no_such_folder/schema.json"));
  // Root may write to folders that forbid it, but nobody creates files below /proc.
  EXPECT_EQ(run_program({"schema", "--output", "/proc/schema.json"}).exit_code, 3);
  if (geteuid() != 0) {
    const TemporaryFolder folder;
    std::filesystem::permissions(folder.path(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    EXPECT_EQ(run_program({"schema", "--output", (folder.path() / "schema.json").string()}).exit_code, 3);
  }
}

const std::string kEscape = "\x1b[";

TEST(Color, AppearsOnATerminalOnly) {
  const Call piped{.words = {"nonsense"}};
  EXPECT_THAT(run_program(piped).err, Not(HasSubstr(kEscape)));
  const Call terminal{.words = {"nonsense"}, .terminal = true};
  const Ending ending = run_program(terminal);
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.out, HasSubstr(kEscape));
}

TEST(Color, ObeysEnvironmentAndOption) {
  const auto terminal_with = [](std::vector<std::string> environment) {
    return run_program(Call{.words = {"nonsense"}, .environment = std::move(environment), .terminal = true}).out;
  };
  EXPECT_THAT(terminal_with({"TERM=xterm", "NO_COLOR=1"}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(terminal_with({"TERM=xterm", "NO_COLOR=1", "CLICOLOR_FORCE=1"}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(terminal_with({"TERM=dumb"}), Not(HasSubstr(kEscape)));
  const Call forced{.words = {"nonsense"}, .environment = {"CLICOLOR_FORCE=1"}};
  EXPECT_THAT(run_program(forced).err, HasSubstr(kEscape));
  const Call never{.words = {"validate", "no_such.yaml", "--color=never"}, .terminal = true};
  EXPECT_THAT(run_program(never).out, Not(HasSubstr(kEscape)));
  const Call always{.words = {"validate", "no_such.yaml", "--color=always"}};
  EXPECT_THAT(run_program(always).err, HasSubstr(kEscape));
}

TEST(Environment, OfACommaLocaleChangesNothing) {
  const std::vector<std::string> words = {"history", "show", kUniverse, "--weeks", "--format", "csv"};
  const Ending plain = run_program(Call{.words = words});
  const Ending german = run_program(Call{.words = words, .environment = {"LC_ALL=de_DE.UTF-8", "LANG=de_DE.UTF-8"}});
  EXPECT_EQ(plain.exit_code, 0);
  EXPECT_EQ(plain.out, german.out);
}

TEST(Findings, TellWhereTheUnknownUniverseIsNamed) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("a.yaml", "schema: ebbtide-scenario/1\nuniverse: globl-etp\nas_of: 2026-01-19\nhorizon: 8 weeks\n");
  const Ending ending = run_program({"validate", file, "--data", "scenarios"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, AllOf(HasSubstr(file + ":2:11: error:"), HasSubstr("did you mean 'global-etp'?"),
                                HasSubstr("1 error\n")));
}

TEST(Findings, OfEveryFileComeInOneReport) {
  const TemporaryFolder folder;
  const std::string first = folder.write("first.yaml", "schema: ebbtide-scenario/1\nnaem: first\n");
  const std::string second = folder.write("second.yaml", "a: 1\na: 2\n");
  const Ending ending = run_program({"validate", first, second});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_EQ(ending.out, "");
  EXPECT_THAT(ending.err,
              AllOf(HasSubstr(first + ":2:1: error:"), HasSubstr("did you mean 'name'?"), HasSubstr(second + ":2:1:")));
}

}  // namespace
}  // namespace ebbtide::test
