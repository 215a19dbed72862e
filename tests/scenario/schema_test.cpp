#include "scenario/schema.h"

#include <gtest/gtest.h>

#include "scenario/keys.h"
#include "support/scenarios.h"
#include "text/json.h"

namespace ebbtide {
namespace {

Json schema() {
  return Json::parse(scenario_schema_text());
}

const Json& properties(const Json& root, Section section) {
  if (section == Section::scenario) return root["properties"];
  return root["definitions"][std::string(section_text(section))]["properties"];
}

TEST(ScenarioSchema, IsDraft7AndClosed) {
  const Json root = schema();
  EXPECT_EQ(root["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(root["additionalProperties"], false);
  for (const auto& [name, definition] : root["definitions"].items())
    EXPECT_EQ(definition["additionalProperties"], false) << name;
}

TEST(ScenarioSchema, HoldsEveryKeyOfTheTableWithItsDescriptionAndNoOther) {
  const Json root = schema();
  std::size_t listed = root["properties"].size();
  for (const auto& [name, definition] : root["definitions"].items()) listed += definition["properties"].size();
  EXPECT_EQ(listed, scenario_keys().size());
  for (const Key& key : scenario_keys()) {
    const Json& section = properties(root, key.section);
    ASSERT_TRUE(section.contains(std::string(key.name))) << key.name;
    EXPECT_EQ(section[std::string(key.name)]["description"], std::string(key.description));
    EXPECT_EQ(section[std::string(key.name)].contains("not"), key.reserved) << key.name;
  }
}

TEST(ScenarioSchema, ShippedFileIsTheGeneratedText) {
  EXPECT_EQ(testing::file_text(std::string(EBBTIDE_SOURCE_DIR) + "/scenarios/scenario.schema.json"),
            scenario_schema_text())
      << "write it anew with: ebbtide schema > scenarios/scenario.schema.json";
}

TEST(ScenarioFormatPage, NamesEveryKeyThatMayBeUsedAndEveryReservedOne) {
  const std::string page = testing::file_text(std::string(EBBTIDE_SOURCE_DIR) + "/docs/scenario-format.md");
  for (const Key& key : scenario_keys()) {
    EXPECT_NE(page.find("`" + std::string(key.name) + "`"), std::string::npos) << key.name;
  }
}

}  // namespace
}  // namespace ebbtide
