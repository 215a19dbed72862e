#include "app/command_spec.h"

#include <gtest/gtest.h>

#include <set>

namespace ebbtide {
namespace {

TEST(VerbTable, HasNoTwoVerbsOrOptionsOfOneName) {
  std::set<std::string> verbs;
  for (const VerbSpec& verb : verb_specs()) {
    EXPECT_TRUE(verbs.insert(verb.name).second) << verb.name;
    std::set<std::string> names;
    std::set<char> letters;
    for (const OptionSpec& option : verb.options) {
      EXPECT_TRUE(names.insert(option.name).second) << verb.name << " --" << option.name;
      if (option.letter != '\0') {
        EXPECT_TRUE(letters.insert(option.letter).second) << verb.name << " -" << option.letter;
      }
    }
  }
}

TEST(VerbTable, ExplainsEveryVerbAndOption) {
  for (const VerbSpec& verb : verb_specs()) {
    EXPECT_FALSE(verb.summary.empty()) << verb.name;
    ASSERT_FALSE(verb.examples.empty()) << verb.name;
    for (const std::string& example : verb.examples)
      EXPECT_NE(example.find("ebbtide " + verb.name), std::string::npos) << example;
    for (const OptionSpec& option : verb.options)
      EXPECT_FALSE(option.help.empty()) << verb.name << " --" << option.name;
    EXPECT_NE(verb.find("help"), nullptr);
    EXPECT_NE(verb.find("color"), nullptr);
    EXPECT_NE(verb.find("quiet"), nullptr);
  }
}

TEST(VerbSpec, FindsByNameAndByLetterOnly) {
  const VerbSpec run = run_verb_spec();
  ASSERT_NE(run.find("output"), nullptr);
  EXPECT_EQ(run.find("o"), run.find("output"));
  EXPECT_EQ(run.find("outp"), nullptr);
  EXPECT_EQ(run.find(""), nullptr);
}

}  // namespace
}  // namespace ebbtide
