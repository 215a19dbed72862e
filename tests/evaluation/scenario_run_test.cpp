#include "evaluation/scenario_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calibration/calibrate.h"
#include "calibration/calibration_json.h"
#include "core/error.h"
#include "support/error_coverage.h"
#include "support/findings.h"

namespace ebbtide {
namespace {

std::vector<PreparedScenario> chain() {
  std::vector<PreparedScenario> batch = fixture::small_batch();
  PreparedScenario third = batch[1];
  third.scenario.name = "worse";
  third.scenario.baseline = "slump";
  batch.push_back(third);
  std::swap(batch[0], batch[2]);  // worse, slump, base: each before what it is compared with
  for (PreparedScenario& prepared : batch) prepared.scenario.paths = 1'000;
  return batch;
}

TEST(RunBatch, SimulatesABaselineBeforeWhatIsComparedWithIt) {
  std::vector<std::string> order;
  BatchProgress progress;
  progress.finished = [&](const ScenarioResult& result) { order.push_back(result.scenario.name); };
  const auto results = run_batch(chain(), Executor(2), progress, nullptr);
  EXPECT_THAT(order, testing::ElementsAre("base", "slump", "worse"));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].scenario.name, "worse");  // in the order given
  EXPECT_FALSE(results[0].deltas.empty());
  EXPECT_FALSE(results[1].deltas.empty());
  EXPECT_TRUE(results[2].deltas.empty());
  // worse asks for what slump asks: no difference on any path.
  for (const auto& weeks : results[0].deltas) {
    for (const Estimate& delta : weeks) EXPECT_EQ(delta.value, 0.0);
  }
}

TEST(RunBatch, KeepsGroupSumsNoLongerThanNeeded) {
  for (const ScenarioResult& result : run_batch(chain(), Executor(2), {}, nullptr)) {
    for (const SeriesResult& series : result.simulation.series) {
      for (const SeriesWeek& week : series.weeks) EXPECT_TRUE(week.group_sums.empty());
    }
    EXPECT_EQ(result.simulation.series_sums.size(), 0u);
    for (const EventResult& event : result.simulation.events) EXPECT_EQ(event.group_sums.capacity(), 0u);
  }
}

TEST(RunBatch, StopsWhenAsked) {
  const std::atomic<bool> stop{true};
  EXPECT_THROW(run_batch(chain(), Executor(2), {}, &stop), Interrupted);
}

TEST(RunBatch, TellsProgressOfTheScenarioAtWork) {
  std::atomic<int> calls{0};
  std::atomic<bool> outside{false};
  BatchProgress progress;
  progress.update = [&](const std::string&, double fraction) {
    ++calls;
    if (!(fraction > 0.0 && fraction <= 1.0)) outside = true;
  };
  run_batch(chain(), Executor(2), progress, nullptr);
  EXPECT_GE(calls, 3);
  EXPECT_FALSE(outside);
}

Scenario scenario_of(const std::string& universe) {
  Scenario scenario = fixture::small_batch()[0].scenario;
  scenario.universe = universe;
  scenario.paths = 100;
  return scenario;
}

BatchSource shipped_source() {
  BatchSource source;
  source.history = [](const std::string& universe) { return &fixture::shipped_history(universe); };
  return source;
}

TEST(PrepareBatch, CalibratesOncePerUniverseAndDate) {
  Findings findings;
  Scenario other = scenario_of("us-spot-etf");
  other.name = "other";
  Scenario later = other;
  later.name = "later";
  later.as_of = other.as_of + std::chrono::days(7);
  const auto batch = prepare_batch({scenario_of("us-spot-etf"), other, later}, shipped_source(), Executor(2), findings);
  ASSERT_EQ(batch.size(), 3u) << render(findings, false);
  EXPECT_EQ(batch[0].model.calibration, batch[1].model.calibration);
  EXPECT_NE(batch[0].model.calibration, batch[2].model.calibration);
}

TEST(PrepareBatch, RefusesAnEventOnASeriesThatIsNotSimulated) {
  Findings findings;
  Scenario scenario = scenario_of("global-etp");
  scenario.events[0].target = EventTarget::aum;
  scenario.events[0].member = margin_key(Dimension::asset, "No Such Coin");
  scenario.events[0].where = {"s.yaml", 9, 3};
  EXPECT_TRUE(prepare_batch({scenario}, shipped_source(), Executor(2), findings).empty());
  EXPECT_THAT(short_findings(findings), testing::ElementsAre("9:3 event-without-series"));
}

TEST(PrepareBatch, RefusesConditionsAndViewsOnACellOfACalibrationWithoutACube) {
  BatchSource source = shipped_source();
  Calibration flat = calibrate(source.history("us-spot-etf")->as_of(scenario_of("us-spot-etf").as_of), {});
  flat.funds->cube.reset();
  source.calibration = std::make_shared<const Calibration>(std::move(flat));
  Scenario scenario = scenario_of("us-spot-etf");
  scenario.events.clear();
  FlowCondition pin;
  pin.member = {"Bitcoin", "United States", "iShares"};
  pin.value = {-500.0, Unit::million_usd};
  pin.where = {"s.yaml", 9, 3};
  scenario.flow_conditions = {pin};
  View view;
  view.quantity.member = pin.member;
  view.where = {"s.yaml", 11, 3};
  scenario.views = {view};
  Findings findings;
  EXPECT_TRUE(prepare_batch({scenario}, source, Executor(2), findings).empty());
  EXPECT_THAT(short_findings(findings),
              testing::UnorderedElementsAre("9:3 event-without-series", "11:3 event-without-series"));
}

MarketCondition bitcoin_in_week(int week, double percent) {
  MarketCondition condition;
  condition.terms = {{"bitcoin", 1.0}};
  condition.weeks = {week, week};
  condition.value = {percent, Unit::percent};
  return condition;
}

// Three calibrations, and scenarios of which some share a background and one has no condition.
std::vector<Scenario> several_scenarios() {
  std::vector<Scenario> scenarios;
  for (const char* universe : {"us-spot-etf", "global-etp"}) {
    for (int week = 1; week <= 3; ++week) {
      scenarios.push_back(scenario_of(universe));
      scenarios.back().name = universe + std::to_string(week);
      scenarios.back().horizon_weeks = 3;
      scenarios.back().conditions = {bitcoin_in_week(week, -3.0 * week)};
    }
  }
  scenarios[1].conditions.clear();
  scenarios[2].as_of -= std::chrono::days(7);
  scenarios[4].seed += 1;
  return scenarios;
}

TEST(PrepareBatch, PreparesTheSameForAnyNumberOfThreads) {
  Findings findings;
  const auto alone = prepare_batch(several_scenarios(), shipped_source(), Executor(1), findings);
  ASSERT_EQ(alone.size(), 6u) << render(findings, false);
  EXPECT_FALSE(alone[1].plausibility);
  for (const int threads : {2, 5}) {
    const auto together = prepare_batch(several_scenarios(), shipped_source(), Executor(threads), findings);
    ASSERT_EQ(together.size(), alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(calibration_json(*alone[i].model.calibration), calibration_json(*together[i].model.calibration));
      ASSERT_EQ(alone[i].plausibility.has_value(), together[i].plausibility.has_value()) << i;
      if (!alone[i].plausibility) continue;
      EXPECT_EQ(alone[i].plausibility->distance, together[i].plausibility->distance);
      EXPECT_EQ(alone[i].plausibility->p_value, together[i].plausibility->p_value);
      EXPECT_EQ(alone[i].plausibility->simulated_share->value, together[i].plausibility->simulated_share->value);
    }
  }
}

// A plausibility is that of the scenario prepared alone: no background of another seed, date or universe is taken.
TEST(PrepareBatch, JudgesEveryScenarioOnItsOwnBackground) {
  const std::vector<Scenario> scenarios = several_scenarios();
  Findings findings;
  const auto batch = prepare_batch(scenarios, shipped_source(), Executor(2), findings);
  ASSERT_EQ(batch.size(), scenarios.size());
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const auto alone = prepare_batch({scenarios[i]}, shipped_source(), Executor(1), findings);
    ASSERT_EQ(alone.size(), 1u);
    ASSERT_EQ(alone[0].plausibility.has_value(), batch[i].plausibility.has_value());
    if (!alone[0].plausibility) continue;
    EXPECT_EQ(alone[0].plausibility->simulated_share->value, batch[i].plausibility->simulated_share->value) << i;
  }
}

TEST(PrepareBatch, TellsAFailedCalibrationToEveryScenarioThatNeedsIt) {
  Scenario early = scenario_of("us-spot-etf"), too = early;
  early.as_of = too.as_of = *parse_date("2024-05-10");
  early.file = "early.yaml";
  too.file = "too.yaml";
  std::vector<std::string> told;
  for (const int threads : {1, 3}) {
    Findings findings;
    EXPECT_TRUE(
        prepare_batch({too, scenario_of("global-etp"), early}, shipped_source(), Executor(threads), findings).empty());
    EXPECT_EQ(findings.count(Severity::error), 2u);
    told.push_back(render(findings, false));
  }
  EXPECT_EQ(told[0], told[1]);
  EXPECT_THAT(told[0], testing::AllOf(testing::HasSubstr("early.yaml"), testing::HasSubstr("too.yaml"),
                                      testing::HasSubstr("[short-history]")));
}

TEST(PrepareBatch, GathersTheFindingsOfAllScenarios) {
  Findings findings;
  Scenario early = scenario_of("global-etp"), contradictory = scenario_of("us-spot-etf");
  early.as_of = *parse_date("2018-01-05");
  contradictory.name = "contradictory";
  MarketCondition condition;
  condition.terms = {{"bitcoin", 1.0}};
  condition.value = {1.0, Unit::percent};
  condition.where = {"c.yaml", 4, 2};
  contradictory.conditions = {condition, condition};
  contradictory.conditions[1].value.value = 2.0;
  EXPECT_TRUE(prepare_batch({early, contradictory}, shipped_source(), Executor(2), findings).empty());
  EXPECT_GE(findings.count(Severity::error), 2u);
  EXPECT_THAT(short_findings(findings), testing::Contains("4:2 contradictory-condition"));
}

}  // namespace
}  // namespace ebbtide
