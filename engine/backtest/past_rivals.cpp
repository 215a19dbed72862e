#include "backtest/past_rivals.h"

#include "random/boost_draws.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestWindows = 8;

}  // namespace

std::vector<std::size_t> past_windows_of(const Origin& origin, int weeks, std::size_t latest) {
  const std::size_t count = origin.past.size(), length = static_cast<std::size_t>(weeks);
  const std::size_t begin = latest > 0 && count > latest ? count - latest : 0;
  std::vector<std::size_t> windows;
  for (std::size_t first = begin; first + length <= count; ++first) windows.push_back(first);
  return windows;
}

Forecast windows_forecast(const ForecastTask& task, const std::vector<std::size_t>& first_weeks, PlaceEngine& draws) {
  Forecast forecast;
  const double aum = task.origin.opening_aum_musd();
  for (const std::size_t first : first_weeks) {
    const PastWeek& opening = task.origin.past[first];
    double flow = 0.0;
    for (std::size_t t = first; t < first + static_cast<std::size_t>(task.weeks); ++t) {
      const PastWeek& week = task.origin.past[t];
      double percent = week.flow_percent;
      if (week.flow_percent_sd > 0.0) percent += week.flow_percent_sd * normal_draw(draws);
      flow += percent * week.opening_aum_musd / opening.opening_aum_musd;
    }
    const PastWeek& last = task.origin.past[first + static_cast<std::size_t>(task.weeks) - 1];
    forecast.flow_musd.push_back(0.01 * aum * flow);
    forecast.aum_musd.push_back(aum * last.closing_aum_musd / opening.opening_aum_musd);
  }
  return forecast;
}

Forecast Climatology::forecast(const ForecastTask& task) const {
  const std::vector<std::size_t> windows = past_windows_of(task.origin, task.weeks, latest_);
  if (windows.size() < kFewestWindows) return {};
  PlaceEngine draws = rival_draws(task, stream_);
  return windows_forecast(task, windows, draws);
}

}  // namespace ebbtide
