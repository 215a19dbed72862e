#include "backtest/definition_keys.h"

#include <gtest/gtest.h>

#include "backtest/definition.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

// What the table says of required keys is what the parser asks for.
TEST(DefinitionKeys, SayWhatTheParserRequires) {
  const TemporaryFolder folder;
  write_file(folder.file("weeks.yaml"),
             "schema: ebbtide-backtest/1\nmodel: {}\norigins: {every: 2 weeks}\ngates: {}\n");
  Findings findings;
  EXPECT_FALSE(load_backtest(folder.file("weeks.yaml"), findings).has_value());
  std::string said;
  for (const Finding& finding : findings.sorted()) said += finding.code + " " + finding.problem + "\n";
  std::size_t required = 0;
  for (const DefinitionKey& key : definition_keys()) {
    EXPECT_FALSE(key.description.empty()) << key.name;
    const bool is_there = key.name == "schema" || key.name == "origins";
    if (key.required && !is_there) ++required;
  }
  EXPECT_EQ(findings.count(Severity::error), required) << said;
}

TEST(DefinitionKeys, ListTheWordsOfTheirLists) {
  EXPECT_EQ(words_of(DefinitionValue::tracks), (std::vector<std::string>{"U", "M", "MP"}));
  EXPECT_EQ(words_of(DefinitionValue::scores).size(), words_of(DefinitionValue::gated_scores).size() + 1);
  EXPECT_TRUE(words_of(DefinitionValue::paths).empty());
  EXPECT_EQ(key_names(DefinitionSection::origins), (std::vector<std::string>{"from", "to", "every"}));
}

TEST(DefinitionFormatPage, NamesEveryKey) {
  const std::string page = *read_file(std::string(EBBTIDE_SOURCE_DIR) + "/docs/backtest-format.md");
  for (const DefinitionKey& key : definition_keys())
    EXPECT_NE(page.find(std::string(key.name)), std::string::npos) << key.name;
}

}  // namespace
}  // namespace ebbtide
