#include "evaluation/past_windows.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

constexpr const char* kUniverse = "global-etp";

MarketCondition condition_on(const std::string& variable, const WeekRange& weeks, double percent) {
  MarketCondition condition;
  condition.text = variable;
  condition.terms = {{variable, 1.0}};
  condition.aggregation = weeks.first == weeks.last ? Aggregation::each_week : Aggregation::cumulative;
  condition.weeks = weeks;
  condition.value = {percent, Unit::percent};
  return condition;
}

// Bitcoin down 15 % over two weeks and the dollar up 1 % in the second.
Model two_week_model(const HistoryView& view) {
  Scenario scenario;
  scenario.horizon_weeks = 4;
  scenario.conditions = {condition_on("bitcoin", {1, 2}, -15.0), condition_on("dollar", {2, 2}, 1.0)};
  Findings findings;
  return build_model(fixture::shipped_calibration(kUniverse), scenario, &view, findings);
}

HistoryView shipped_view() {
  return fixture::shipped_history(kUniverse).as_of(fixture::reference_date());
}

double asked_distance(const Model& model, const ConditionLaw& law) {
  Vector values(law.count());
  for (int i = 0; i < law.count(); ++i) values(i) = model.constraints[law.rows[static_cast<std::size_t>(i)]].value;
  return Distance(law, law.mean).of(values);
}

PastWindows search(const Model& model, const HistoryView& view) {
  const ConditionLaw law = condition_law(model);
  return past_windows(model, view, law, asked_distance(model, law));
}

// Every two-week window by its last week: log percent of Bitcoin over both, of the dollar in the second.
std::vector<std::pair<Date, Vector>> windows_by_hand(const HistoryView& view) {
  const std::size_t bitcoin = *view.market().index_of("bitcoin"), dollar = *view.market().index_of("dollar");
  std::vector<std::pair<Date, Vector>> windows;
  for (Date week = add_weeks(view.first_market_week(), 1); week < view.week_one(); week = add_weeks(week, 1)) {
    const auto before = view.displayed(bitcoin, add_weeks(week, -1)), now = view.displayed(bitcoin, week);
    const auto moved = view.displayed(dollar, week);
    if (!before || !now || !moved) continue;
    Vector values(2);
    values << log_percent(*before) + log_percent(*now), log_percent(*moved);
    windows.emplace_back(week, values);
  }
  return windows;
}

TEST(PastWindows, CountsThePastThatLaysNearer) {
  const HistoryView view = shipped_view();
  const Model model = two_week_model(view);
  const ConditionLaw law = condition_law(model);
  const double q = asked_distance(model, law);
  const Matrix inverse = law.covariance.inverse();
  const auto windows = windows_by_hand(view);
  double nearer = 0.0;
  for (const auto& [week, values] : windows)
    nearer += (values - law.mean).dot(inverse * (values - law.mean)) < q ? 1.0 : 0.0;
  const PastWindows past = search(model, view);
  EXPECT_EQ(past.weeks, 2);
  EXPECT_EQ(past.count, static_cast<int>(windows.size()));
  EXPECT_GT(past.count, 400);
  ASSERT_TRUE(past.nearer_percent.has_value());
  EXPECT_NEAR(*past.nearer_percent, 100.0 * nearer / static_cast<double>(windows.size()), 1e-9);
}

TEST(PastWindows, FindsTheNearestThatDoNotOverlap) {
  const HistoryView view = shipped_view();
  const Model model = two_week_model(view);
  const Matrix inverse = condition_law(model).covariance.inverse();
  Vector asked(2);
  asked << log_percent(-15.0), log_percent(1.0);
  const PastWindows past = search(model, view);
  ASSERT_EQ(past.similar.size(), kSimilarWindows);
  std::vector<Date> taken;
  for (const SimilarWindow& window : past.similar) {
    std::pair<double, Vector> best = {std::numeric_limits<double>::infinity(), Vector()};
    Date best_week;
    for (const auto& [week, values] : windows_by_hand(view)) {
      const bool overlaps = std::any_of(
          taken.begin(), taken.end(), [&, end = week](Date other) { return std::abs(weeks_between(other, end)) < 2; });
      const Vector gap = values - asked;
      const double distance = gap.dot(inverse * gap);
      if (overlaps || distance >= best.first) continue;
      best = {distance, values};
      best_week = week;
    }
    taken.push_back(best_week);
    EXPECT_EQ(date_text(window.last_week), date_text(best_week));
    EXPECT_EQ(window.first_week, add_weeks(best_week, -1));
    EXPECT_NEAR(window.distance, best.first, 1e-9 * best.first);
    ASSERT_EQ(window.values.size(), 2u);
    EXPECT_NEAR(window.values[0], simple_percent(best.second(0)), 1e-9);
    EXPECT_NEAR(window.values[1], simple_percent(best.second(1)), 1e-9);
  }
}

TEST(PastWindows, TellsWhatFlowsDidWhereTheFundsHistoryReaches) {
  const HistoryView view = shipped_view();
  const Model model = two_week_model(view);
  const auto& weeks = model.calibration->weeks;
  Date earliest = weeks.front().week_end, latest = weeks.back().week_end;
  int with_flow = 0;
  for (const SimilarWindow& window : search(model, view).similar) {
    EXPECT_EQ(window.flow.has_value(), window.first_week > earliest && window.last_week <= latest);
    EXPECT_EQ(window.flow_after.has_value(), window.last_week >= earliest && add_weeks(window.last_week, 4) <= latest);
    if (!window.flow) continue;
    ++with_flow;
    double sum = 0.0;
    for (std::size_t i = 1; i < weeks.size(); ++i) {
      if (weeks[i].week_end != window.first_week && weeks[i].week_end != window.last_week) continue;
      sum += 100.0 * weeks[i].net_flow_musd / weeks[i - 1].aum_musd;
    }
    EXPECT_NEAR(window.flow->percent, sum, 1e-12);
  }
  EXPECT_GT(with_flow, 0);
}

TEST(PastWindows, BoundsAreMetAnywhereBetweenTheirEnds) {
  const HistoryView view = shipped_view();
  Model model = two_week_model(view);
  for (LinearConstraint& row : model.constraints) {
    if (row.kind != ConditionKind::hard) continue;
    row.kind = ConditionKind::inequality;
    row.upper = row.value + 5.0;
    row.lower = row.value - 10.0;
  }
  const ConditionLaw law = condition_law(model);
  const PastWindows past = past_windows(model, view, law, std::nullopt);
  EXPECT_FALSE(past.nearer_percent.has_value());
  ASSERT_EQ(past.similar.size(), kSimilarWindows);
  for (const SimilarWindow& window : past.similar) {
    EXPECT_EQ(window.distance, 0.0);
    EXPECT_LE(log_percent(window.values[0]), log_percent(-15.0) + 5.0);
    EXPECT_GE(log_percent(window.values[0]), log_percent(-15.0) - 10.0);
  }
}

TEST(PastWindows, ReadsNothingPublishedLater) {
  const History& history = fixture::shipped_history(kUniverse);
  const HistoryView complete = history.complete();
  std::vector<std::vector<double>> levels;
  for (Date week = history.first_market_week(); week <= history.last_market_week(); week = add_weeks(week, 1)) {
    std::vector<double> row;
    for (std::size_t i = 0; i < history.market().series.size(); ++i) {
      const bool later = history.market().published(i, week) > fixture::reference_date();
      row.push_back(later ? 1234.5 : complete.level(i, week).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    levels.push_back(row);
  }
  const auto scrambled = [](std::vector<Observation> rows) {
    for (Observation& row : rows) {
      if (row.published > fixture::reference_date()) row.value_musd *= -3.0;
    }
    return rows;
  };
  const History other(history.universe(), history.market(), scrambled(history.flows()), scrambled(history.aum()),
                      history.first_market_week(), levels);
  const HistoryView view = shipped_view(), later = other.as_of(fixture::reference_date());
  const Model model = two_week_model(view);
  const PastWindows past = search(model, view), same = search(model, later);
  EXPECT_EQ(past.count, same.count);
  EXPECT_EQ(past.nearer_percent, same.nearer_percent);
  ASSERT_EQ(past.similar.size(), same.similar.size());
  for (std::size_t i = 0; i < past.similar.size(); ++i) {
    EXPECT_EQ(past.similar[i].last_week, same.similar[i].last_week);
    EXPECT_EQ(past.similar[i].values, same.similar[i].values);
    EXPECT_LT(past.similar[i].last_week, view.week_one());
  }
}

}  // namespace
}  // namespace ebbtide
