#include "scenario/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenarios.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;

std::vector<LoadedScenario> load_good(const std::vector<std::string>& names,
                                      const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
  std::vector<std::string> files;
  for (const std::string& name : names) files.push_back(testing::corpus("pass") + "/" + name + ".yaml");
  LoadOptions options = testing::shipped_options();
  options.overrides = overrides;
  Findings findings;
  auto loaded = testing::load_shipped_scenarios(files, findings, options);
  EXPECT_EQ(render(findings, false), "");
  return loaded;
}

std::vector<std::string> names_of(const std::vector<LoadedScenario>& loaded) {
  std::vector<std::string> names;
  for (const LoadedScenario& one : loaded) names.push_back(one.scenario.name);
  return names;
}

std::vector<std::string> texts_of(const Scenario& scenario) {
  std::vector<std::string> texts;
  for (const MarketCondition& condition : scenario.conditions) texts.push_back(condition.text);
  return texts;
}

std::string origin_of(const LoadedScenario& loaded, const std::string& path) {
  for (const ResolvedValue& value : loaded.resolved) {
    if (value.path == path) return value.value + " from " + std::filesystem::path(value.origin).filename().string();
  }
  return "";
}

const Event& event(const Scenario& scenario, const std::string& name) {
  for (const Event& candidate : scenario.events) {
    if (candidate.name == name) return candidate;
  }
  throw std::runtime_error("no event " + name);
}

TEST(LoadScenarios, FillsDefaults) {
  const auto loaded = load_good({"baseline"});
  ASSERT_EQ(loaded.size(), 1U);
  const Scenario& scenario = loaded[0].scenario;
  EXPECT_EQ(scenario.name, "baseline");
  EXPECT_EQ(scenario.title, "baseline");
  EXPECT_EQ(scenario.paths, 100'000U);
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.horizon_weeks, 8);
  EXPECT_EQ(scenario.as_of, testing::day("2026-01-19"));
  EXPECT_FALSE(scenario.baseline);
  EXPECT_FALSE(scenario.judgment);
}

TEST(LoadScenarios, LoadsABaselineThatIsNamedButNotGiven) {
  EXPECT_THAT(names_of(load_good({"every-key"})), ElementsAre("every-key[1]", "every-key[2]", "every-key[3]",
                                                              "every-key[4]", "every-key[5]", "every-key[6]", "quick"));
}

TEST(LoadScenarios, TakesAFileGivenTwiceOnce) {
  const std::string file = testing::corpus("pass") + "/baseline.yaml";
  Findings findings;
  EXPECT_EQ(testing::load_shipped_scenarios({file, testing::corpus("pass") + "/./baseline.yaml"}, findings).size(), 1U);
}

TEST(LoadScenarios, TurnsListsOfChangesIntoOneConditionPerPinnedWeek) {
  const auto loaded = load_good({"every-key"});
  const Scenario& first = loaded[0].scenario;
  EXPECT_THAT(texts_of(first), ElementsAre("cuts_priced_out, week 1: 0 bp", "cuts_priced_out, week 3: +8 bp",
                                           "dollar, weeks 1-4 cumulative: -3 %", "equities, weeks 2-3 average: -0.5%",
                                           "ether - bitcoin, week 1: -3 %"));
  EXPECT_EQ(first.conditions[1].weeks, (WeekRange{3, 3}));
  EXPECT_EQ(first.conditions[1].value, (Quantity{8.0, Unit::basis_point}));
  EXPECT_EQ(first.conditions[2].aggregation, Aggregation::cumulative);
  EXPECT_EQ(first.conditions[3].aggregation, Aggregation::average);
  ASSERT_EQ(first.conditions[4].terms.size(), 2U);
  EXPECT_EQ(first.conditions[4].terms[1].variable, "bitcoin");
  EXPECT_EQ(first.conditions[4].terms[1].weight, -1.0);
}

TEST(LoadScenarios, SweepsInGridOrderAndMayFreeAWeek) {
  const auto loaded = load_good({"every-key"});
  const auto& values = loaded[1].scenario.sweep_values;
  ASSERT_EQ(values.size(), 2U);
  EXPECT_EQ(values[0], (std::pair<std::string, std::string>("conditions[0].change[0]", "0 bp")));
  EXPECT_EQ(values[1], (std::pair<std::string, std::string>("conditions[1].cumulative", "0 %")));
  EXPECT_EQ(texts_of(loaded[5].scenario)[0], "cuts_priced_out, week 3: +8 bp");
}

TEST(LoadScenarios, MergesMapsReplacesListsAndTakesAway) {
  const auto loaded = load_good({"inherits-twice"});
  ASSERT_EQ(loaded.size(), 1U);
  const Scenario& scenario = loaded[0].scenario;
  EXPECT_EQ(scenario.title, "A grandchild");
  EXPECT_EQ(scenario.why, "");
  EXPECT_FALSE(scenario.baseline);
  EXPECT_FALSE(scenario.judgment);
  EXPECT_EQ(scenario.horizon_weeks, 10);
  EXPECT_EQ(scenario.seed, 20260119U);
  EXPECT_THAT(texts_of(scenario), ElementsAre("bitcoin, week 10: -5 %"));
  EXPECT_EQ(event(scenario, "heavy_outflow").level, (Quantity{-2000.0, Unit::million_usd}));
  EXPECT_EQ(event(scenario, "late").weeks, (WeekRange{10, 10}));
  EXPECT_THROW(event(scenario, "spike"), std::runtime_error);
}

TEST(LoadScenarios, FlipsTheSignOfAliases) {
  const auto loaded = load_good({"alias"});
  const Scenario& scenario = loaded[0].scenario;
  ASSERT_EQ(scenario.conditions[0].terms.size(), 1U);
  EXPECT_EQ(scenario.conditions[0].terms[0].variable, "cuts_priced_out");
  EXPECT_EQ(scenario.conditions[0].terms[0].weight, -1.0);
  EXPECT_EQ(scenario.conditions[0].value.value, -12.0);
  EXPECT_EQ(scenario.conditions[1].terms[0].weight, -2.0);
  const Event& more = event(scenario, "more_cuts");
  EXPECT_EQ(more.variable, "cuts_priced_out");
  EXPECT_TRUE(more.below);
  EXPECT_EQ(more.level.value, -10.0);
  const Event& fewest = event(scenario, "fewest_cuts");
  EXPECT_EQ(fewest.statistic, EventStatistic::maximum);
  EXPECT_FALSE(fewest.below);
  EXPECT_EQ(fewest.level.value, 10.0);
}

TEST(LoadScenarios, ReadsEventsOfEveryTarget) {
  const auto loaded = load_good({"every-key"});
  const Scenario& scenario = loaded[0].scenario;
  EXPECT_EQ(event(scenario, "heavy_outflow").text, "net flow of total, week 1: below -1.5 bn USD");
  EXPECT_TRUE(event(scenario, "heavy_outflow").member.is_total());
  EXPECT_EQ(event(scenario, "deep_trough").statistic, EventStatistic::minimum);
  EXPECT_EQ(event(scenario, "rotation").target, EventTarget::cumulative_net_flow);
  EXPECT_EQ(event(scenario, "rotation").member.asset, "Solana");
  EXPECT_EQ(event(scenario, "large_share").target, EventTarget::net_flow_pct_aum);
  EXPECT_EQ(event(scenario, "slump").target, EventTarget::return_);
  EXPECT_EQ(event(scenario, "calm").target, EventTarget::factor);
  EXPECT_EQ(event(scenario, "never_low").member.region, "United States");
  ASSERT_EQ(scenario.thresholds.size(), 2U);
  EXPECT_EQ(scenario.thresholds[0].probability, 0.1);
  EXPECT_TRUE(scenario.thresholds[0].at_most);
  EXPECT_EQ(scenario.thresholds[1].probability, 0.005);
  EXPECT_FALSE(scenario.thresholds[1].at_most);
}

TEST(LoadScenarios, SetsValuesFromTheCommandLine) {
  const auto loaded = load_good({"every-key"}, {{"paths", "5000"},
                                                {"conditions[1].weeks", "2-5"},
                                                {"events.spike", "~"},
                                                {"sweep", "~"},
                                                {"conditions[0].change", "[+1 bp, +2 bp]"}});
  EXPECT_THAT(names_of(loaded), ElementsAre("every-key", "quick"));
  EXPECT_EQ(loaded[0].scenario.paths, 5000U);
  EXPECT_EQ(loaded[1].scenario.paths, 5000U) << "a baseline that comes along takes the run's values";
  EXPECT_EQ(loaded[0].scenario.conditions[1].text, "cuts_priced_out, week 2: +2 bp");
  EXPECT_EQ(loaded[0].scenario.conditions[2].weeks, (WeekRange{2, 5}));
  EXPECT_THROW(event(loaded[0].scenario, "spike"), std::runtime_error);
  EXPECT_EQ(origin_of(loaded[0], "paths"), "5000 from --set");
}

TEST(LoadScenarios, SaysWhereEveryValueComesFrom) {
  const auto loaded = load_good({"inherits-twice"});
  EXPECT_EQ(origin_of(loaded[0], "title"), "A grandchild from inherits-twice.yaml:3:8");
  EXPECT_EQ(origin_of(loaded[0], "horizon"), "10 weeks from inherits.yaml:6:10");
  EXPECT_EQ(origin_of(loaded[0], "events.heavy_outflow.below"), "-2 bn USD from inherits.yaml:10:26");
  EXPECT_EQ(origin_of(loaded[0], "events.heavy_outflow.week"), "1 from every-key.yaml:20:38");
  EXPECT_EQ(origin_of(loaded[0], "name"), "inherits-twice from default");
}

TEST(LoadScenarios, SuggestsTheNearestPath) {
  LoadOptions options = testing::shipped_options();
  options.overrides = {{"conditions[0].chnge", "1 bp"}};
  Findings findings;
  testing::load_shipped_scenarios({testing::corpus("pass") + "/every-key.yaml"}, findings, options);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'conditions[0].change'?");
}

TEST(LoadScenarios, ReadsScenariosWithoutAUniverse) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("plain.yaml")) << "schema: ebbtide-scenario/1\nhorizon: 3 weeks\n"
                                              "conditions:\n  - {factor: ether, week: 2, change: 3 %}\n"
                                              "events:\n  a: {flow: {asset: Bitcoin}, week: 1, below: 0 m USD}\n"
                                              "  b: {flow: total, week: 1, below: 0 m USD}\n";
  LoadOptions options;
  options.market_without_universe = testing::load_shipped("global-etp").market();
  Findings findings;
  load_scenarios({folder.file("plain.yaml")}, testing::find_shipped, options, findings);
  EXPECT_THAT(testing::corpus_lines(findings, Severity::error, folder.file("plain.yaml")),
              ElementsAre("unknown-member 6:21"));
  options.overrides = {{"events.a", "~"}};
  Findings none;
  const auto loaded = load_scenarios({folder.file("plain.yaml")}, testing::find_shipped, options, none);
  ASSERT_EQ(loaded.size(), 1U) << render(none, false);
  EXPECT_EQ(loaded[0].scenario.universe, "");
  EXPECT_EQ(loaded[0].scenario.conditions[0].terms[0].variable, "ether");
}

TEST(LoadScenarios, ReportsAUniverseThatDoesNotLoadOnce) {
  const UniverseLookup broken = [](const std::string&, Findings& findings) -> const History* {
    Finding finding;
    finding.code = "no-rows";
    finding.where.file = "flows.csv";
    findings.add(finding);
    return nullptr;
  };
  Findings findings;
  load_scenarios({testing::corpus("pass") + "/baseline.yaml", testing::corpus("pass") + "/zip.yaml"}, broken,
                 testing::shipped_options(), findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].code, "no-rows");
}

TEST(ScenarioLess, OrdersMembersOfASweepByNumber) {
  const auto named = [](const char* name) {
    Scenario scenario;
    scenario.name = name;
    return scenario;
  };
  EXPECT_TRUE(scenario_less(named("cuts[2]"), named("cuts[10]")));
  EXPECT_TRUE(scenario_less(named("cuts[10]"), named("cuts-2")));
  EXPECT_TRUE(scenario_less(named("a"), named("b")));
  EXPECT_FALSE(scenario_less(named("a"), named("a")));
}

}  // namespace
}  // namespace ebbtide
