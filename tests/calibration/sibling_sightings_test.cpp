#include "calibration/sibling_sightings.h"

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
TEST(SiblingSightings, AreTheRegressionOfTheSightings) {
  const HistoryView view = testing::load_shipped("global-etp").complete();
  const auto fit = fit_sibling(view, {});
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
  EXPECT_NEAR(fit->own_musd(fit->constant + fit->slope * 500.0), 500.0, 1e-9);
}

const FlowCondition* evidence_on(const std::vector<FlowCondition>& evidence, const SeriesKey& key) {
  const auto found =
      std::find_if(evidence.begin(), evidence.end(), [&](const FlowCondition& each) { return each.member == key; });
  return found == evidence.end() ? nullptr : &*found;
}

TEST(SiblingSightings, AreEvidenceOnceTheSiblingIsPublic) {
  const History history = testing::load_shipped("global-etp");
  Scenario scenario;
  EXPECT_TRUE(sibling_evidence(history.as_of(day("2026-01-19")), scenario).empty());
  const std::vector<FlowCondition> evidence = sibling_evidence(history.as_of(day("2026-01-24")), scenario);
  ASSERT_FALSE(evidence.empty());
  for (const FlowCondition& each : evidence) {
    EXPECT_EQ(each.kind, ConditionKind::evidence);
    EXPECT_EQ(each.week, 1);
    EXPECT_TRUE(each.where.file.empty());
    std::printf("%s, correlation with the total's error %.2f\n", each.text.c_str(), each.with_total);
  }
  EXPECT_TRUE(evidence.front().member.is_total());
  EXPECT_EQ(evidence.front().with_total, 0.0);
  EXPECT_GT(evidence.front().sd, 100.0);
  EXPECT_LT(evidence.front().sd, 500.0);
  const std::pair<SeriesKey, double> came[] = {{{}, -1730.0},
                                               {{"Bitcoin", "", ""}, -1090.0},
                                               {{"Ethereum", "", ""}, -630.0},
                                               {{"", "United States", ""}, -1800.0},
                                               {{"", "", "iShares"}, -951.0},
                                               {{"", "", "Fidelity"}, -469.0}};
  for (const auto& [key, musd] : came) {
    const FlowCondition* own = evidence_on(evidence, key);
    ASSERT_NE(own, nullptr) << key_text(key);
    EXPECT_NEAR(own->value.value, musd, 4.0 * own->sd) << key_text(key);
    EXPECT_LE(own->sd, evidence.front().sd) << key_text(key);
    EXPECT_LT(std::abs(own->with_total), 1.0) << key_text(key);
  }
  // The sibling holds the smaller part of these, and nothing of those.
  for (const SeriesKey& key :
       {SeriesKey{"", "", "CoinShares"}, SeriesKey{"Solana", "", ""}, SeriesKey{"", "Germany", ""}})
    EXPECT_EQ(evidence_on(evidence, key), nullptr) << key_text(key);
  // The report itself is out: week 1 is the next one, and nothing is known of it.
  EXPECT_TRUE(sibling_evidence(history.as_of(day("2026-01-26")), scenario).empty());
}

// Two members' residuals by hand.
TEST(SiblingSightings, CarryTheCorrelationOfTheirErrors) {
  const HistoryView view = testing::load_shipped("global-etp").as_of(day("2026-01-24"));
  const SeriesKey key{"Bitcoin", "", ""};
  const auto own = fit_sibling(view, key), total = fit_sibling(view, {});
  ASSERT_TRUE(own && total);
  std::vector<double> x, y;
  for (Date week = view.universe().first_flow_week; week < view.week_one(); week = add_weeks(week, 1)) {
    const auto a = view.flow(key, week), b = view.sibling()->flow(key, week), c = view.flow({}, week),
               d = view.sibling()->flow({}, week);
    if (!a || !b || !c || !d) continue;
    x.push_back(b->value_musd - own->constant - own->slope * a->value_musd);
    y.push_back(d->value_musd - total->constant - total->slope * c->value_musd);
  }
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  double xx = 0.0, xy = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += std::pow(x[i] - mean(x), 2);
    yy += std::pow(y[i] - mean(y), 2);
    xy += (x[i] - mean(x)) * (y[i] - mean(y));
  }
  EXPECT_NEAR(own->with_total, xy / std::sqrt(xx * yy), 1e-9);
  EXPECT_GT(own->with_total, 0.3);
}

TEST(SiblingSightings, GiveWayToWhatTheScenarioSays) {
  const History history = testing::load_shipped("global-etp");
  const HistoryView view = history.as_of(day("2026-01-24"));
  Scenario scenario;
  scenario.flow_conditions.push_back({});
  EXPECT_TRUE(sibling_evidence(view, scenario).empty());
  scenario.flow_conditions.front().member.asset = "Bitcoin";
  const std::vector<FlowCondition> others = sibling_evidence(view, scenario);
  EXPECT_NE(evidence_on(others, {}), nullptr);
  EXPECT_NE(evidence_on(others, {"Ethereum", "", ""}), nullptr);
  EXPECT_EQ(evidence_on(others, {"Bitcoin", "", ""}), nullptr);
  scenario.path = PathKnowledge::sequential;
  EXPECT_TRUE(sibling_evidence(view, scenario).empty());
}

// What is published after the date changes nothing.
TEST(SiblingSightings, ReadNothingLater) {
  const History history = testing::load_shipped("global-etp");
  const auto scrambled = [&](const History& original) {
    std::vector<Observation> flows = original.flows(), aum = original.aum();
    for (Observation& row : flows) {
      if (row.published > day("2026-01-24")) row.value_musd = 1000.0 - 3.0 * row.value_musd;
    }
    for (Observation& row : aum) {
      if (row.published > day("2026-01-24")) row.value_musd *= 3.0;
    }
    return History(original.universe(), original.market(), flows, aum, original.first_market_week(), original.levels());
  };
  History other = scrambled(history);
  other.set_sibling(scrambled(*history.sibling()));
  const std::vector<FlowCondition> first = sibling_evidence(history.as_of(day("2026-01-24")), {}),
                                   second = sibling_evidence(other.as_of(day("2026-01-24")), {});
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].value.value, second[i].value.value);
    EXPECT_EQ(first[i].sd, second[i].sd);
    EXPECT_EQ(first[i].with_total, second[i].with_total);
  }
}

// As of the Saturday of every week that allows it: the sighting weighed against the climatology of the weeks before.
// Mean CRPS at least 70 % below the climatology's.
TEST(SiblingSightings, NowcastTheWorldFarBetterThanClimatology) {
  const History history = testing::load_shipped("global-etp");
  const HistoryView later = history.complete();
  double own = 0.0, climatology = 0.0, weeks = 0.0, covered = 0.0;
  for (Date week = history.universe().first_flow_week; week <= *later.last_flow_week(); week = add_weeks(week, 1)) {
    const auto came = later.flow({}, week);
    if (!came) continue;
    const HistoryView view = history.as_of(week + std::chrono::days{1});
    if (view.flow({}, week)) continue;
    const auto fit = fit_sibling(view, {});
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
    const double noise = fit->own_sd_musd() * fit->own_sd_musd();
    const double expected = mean + prior / (prior + noise) * (fit->own_musd(sighted->value_musd) - mean);
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
