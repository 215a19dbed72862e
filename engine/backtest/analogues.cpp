#include "backtest/analogues.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "backtest/past_rivals.h"

namespace ebbtide {
namespace {

constexpr std::size_t kNearest = 15;

// Sum of a variable over weeks as displayed; empty where a week is not public.
std::optional<double> sum_of(const HistoryView& view, std::size_t variable, Date first_week, int weeks) {
  double sum = 0.0;
  for (int week = 0; week < weeks; ++week) {
    const auto value = view.displayed(variable, add_weeks(first_week, week));
    if (!value) return std::nullopt;
    sum += *value;
  }
  return sum;
}

struct Feature {
  std::size_t variable = 0;  // of the view's market
  double target = 0.0;
};

// What the windows are compared with, and where in the weeks of a window it stands.
struct Question {
  std::vector<Feature> features;
  bool week_before = false;
};

Question question_of(const ForecastTask& task) {
  Question question;
  const HistoryView& view = task.origin.view;
  const std::vector<MarketVariable>& variables = task.origin.calibration->market.variables;
  for (const bool before : {false, true}) {
    question.week_before = before;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const auto index = view.market().index_of(variables[i].name);
      if (!index || variables[i].beta_to) continue;
      std::optional<double> target;
      if (before) {
        target = view.displayed(*index, add_weeks(task.origin.week_one, -1));
      } else {
        target = 0.0;
        for (int week = 0; week < task.weeks && target; ++week) {
          const auto& value = task.market.weeks[static_cast<std::size_t>(week)][i];
          target = value ? std::optional(*target + *value) : std::nullopt;
        }
      }
      if (target) question.features.push_back({*index, *target});
    }
    if (!question.features.empty()) break;
  }
  return question;
}

}  // namespace

Forecast Analogues::forecast(const ForecastTask& task) const {
  const Question question = question_of(task);
  const HistoryView& view = task.origin.view;
  std::vector<std::size_t> windows;
  std::vector<std::vector<double>> values;  // by window, then feature
  for (const std::size_t first : past_windows_of(task.origin, task.weeks, 0)) {
    const Date week = task.origin.past[first].week_end;
    std::vector<double> row;
    for (const Feature& feature : question.features) {
      const auto value = question.week_before ? sum_of(view, feature.variable, add_weeks(week, -1), 1)
                                              : sum_of(view, feature.variable, week, task.weeks);
      if (value) row.push_back(*value);
    }
    if (row.size() != question.features.size()) continue;
    windows.push_back(first);
    values.push_back(std::move(row));
  }
  if (question.features.empty() || windows.size() < 2 * kNearest) return {};
  std::vector<double> distance(windows.size(), 0.0);
  for (std::size_t f = 0; f < question.features.size(); ++f) {
    double mean = 0.0, variance = 0.0;
    for (const auto& row : values) mean += row[f] / static_cast<double>(values.size());
    for (const auto& row : values) variance += std::pow(row[f] - mean, 2) / static_cast<double>(values.size());
    if (variance <= 0.0) continue;
    for (std::size_t w = 0; w < values.size(); ++w)
      distance[w] += std::pow(values[w][f] - question.features[f].target, 2) / variance;
  }
  std::vector<std::size_t> order(windows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return distance[a] < distance[b]; });
  std::vector<std::size_t> nearest;
  for (std::size_t i = 0; i < kNearest; ++i) nearest.push_back(windows[order[i]]);
  PlaceEngine draws = rival_draws(task, RivalStream::analogues);
  return windows_forecast(task, nearest, draws);
}

}  // namespace ebbtide
