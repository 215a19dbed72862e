#include "backtest/leak_check.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "backtest/engine_forecast.h"
#include "backtest/linear_pool.h"
#include "backtest/rival.h"
#include "backtest/run_backtest.h"
#include "core/error.h"

namespace ebbtide {
namespace {

// Another figure of the same size, different for every row.
double other_value(double value, std::size_t row) {
  return -value * (1.3 + 0.1 * static_cast<double>(row % 7)) + 11.0;
}

std::set<std::size_t> conditioned_series(const MarketSpec& market, Track track) {
  std::set<std::size_t> series;
  for (const MarketVariable& variable : market.variables) {
    const bool is_conditioned = track == Track::macro_and_prices || (track == Track::macro && !variable.is_return);
    if (is_conditioned) series.insert(*market.series_index(variable.series));
  }
  return series;
}

bool same(const Forecast& a, const Forecast& b) {
  return a.flow_musd == b.flow_musd && a.earlier_flow_musd == b.earlier_flow_musd && a.aum_musd == b.aum_musd &&
         a.member_flow_musd == b.member_flow_musd;
}

struct Trial {
  Track track = Track::unconditional;
  int weeks = 1;
  std::vector<std::string> models;  // that leak
};

Origin placed_origin(const History& history, const BacktestDefinition& definition, Date as_of,
                     const CalibrationSettings& settings) {
  try {
    return make_origin(history, as_of, definition.seed, settings);
  } catch (const InputError& error) {
    throw InputError(error.findings().placed_in(definition.file));
  }
}

// The engine's first.
std::vector<Forecast> all_forecasts(const Origin& origin, const HistoryView& later, const Trial& trial,
                                    const std::vector<Forecaster>& forecasters, std::uint64_t draws) {
  const KnownMarket market = known_market(origin, later, trial.track, trial.weeks);
  std::vector<Forecast> forecasts = engine_forecasts(origin, market, {trial.weeks}, draws);
  const Forecast engine = forecasts.front();
  const ForecastTask task{origin, market, trial.weeks, draws, &engine};
  for (const Forecaster& forecaster : forecasters)
    forecasts.push_back(forecaster.competes_in(trial.track) ? forecaster.forecast(task, later) : Forecast{});
  return forecasts;
}

}  // namespace

History scrambled_history(const History& history, Date as_of, Track track, Date last_known) {
  const MarketSpec& market = history.market();
  const auto scramble = [as_of](std::vector<Observation> rows, bool may_be_negative) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].published <= as_of) continue;
      const double value = other_value(rows[i].value_musd, i);
      rows[i].value_musd = may_be_negative ? value : std::abs(value);
    }
    return rows;
  };
  std::vector<std::vector<double>> levels = history.levels();
  const std::set<std::size_t> kept = conditioned_series(market, track);
  for (std::size_t week = 0; week < levels.size(); ++week) {
    const Date week_end = add_weeks(history.first_market_week(), static_cast<int>(week));
    for (std::size_t series = 0; series < levels[week].size(); ++series) {
      if (market.published(series, week_end) <= as_of) continue;
      if (kept.contains(series) && week_end <= last_known) continue;
      levels[week][series] *= 1.2 + 0.05 * static_cast<double>((7 * week + series) % 9);
    }
  }
  Universe universe = history.universe();
  for (ShareDeclaration& declaration : universe.shares) {
    if (declaration.published <= as_of) continue;
    std::vector<double> fractions;
    for (const auto& [member, fraction] : declaration.shares) fractions.push_back(fraction);
    std::reverse(fractions.begin(), fractions.end());
    for (std::size_t i = 0; i < fractions.size(); ++i) declaration.shares[i].second = fractions[i];
  }
  History scrambled(std::move(universe), market, scramble(history.flows(), true), scramble(history.aum(), false),
                    history.first_market_week(), std::move(levels));
  if (history.sibling()) scrambled.set_sibling(scrambled_history(*history.sibling(), as_of, track, last_known));
  return scrambled;
}

std::vector<Forecaster> forecasters_of(const BacktestDefinition& definition) {
  std::vector<Forecaster> forecasters;
  for (const std::string& name : definition.rivals) {
    if (name == kLinearPool) continue;  // it has no draws of its own
    const std::shared_ptr<const Rival> rival = make_rival(name);
    forecasters.push_back({name, [rival](Track track) { return rival->competes_in(track); },
                           [rival](const ForecastTask& task, const HistoryView&) { return rival->forecast(task); }});
  }
  return forecasters;
}

std::vector<Leak> find_leaks(const History& history, const BacktestDefinition& definition, Date origin,
                             const std::vector<Forecaster>& forecasters, std::uint64_t draws,
                             const CalibrationSettings& settings, const Executor& executor,
                             const std::atomic<bool>* stop) {
  std::vector<Trial> trials;
  for (const Track track : definition.tracks) {
    for (const int weeks : std::set{definition.horizons.front(), definition.horizons.back()})
      trials.push_back({track, weeks, {}});
  }
  const Origin honest = placed_origin(history, definition, origin, settings);
  const HistoryView came = history.complete();
  executor.for_blocks(
      trials.size(),
      [&](std::size_t i) {
        Trial& trial = trials[i];
        const History scrambled =
            scrambled_history(history, origin, trial.track, add_weeks(honest.week_one, trial.weeks - 1));
        const Origin blind = make_origin(scrambled, origin, definition.seed, settings);
        const std::vector<Forecast> before = all_forecasts(honest, came, trial, forecasters, draws);
        const std::vector<Forecast> after = all_forecasts(blind, scrambled.complete(), trial, forecasters, draws);
        for (std::size_t m = 0; m < before.size(); ++m) {
          if (!same(before[m], after[m])) trial.models.push_back(m == 0 ? kEngineModel : forecasters[m - 1].name);
        }
      },
      stop);
  std::vector<Leak> leaks;
  for (const Trial& trial : trials) {
    for (const std::string& model : trial.models) leaks.push_back({model, origin, trial.track, trial.weeks});
  }
  return leaks;
}

}  // namespace ebbtide
