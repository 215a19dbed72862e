#include "backtest/definition_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "backtest/definition.h"
#include "backtest/definition_keys.h"
#include "support/json_schema.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kWeeks = std::string(EBBTIDE_SOURCE_DIR) + "/bench/weeks/";

std::vector<std::string> problems_of(const std::string& text) {
  Findings findings;
  const auto document = parse_yaml("weeks.yaml", text, findings);
  EXPECT_TRUE(document.has_value());
  std::vector<std::string> problems;
  fixture::check_schema_of(Json::parse(backtest_schema_text()), fixture::json_of(document->root), "", problems);
  return problems;
}

std::string with(const std::string& part, const std::string& other) {
  std::string text = *read_file(kWeeks + "us-spot-etf.yaml");
  EXPECT_NE(text.find(part), std::string::npos) << part;
  return text.replace(text.find(part), part.size(), other);
}

TEST(BacktestSchema, ShippedFileIsTheGeneratedText) {
  EXPECT_EQ(*read_file(kWeeks + "backtest.schema.json"), backtest_schema_text())
      << "write it anew with: ebbtide schema backtest > bench/weeks/backtest.schema.json";
}

TEST(BacktestSchema, TakesEveryShippedDefinition) {
  int definitions = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kWeeks)) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string text = *read_file(entry.path().string());
    if (text.find("schema: ebbtide-backtest/1") == std::string::npos) continue;
    EXPECT_THAT(problems_of(text), IsEmpty()) << entry.path();
    EXPECT_NE(text.find("# yaml-language-server: $schema=backtest.schema.json"), std::string::npos) << entry.path();
    ++definitions;
  }
  EXPECT_EQ(definitions, 4);
}

TEST(BacktestSchema, RefusesWhatTheParserRefuses) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"horizons:", "horizon:"},
      {"[1 week, 2 weeks, 4 weeks, 8 weeks]", "[1 week, 30 weeks]"},
      {"[U, M, MP]", "[U, X]"},
      {"[total, assets, issuers, cells]", "[]"},
      {"paths: 10000", "paths: 50"},
      {"  - ar1_t\n", "  - ar_1t\n"},
      {"from: 2025-01-20", "from: 20th"},
      {"floor: 2 %", "floor: 2"},
      {"gates: {scores: [crps, energy]", "gates: {scores: [pit]"},
      {"seed: 20260119\n", ""},
      {"ebbtide-backtest/1", "ebbtide-backtest/2"}};
  for (const auto& [part, other] : wrong) {
    const std::string text = with(part, other);
    EXPECT_THAT(problems_of(text), testing::Not(IsEmpty())) << other;
    Findings findings;
    write_file(testing::TempDir() + "wrong.yaml", text);
    EXPECT_FALSE(load_backtest(testing::TempDir() + "wrong.yaml", findings).has_value()) << other;
  }
  EXPECT_THAT(problems_of(with("horizons:", "horizon:")),
              testing::UnorderedElementsAre(": no key horizon", ": required horizons"));
}

}  // namespace
}  // namespace ebbtide
