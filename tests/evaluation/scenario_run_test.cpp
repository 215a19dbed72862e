#include "evaluation/scenario_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
      for (const SeriesWeek& week : series.weeks) EXPECT_EQ(week.group_sums.capacity(), 0u);
    }
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
  const auto batch = prepare_batch({scenario_of("us-spot-etf"), other, later}, shipped_source(), findings);
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
  EXPECT_TRUE(prepare_batch({scenario}, shipped_source(), findings).empty());
  EXPECT_THAT(short_findings(findings), testing::ElementsAre("9:3 event-without-series"));
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
  EXPECT_TRUE(prepare_batch({early, contradictory}, shipped_source(), findings).empty());
  EXPECT_GE(findings.count(Severity::error), 2u);
  EXPECT_THAT(short_findings(findings), testing::Contains("4:2 contradictory-condition"));
}

}  // namespace
}  // namespace ebbtide
