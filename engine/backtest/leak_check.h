// Does a forecast know what it must not? Everything it is not to see is scrambled, and no draw may move.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "backtest/definition.h"
#include "backtest/forecast.h"
#include "calibration/settings.h"
#include "history/history.h"
#include "parallel/executor.h"

namespace ebbtide {

// The history with every flow, AUM figure, level and share declaration that was published after `as_of` replaced by
// another one, but for levels of series that the track conditions on, up to the week that ends `last_known`.
History scrambled_history(const History& history, Date as_of, Track track, Date last_known);

// A model under test beside the engine. `later` is what came: honest models do not read it.
struct Forecaster {
  std::string name;
  std::function<bool(Track track)> competes_in;
  std::function<Forecast(const ForecastTask& task, const HistoryView& later)> forecast;
};

struct Leak {
  std::string model;
  Date origin;
  Track track = Track::unconditional;
  int weeks = 1;
};

// The definition's rivals.
std::vector<Forecaster> forecasters_of(const BacktestDefinition& definition);

// Forecasts of an origin by the engine and the others in every track, for the shortest and the longest horizon, before
// and after scrambling, each with `draws` draws. Levels that a track knows beyond the shortest horizon are scrambled
// too when that one is forecast.
std::vector<Leak> find_leaks(const History& history, const BacktestDefinition& definition, Date origin,
                             const std::vector<Forecaster>& forecasters, std::uint64_t draws,
                             const CalibrationSettings& settings, const Executor& executor,
                             const std::atomic<bool>* stop = nullptr);

}  // namespace ebbtide
