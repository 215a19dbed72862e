#include "backtest/definition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "backtest/linear_pool.h"
#include "backtest/rival.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

const std::string kGood =
    "schema: ebbtide-backtest/1\ntitle: Weeks\ndata: ../data\nuniverse: us-spot-etf\n"
    "origins: {from: 2025-01-20, to: 2025-02-03}\nhorizons: [4 weeks, 1 week]\ntracks: [MP, U]\n"
    "levels: [assets, total]\npaths: 1000\nseed: 5\nrivals: [ar1_t, climatology]\nscores: [pit, crps]\n";

std::optional<BacktestDefinition> load_text(const std::string& text, Findings& findings) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("weeks.yaml")) << text;
  return load_backtest(folder.file("weeks.yaml"), findings);
}

// "code line" of every finding.
std::vector<std::string> problems_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(load_text(text, findings).has_value());
  std::vector<std::string> problems;
  for (const Finding& finding : findings.sorted())
    problems.push_back(finding.code + " " + std::to_string(finding.where.line));
  return problems;
}

std::string replaced(const std::string& part, const std::string& other) {
  std::string text = kGood;
  return text.replace(text.find(part), part.size(), other);
}

TEST(BacktestDefinitionFile, HasGatesWhereItNamesThem) {
  Findings findings;
  EXPECT_FALSE(load_text(kGood, findings)->gates.has_value());
  const auto definition = load_text(kGood + "gates: {scores: [crps], floor: 2 %, errors: 2.5}\n", findings);
  ASSERT_TRUE(definition.has_value()) << render(findings, false);
  EXPECT_THAT(definition->gates->scores, ElementsAre(ScoreKind::crps));
  EXPECT_DOUBLE_EQ(definition->gates->floor_percent, 2.0);
  EXPECT_DOUBLE_EQ(definition->gates->errors, 2.5);
}

TEST(BacktestDefinitionFile, RefusesGatesOnScoresThatItDoesNotMake) {
  const auto problems = [](const std::string& gates) { return problems_of(kGood + "gates: " + gates + "\n"); };
  EXPECT_THAT(problems("{scores: [energy], floor: 2 %, errors: 2}"), ElementsAre("unknown-value 13"));
  EXPECT_THAT(problems("{scores: [pit], floor: 2 %, errors: 2}"), ElementsAre("unknown-value 13"));
  EXPECT_THAT(problems("{scores: [crps], floor: 2, errors: -1, wide: 1}"),
              UnorderedElementsAre("unknown-key 13", "invalid-number 13", "invalid-quantity 13"));
  EXPECT_THAT(problems("{scores: [], floor: 2 %}"), UnorderedElementsAre("wrong-type 13", "missing-key 13"));
}

TEST(BacktestDefinitionFile, IsReadInTheOrderOfTables) {
  Findings findings;
  const auto definition = load_text(kGood, findings);
  ASSERT_TRUE(definition.has_value()) << render(findings, false);
  EXPECT_EQ(definition->name, "weeks");
  EXPECT_TRUE(definition->data_folder.ends_with("/data")) << definition->data_folder;
  EXPECT_THAT(definition->horizons, ElementsAre(1, 4));
  EXPECT_THAT(definition->tracks, ElementsAre(Track::unconditional, Track::macro_and_prices));
  EXPECT_THAT(definition->levels, ElementsAre(Level::total, Level::assets));
  EXPECT_THAT(definition->rivals, ElementsAre("climatology", "ar1_t"));
  EXPECT_TRUE(definition->has(ScoreKind::pit));
  EXPECT_FALSE(definition->has(ScoreKind::energy));
  EXPECT_FALSE(definition->has(Level::issuers));
  const std::vector<Date> origins = definition->origins();
  ASSERT_EQ(origins.size(), 3U);
  EXPECT_EQ(date_text(origins[1]), "2025-01-27");
}

TEST(BacktestDefinitionFile, ChoosesTheLawOfTheFlow) {
  Findings findings;
  EXPECT_EQ(load_text(kGood, findings)->flow_model, FlowModel::regression);
  EXPECT_EQ(load_text(kGood + "model: {flow: ar1_t}\n", findings)->flow_model, FlowModel::ar1_t);
  EXPECT_THAT(problems_of(kGood + "model: {flow: ar2_t}\n"), ElementsAre("unknown-value 13"));
  EXPECT_THAT(problems_of(kGood + "model: {flows: ar1_t}\n"), UnorderedElementsAre("unknown-key 13", "missing-key 13"));
}

TEST(BacktestDefinitionFile, HasThePoolWithItsPartsAlone) {
  const std::string pooled = replaced("[ar1_t, climatology]", "[ar1_t, linear_pool]");
  EXPECT_THAT(problems_of(pooled), ElementsAre("pool-without-part 11"));  // MP needs the autoregression with the return
  std::string of_flows = pooled;
  Findings findings;
  EXPECT_TRUE(load_text(of_flows.replace(of_flows.find("[MP, U]"), 7, "[M, U]"), findings).has_value());
  EXPECT_THAT(problems_of(of_flows.replace(of_flows.find("[pit, crps]"), 11, "[pit]")),
              ElementsAre("pool-without-part 12"));
}

TEST(BacktestDefinitionFile, HasAllItsProblemsReportedAtOnce) {
  EXPECT_THAT(problems_of("schema: ebbtide-backtest/2\ntitle: Weeks\nuniverse: us-spot-etf\n"
                          "origins: {from: 2025-01-20, to: 2025-02-04}\nhorizons: [1 week, 30 weeks, 1 week, 2 bp]\n"
                          "tracks: [U, N]\nlevels: []\npaths: 50\nseed: -1\nrivals: [ar1, ar1_t, ar1_t]\n"
                          "scores: crps\ngate: []\n"),
              UnorderedElementsAre("unknown-schema 1", "invalid-date 4", "invalid-quantity 5", "repeated-name 5",
                                   "invalid-quantity 5", "unknown-value 6", "wrong-type 7", "invalid-number 8",
                                   "invalid-number 9", "unknown-value 10", "repeated-name 10", "wrong-type 11",
                                   "unknown-key 12"));
}

TEST(BacktestDefinitionFile, NeedsEveryKeyButAboutAndData) {
  EXPECT_EQ(problems_of("schema: ebbtide-backtest/1\n").size(), 10U);
}

TEST(BacktestDefinitionFile, SuggestsTheNearestNameAndOrigin) {
  Findings findings;
  load_text(replaced("[ar1_t, climatology]", "[ar_1_t]"), findings);
  EXPECT_EQ(findings.sorted().front().suggestion, "did you mean 'ar1_t'?");
  Findings of_dates;
  load_text(replaced("2025-02-03", "2025-02-06"), of_dates);
  EXPECT_EQ(of_dates.sorted().front().suggestion, "2025-02-03 is one");
  EXPECT_THAT(problems_of(replaced("2025-02-03", "2025-01-13")), ElementsAre("invalid-date 5"));
}

TEST(BacktestDefinitionFile, MayTakeOriginsFurtherApart) {
  Findings findings;
  const auto definition = load_text(replaced("to: 2025-02-03}", "to: 2025-03-17, every: 4 weeks}"), findings);
  ASSERT_TRUE(definition.has_value()) << render(findings, false);
  EXPECT_EQ(definition->every_weeks, 4);
  const std::vector<Date> origins = definition->origins();
  ASSERT_EQ(origins.size(), 3U);
  EXPECT_EQ(date_text(origins[1]), "2025-02-17");
  EXPECT_THAT(problems_of(replaced("to: 2025-02-03}", "to: 2025-03-10, every: 4 weeks}")),
              ElementsAre("invalid-date 5"));
  EXPECT_THAT(problems_of(replaced("to: 2025-02-03}", "to: 2025-03-17, every: 4}")), ElementsAre("invalid-quantity 5"));
}

TEST(BacktestDefinitionFile, OfEveryShippedBacktestIsFine) {
  for (const char* name : {"us-spot-etf", "global-etp"}) {
    Findings findings;
    const auto definition = load_backtest(std::string(EBBTIDE_SOURCE_DIR) + "/bench/weeks/" + name + ".yaml", findings);
    ASSERT_TRUE(definition.has_value()) << render(findings, false);
    EXPECT_TRUE(findings.empty());
    EXPECT_EQ(definition->universe, name);
    std::vector<std::string> all = rival_names();
    all.emplace_back(kLinearPool);
    EXPECT_EQ(definition->rivals, all);
  }
}

}  // namespace
}  // namespace ebbtide
