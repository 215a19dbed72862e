// Reverse stress on the shipped history, short form: one probability, few paths and rivals. In full, from the command
// line, in tests/slow/reverse_stress_test.cpp.
#include "evaluation/reverse_stress.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/factor_rivals.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

// The lowest AUM of eight weeks below `level`, on 20,000 paths as of Monday 2026-01-19.
struct Case {
  explicit Case(double level) {
    base.scenario.name = "base";
    base.scenario.universe = "global-etp";
    base.scenario.as_of = fixture::reference_date();
    base.scenario.horizon_weeks = 8;
    base.scenario.paths = 20'000;
    base.scenario.seed = 20260119;
    Findings findings;
    base.model = build_model(fixture::shipped_calibration("global-etp"), base.scenario, &view, findings);
    request.event.name = "trough";
    request.event.target = EventTarget::aum;
    request.event.statistic = EventStatistic::minimum;
    request.event.weeks = {1, 8};
    request.event.level = {level, Unit::million_usd};
    request.variables = default_carriers(base.model.calibration->market);
  }
  HistoryView view = fixture::shipped_history("global-etp").as_of(fixture::reference_date());
  PreparedScenario base;
  ReverseRequest request;
};

TEST(ReverseStress, OfAShippedHistoryHasTheProbabilityAskedAndNoPlausibleRival) {
  Case shipped(120'000.0);
  shipped.request.probability = 0.5;
  const Executor executor(2);
  const ReverseStress found = reverse_stress(shipped.base, shipped.request, &shipped.view, executor, nullptr);
  EXPECT_NEAR(found.with.value, 0.5, 4.0 * found.with.standard_error);
  EXPECT_LT(found.without.value, 0.01);
  const fixture::FactorRivals rivals(shipped.base.model, found.stressed.model, shipped.request.event);
  // On a rival as plausible as the path found, the event has less than the probability asked.
  for (const fixture::Rival& rival : rivals.draw(24, 0.5, 17, false, executor)) EXPECT_LT(rival.at_found, 0.5);
  // A search that stops at 0.8 of the way would be seen.
  const Estimate short_of_it = rivals.scaled_found(0.8, 3, 4'096, executor);
  EXPECT_LT(short_of_it.value, 0.5 - 4.0 * short_of_it.standard_error);
}

// An event that the model holds likely can be made unlikely: the path leads away from it.
TEST(ReverseStress, MakesAnEventLessLikelyAsWell) {
  Case shipped(190'000.0);
  shipped.request.probability = 0.1;
  const ReverseStress found = reverse_stress(shipped.base, shipped.request, &shipped.view, Executor(2), nullptr);
  EXPECT_GT(found.without.value, 0.3);
  EXPECT_NEAR(found.with.value, 0.1, 4.0 * found.with.standard_error);
}

}  // namespace
}  // namespace ebbtide
