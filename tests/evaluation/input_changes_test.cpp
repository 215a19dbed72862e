#include "evaluation/input_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Json run_of(const std::string& text) {
  return Json::parse(text);
}

Json scenario(const std::string& name, const std::string& change, const std::string& seed = "7") {
  return {{"name", name}, {"values", {{"title", "A title"}, {"conditions[0].change", change}, {"seed", seed}}}};
}

std::vector<std::string> lines(const std::vector<InputChange>& changes) {
  std::vector<std::string> result;
  for (const InputChange& change : changes) {
    result.push_back(group_text(change.group) + " | " + change.where + " | " + change.what + " | " + change.first +
                     " | " + change.second);
  }
  return result;
}

TEST(InputChanges, OfEqualRunsAreNone) {
  const Json run = {{"scenarios", {scenario("a", "+1 bp")}}, {"universes", {"u"}}};
  EXPECT_THAT(input_changes(run, run), IsEmpty());
  EXPECT_FALSE(ask_differently({}));
  EXPECT_TRUE(share_draws({}));
}

TEST(InputChanges, TellWhatDecidesTheNumbersFromWhatDoesNot) {
  Json first = {{"program", {{"revision", "a"}}},
                {"libraries", {{"boost", "1.74"}}},
                {"random_numbers", {{"law", "x"}, {"seed", 1}}},
                {"inputs",
                 {{{"file", "s/a.yaml"}, {"sha256", "1"}},
                  {{"file", "s/market/market.yaml"}, {"sha256", "2"}},
                  {{"file", "s/universes/u/flows.csv"}, {"sha256", "3"}}}},
                {"scenarios", {scenario("a", "+1 bp")}}};
  Json second = first;
  second["program"]["revision"] = "b";
  second["libraries"]["boost"] = "1.80";
  second["random_numbers"]["seed"] = 2;
  for (Json& file : second["inputs"]) file["sha256"] = "9";
  second["scenarios"][0]["values"]["conditions[0].change"] = "+2 bp";
  second["scenarios"][0]["values"]["title"] = "Another title";
  second["scenarios"][0]["values"]["seed"] = "8";
  EXPECT_THAT(
      lines(input_changes(first, second)),
      ElementsAre("scenario | a | conditions[0].change | +1 bp | +2 bp", "data | s/market/market.yaml | sha256 | 2 | 9",
                  "data | s/universes/u/flows.csv | sha256 | 3 | 9", "draws |  | seed | 1 | 2",
                  "draws | a | seed | 7 | 8", "program |  | revision | a | b", "program |  | boost | 1.74 | 1.80",
                  "scenario file | s/a.yaml | sha256 | 1 | 9", "words | a | title | A title | Another title"));
}

TEST(InputChanges, MakeADifferentQuestionOfScenariosAndDataAlone) {
  const Json first = {{"scenarios", {scenario("a", "+1 bp")}}};
  EXPECT_TRUE(ask_differently(input_changes(first, {{"scenarios", {scenario("a", "+2 bp")}}})));
  const std::vector<InputChange> seeds = input_changes(first, {{"scenarios", {scenario("a", "+1 bp", "8")}}});
  EXPECT_FALSE(ask_differently(seeds));
  EXPECT_FALSE(share_draws(seeds));
  EXPECT_TRUE(share_draws(input_changes(first, {{"scenarios", {scenario("a", "+2 bp")}}})));
}

// By name, so that one more scenario does not make the others differ.
TEST(InputChanges, TellAScenarioOfOneRunOnlyOnce) {
  const Json first = {{"scenarios", {scenario("b", "+1 bp")}}};
  const Json second = {{"scenarios", {scenario("a", "+5 bp"), scenario("b", "+1 bp")}}};
  EXPECT_THAT(lines(input_changes(first, second)), ElementsAre("scenario | a | in one run only |  | there"));
  EXPECT_THAT(lines(input_changes(second, first)), ElementsAre("scenario | a | in one run only | there | "));
}

TEST(InputChanges, TakeTheSameFileInAnotherFolderForTheSame) {
  const Json first = {{"inputs", {{{"file", "s/flows.csv"}, {"sha256", "1"}}}}};
  EXPECT_THAT(input_changes(first, {{"inputs", {{{"file", "/elsewhere/flows.csv"}, {"sha256", "1"}}}}}), IsEmpty());
  EXPECT_EQ(input_changes(first, {{"inputs", {{{"file", "/elsewhere/flows.csv"}, {"sha256", "2"}}}}}).size(), 2U);
}

TEST(InputChanges, KnowABacktestsDefinition) {
  const Json first = {{"backtest", {{"paths", 100}, {"horizons", {1, 2}}, {"title", "x"}}}};
  const Json second = {{"backtest", {{"paths", 200}, {"horizons", {1, 4}}, {"title", "y"}}}};
  EXPECT_THAT(lines(input_changes(first, second)),
              ElementsAre("scenario |  | backtest.horizons.1 | 2 | 4", "draws |  | backtest.paths | 100 | 200",
                          "words |  | backtest.title | x | y"));
}

TEST(InputChanges, TellKeysThatOneRunLacks) {
  const Json first = run_of(R"({"scenarios": [{"name": "a", "values": {"horizon": "8 weeks", "x": "1"}}]})");
  const Json second = run_of(R"({"scenarios": [{"name": "a", "values": {"horizon": "8 weeks", "y": "2"}}]})");
  EXPECT_THAT(lines(input_changes(first, second)), ElementsAre("scenario | a | x | 1 | ", "scenario | a | y |  | 2"));
}

TEST(InputChanges, FoldWhatManyScenariosHaveInCommon) {
  std::vector<InputChange> changes;
  for (const char* name : {"a", "b", "c", "d"}) changes.push_back({InputGroup::draws, name, "seed", "7", "8"});
  changes.push_back({InputGroup::scenario, "a", "horizon", "4", "8"});
  EXPECT_THAT(lines(folded(changes)),
              ElementsAre("draws | 4 scenarios | seed | 7 | 8", "scenario | a | horizon | 4 | 8"));
  changes.erase(changes.begin());
  EXPECT_EQ(folded(changes).size(), 4U);
}

}  // namespace
}  // namespace ebbtide
