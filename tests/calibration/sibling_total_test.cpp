#include "calibration/sibling_total.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "stats/closed_crps.h"
#include "stats/crps.h"
#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

// Weeks known on both sides, with the day on which the sibling's was public.
TEST(SiblingTotal, IsTheRegressionOfTheSightings) {
  const HistoryView view = testing::load_shipped("global-etp").complete();
  const auto fit = fit_sibling_total(view);
  ASSERT_TRUE(fit);
  double n = 0.0, sum = 0.0, by_world = 0.0, squares = 0.0;
  for (Date week = view.universe().first_flow_week; week <= *view.last_flow_week(); week = add_weeks(week, 1)) {
    const auto own = view.flow({}, week);
    const auto other = view.sibling()->flow({}, week);
    if (!own || !other) continue;
    const double v = other->value_musd - fit->constant - fit->slope * own->value_musd;
    n += 1.0;
    sum += v;
    by_world += v * own->value_musd;
    squares += v * v;
  }
  EXPECT_EQ(fit->weeks, static_cast<int>(n));
  EXPECT_NEAR(sum / n, 0.0, 1e-6);  // the normal equations
  EXPECT_NEAR(by_world / n, 0.0, 1e-3);
  EXPECT_NEAR(fit->residual_sd, std::sqrt(squares / (n - 2.0)), 1e-6);
  EXPECT_NEAR(fit->total_musd(fit->constant + fit->slope * 500.0), 500.0, 1e-9);
}

TEST(SiblingTotal, IsEvidenceOnceTheSiblingIsPublic) {
  const History history = testing::load_shipped("global-etp");
  Scenario scenario;
  EXPECT_FALSE(sibling_evidence(history.as_of(day("2026-01-19")), scenario));
  const auto evidence = sibling_evidence(history.as_of(day("2026-01-24")), scenario);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->kind, ConditionKind::evidence);
  EXPECT_EQ(evidence->week, 1);
  EXPECT_TRUE(evidence->member.is_total());
  EXPECT_NEAR(evidence->value.value, -1730.0, 4.0 * evidence->sd);
  std::printf("%s\n", evidence->text.c_str());
  EXPECT_GT(evidence->sd, 100.0);
  EXPECT_LT(evidence->sd, 500.0);
  // The report itself is out: week 1 is the next one, and nothing is known of it.
  EXPECT_FALSE(sibling_evidence(history.as_of(day("2026-01-26")), scenario));
}

TEST(SiblingTotal, GivesWayToWhatTheScenarioSays) {
  const History history = testing::load_shipped("global-etp");
  const HistoryView view = history.as_of(day("2026-01-24"));
  Scenario scenario;
  scenario.flow_conditions.push_back({});
  EXPECT_FALSE(sibling_evidence(view, scenario));
  scenario.flow_conditions.front().member.asset = "Bitcoin";
  EXPECT_TRUE(sibling_evidence(view, scenario));
  scenario.path = PathKnowledge::sequential;
  EXPECT_FALSE(sibling_evidence(view, scenario));
}

// What is published after the date changes nothing.
TEST(SiblingTotal, ReadsNothingLater) {
  const History history = testing::load_shipped("global-etp");
  const auto scrambled = [&](const History& original) {
    std::vector<Observation> flows = original.flows();
    for (Observation& row : flows) {
      if (row.published > day("2026-01-24")) row.value_musd = 1000.0 - 3.0 * row.value_musd;
    }
    return History(original.universe(), original.market(), flows, original.aum(), original.first_market_week(),
                   original.levels());
  };
  History other = scrambled(history);
  other.set_sibling(scrambled(*history.sibling()));
  const auto first = sibling_evidence(history.as_of(day("2026-01-24")), {});
  const auto second = sibling_evidence(other.as_of(day("2026-01-24")), {});
  EXPECT_EQ(first->value.value, second->value.value);
  EXPECT_EQ(first->sd, second->sd);
}

// As of the Saturday of every week that allows it: the sighting weighed against the climatology of the weeks before.
// Mean CRPS at least 70 % below the climatology's.
TEST(SiblingTotal, NowcastsTheWorldFarBetterThanClimatology) {
  const History history = testing::load_shipped("global-etp");
  const HistoryView later = history.complete();
  double own = 0.0, climatology = 0.0, weeks = 0.0, covered = 0.0;
  for (Date week = history.universe().first_flow_week; week <= *later.last_flow_week(); week = add_weeks(week, 1)) {
    const auto came = later.flow({}, week);
    if (!came) continue;
    const HistoryView view = history.as_of(week + std::chrono::days{1});
    if (view.flow({}, week)) continue;
    const auto fit = fit_sibling_total(view);
    const auto sighted = view.sibling()->flow({}, week);
    if (!fit || !sighted) continue;
    std::vector<double> past;
    double sum = 0.0, squares = 0.0;
    for (Date before = add_weeks(week, -52); before < week; before = add_weeks(before, 1)) {
      if (before < history.universe().first_flow_week) continue;
      if (const auto flow = view.flow({}, before)) past.push_back(flow->value_musd);
    }
    std::sort(past.begin(), past.end());
    for (const double value : past) sum += value;
    const double mean = sum / static_cast<double>(past.size());
    for (const double value : past) squares += (value - mean) * (value - mean);
    const double prior = squares / static_cast<double>(past.size() - 1);
    const double noise = fit->total_sd_musd() * fit->total_sd_musd();
    const double expected = mean + prior / (prior + noise) * (fit->total_musd(sighted->value_musd) - mean);
    const double sd = std::sqrt(prior * noise / (prior + noise));
    own += normal_crps(expected, sd, came->value_musd);
    climatology += fair_crps(past, came->value_musd);
    covered += std::abs(came->value_musd - expected) <= 1.6448536 * sd ? 1.0 : 0.0;
    weeks += 1.0;
  }
  std::printf("%.0f weeks, mean CRPS %.1f %% below climatology, 90 %% intervals hold %.1f %%\n", weeks,
              100.0 * (1.0 - own / climatology), 100.0 * covered / weeks);
  EXPECT_GE(weeks, 40.0);
  EXPECT_LT(own, 0.3 * climatology);
}

}  // namespace
}  // namespace ebbtide
