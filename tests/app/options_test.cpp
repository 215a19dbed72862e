#include "app/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

ParsedCommand run_command(std::vector<std::string> words) {
  words.insert(words.begin(), "run");
  return parse_command(words, {run_verb_spec()});
}

std::vector<std::string> problems_of(const std::vector<std::string>& words) {
  try {
    run_options(run_command(words));
  } catch (const UsageError& error) {
    return error.problems();
  }
  return {};
}

TEST(RunOptions, HaveTheirDefaults) {
  const RunOptions options = run_options(run_command({"a.yaml"}));
  EXPECT_THAT(options.input.files, ElementsAre("a.yaml"));
  EXPECT_TRUE(options.input.overrides.empty());
  EXPECT_FALSE(options.output_folder.has_value());
  EXPECT_FALSE(options.input.calibration_file.has_value());
  EXPECT_EQ(options.threads, 0);
  EXPECT_TRUE(options.write_csv);
  EXPECT_TRUE(options.write_workbook);
  EXPECT_FALSE(options.force);
}

TEST(RunOptions, TurnPathsSeedAndSetIntoOverrides) {
  const RunOptions options = run_options(run_command(
      {"a.yaml", "--seed", "18446744073709551615", "--paths", "2000", "--set", "conditions[0].change[0]=+5 bp"}));
  EXPECT_THAT(options.input.overrides, ElementsAre(Pair("conditions[0].change[0]", "+5 bp"), Pair("paths", "2000"),
                                                   Pair("seed", "18446744073709551615")));
}

TEST(RunOptions, RefuseNumbersThatAreNot) {
  for (const char* seed :
       {"-1", "18446744073709551616", "99999999999999999999", "010", "0x1F", "1e3", "1_000", " 1", "+1", "7 "}) {
    EXPECT_THAT(problems_of({"a.yaml", "--seed", seed}), ElementsAre(HasSubstr("option --seed needs a whole number")))
        << seed;
  }
  for (const char* threads : {"0", "-2", "1025", "two", "1.5"}) {
    EXPECT_THAT(problems_of({"a.yaml", "--threads", threads}), ElementsAre(HasSubstr("from 1 to 1024"))) << threads;
  }
}

TEST(RunOptions, RefuseWhatCannotBeDoneAllAtOnce) {
  EXPECT_THAT(problems_of({"-", "--output", "-", "--set", "paths", "--set", "=3"}),
              ElementsAre(HasSubstr("standard input"), HasSubstr("--set needs PATH=VALUE, not 'paths'"),
                          HasSubstr("'=3'"), HasSubstr("--output needs a folder")));
}

TEST(RunOptions, LimitTheKindsOfFiles) {
  const RunOptions only_csv = run_options(run_command({"a.yaml", "--format", "csv"}));
  EXPECT_TRUE(only_csv.write_csv);
  EXPECT_FALSE(only_csv.write_workbook);
  const RunOptions both = run_options(run_command({"a.yaml", "--format", "csv", "--format", "xlsx"}));
  EXPECT_TRUE(both.write_csv && both.write_workbook);
}

TEST(ScenarioInput, TakesTheYamlFilesOfAFolder) {
  const TemporaryFolder temporary;
  const std::filesystem::path& folder = temporary.path();
  std::filesystem::create_directories(folder / "universes");
  for (const char* name : {"b.yaml", "a.yml", "notes.md"}) std::ofstream(folder / name) << "x\n";
  EXPECT_THAT(run_options(run_command({folder.string()})).input.files,
              ElementsAre((folder / "a.yml").string(), (folder / "b.yaml").string()));
}

TEST(ScenarioInput, KnowsAPatternThatMatchedNothing) {
  EXPECT_THROW(run_options(run_command({"no_such_folder/*.yaml"})), NothingToDo);
  EXPECT_THAT(run_options(run_command({"missing.yaml"})).input.files, ElementsAre("missing.yaml"));
}

TEST(HistoryOptions, FindTheMarketBesideTheUniverses) {
  const auto options = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"history", "check"});
    return history_options(parse_command(words, verb_specs()));
  };
  EXPECT_EQ(options({"scenarios/universes/global-etp/"}).universe_folder, "scenarios/universes/global-etp");
  EXPECT_EQ(options({"scenarios/universes/global-etp/"}).market_folder, "scenarios/market");
  EXPECT_EQ(options({"mine", "--data", "d"}).universe_folder, "d/universes/mine");
  EXPECT_EQ(options({"mine", "--data", "d"}).market_folder, "d/market");
  EXPECT_TRUE(options({"mine", "--strict"}).strict);
}

TEST(HistoryNewOptions, PutTheUniverseIntoItsFolderOfUniverses) {
  const auto options = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"history", "new"});
    return history_new_options(parse_command(words, verb_specs()));
  };
  EXPECT_EQ(options({"our-funds"}).universe_folder, "scenarios/universes/our-funds");
  EXPECT_EQ(options({"our-funds"}).market_folder, "scenarios/market");
  EXPECT_EQ(options({"our-funds", "-o", "desk/universes/"}).universe_folder, "desk/universes/our-funds");
  EXPECT_EQ(options({"our-funds", "-o", "desk/universes/"}).market_folder, "desk/market");
  for (const char* name : {"Our Funds", "our/funds", "..", "fünf", ""})
    EXPECT_THROW(options({name}), UsageError) << name;
}

TEST(ConsoleSettings, FollowColorAndQuiet) {
  EXPECT_EQ(console_settings(run_command({"a.yaml"})).color, ColorChoice::automatic);
  EXPECT_EQ(console_settings(run_command({"a.yaml", "--color=always"})).color, ColorChoice::always);
  EXPECT_EQ(console_settings(run_command({"a.yaml", "--color", "never", "-q"})).color, ColorChoice::never);
  EXPECT_TRUE(console_settings(run_command({"a.yaml", "-q"})).quiet);
}

CompareOptions compare_options_of(std::vector<std::string> words) {
  words.insert(words.begin(), "compare");
  return compare_options(parse_command(words, {compare_verb_spec()}));
}

TEST(CompareOptions, HaveTheDefaultsThatHelpNames) {
  const CompareOptions options = compare_options_of({"results/a/", "results/b"});
  EXPECT_EQ(options.first, "results/a");
  EXPECT_EQ(options.second, "results/b");
  EXPECT_FALSE(options.output_folder.has_value());
  EXPECT_EQ(options.settings.relative_tolerance, 1e-6);
  EXPECT_EQ(options.settings.absolute_tolerance, 1e-9);
  EXPECT_EQ(options.settings.noise_factor, 6.0);
  EXPECT_TRUE(options.pairs.empty());
}

TEST(CompareOptions, TakeTolerancesAndPairs) {
  const CompareOptions options = compare_options_of({"a", "b", "--tolerance", "0.01", "--absolute", "0", "--noise", "3",
                                                     "--pair", "x=y", "--pair", "grid[1]=grid[2]", "-f", "-o", "c"});
  EXPECT_EQ(options.settings.relative_tolerance, 0.01);
  EXPECT_EQ(options.settings.absolute_tolerance, 0.0);
  EXPECT_EQ(options.settings.noise_factor, 3.0);
  EXPECT_THAT(options.pairs, ElementsAre(Pair("x", "y"), Pair("grid[1]", "grid[2]")));
  EXPECT_TRUE(options.force);
  EXPECT_EQ(options.output_folder, "c");
}

TEST(CompareOptions, RefuseEverythingThatIsWrongAtOnce) {
  try {
    compare_options_of({"a", "b", "c", "--noise", "-1", "--absolute", "0x1", "--pair", "=y", "--pair", "x="});
    FAIL() << "taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.problems(),
                ElementsAre(HasSubstr("two results folders, not 3"), HasSubstr("--absolute needs a number"),
                            HasSubstr("--noise needs a number"), HasSubstr("not '=y'"), HasSubstr("not 'x='")));
  }
}

ExplainVerbOptions explain_options_of(std::vector<std::string> words) {
  words.insert(words.begin(), "explain");
  return explain_options(parse_command(words, {explain_verb_spec()}));
}

TEST(ExplainOptions, AreReadFromTheCommandLine) {
  const ExplainVerbOptions plain = explain_options_of({"2026-01-23"});
  EXPECT_THAT(plain.weeks, ElementsAre(*parse_date("2026-01-23")));
  EXPECT_TRUE(plain.universes.empty());
  EXPECT_FALSE(plain.weeks_file || plain.data_folder || plain.output_folder);
  EXPECT_EQ(plain.explain.paths, 10'000U);
  EXPECT_EQ(plain.explain.seed, 20260119U);
  const ExplainVerbOptions all =
      explain_options_of({"2026-01-23", "2025-02-28", "-u", "a", "--universe", "b", "-d", "data", "-o", "out", "-f",
                          "--paths", "500", "--seed", "0", "--threads", "2"});
  EXPECT_EQ(all.weeks.size(), 2U);
  EXPECT_THAT(all.universes, ElementsAre("a", "b"));
  EXPECT_EQ(all.data_folder, "data");
  EXPECT_EQ(all.output_folder, "out");
  EXPECT_TRUE(all.force);
  EXPECT_EQ(all.explain.paths, 500U);
  EXPECT_EQ(all.explain.seed, 0U);
  EXPECT_EQ(all.threads, 2);
  EXPECT_EQ(explain_options_of({"--weeks", "a.yaml"}).weeks_file, "a.yaml");
}

TEST(ExplainOptions, RefuseEverythingThatIsWrongAtOnce) {
  const auto problems = [](const std::vector<std::string>& words) {
    try {
      explain_options_of(words);
    } catch (const UsageError& error) {
      return error.problems();
    }
    return std::vector<std::string>{};
  };
  EXPECT_THAT(problems({}), ElementsAre(HasSubstr("needs DATE")));
  EXPECT_THAT(problems({"2026-02-30", "--paths", "99", "--seed", "-1", "--output", "-", "--threads", "0"}),
              ElementsAre("'2026-02-30' is no date such as 2026-01-23", HasSubstr("--output needs a folder"),
                          HasSubstr("--threads needs"), HasSubstr("--paths needs a whole number from 100 to 100000"),
                          HasSubstr("--seed needs")));
  EXPECT_THAT(problems({"2026-01-23", "--weeks", "a.yaml"}), ElementsAre(HasSubstr("--weeks goes without DATE")));
  EXPECT_THAT(problems({"--weeks", "a.yaml", "-u", "a"}), ElementsAre(HasSubstr("--weeks goes without DATE")));
}

}  // namespace
}  // namespace ebbtide
