// Forecasts of past weeks, made again from what was public then, and scored against what came.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "backtest/definition.h"
#include "backtest/linear_pool.h"
#include "backtest/origin_weeks.h"
#include "backtest/quantile_row.h"
#include "backtest/score_row.h"
#include "calibration/settings.h"
#include "history/history.h"
#include "parallel/executor.h"

namespace ebbtide {

// An origin and one of its horizons.
struct OriginRow {
  Date origin;
  Date week_one;
  int weeks = 1;
  Date target_week;
  double opening_aum_musd = 0.0;
  std::optional<double> flow_musd;  // what came, added up from week 1
  std::optional<double> aum_musd;
};

struct BacktestResult {
  std::vector<ScoreRow> scores;             // by origin, track, model, horizon; those of the linear pool last
  std::vector<QuantileRow> quantiles = {};  // by origin, track, model, horizon
  std::vector<OriginRow> origins;           // those of which something came
  std::vector<PoolWeight> pool_weights;     // where the definition has the linear pool
  std::vector<OriginWeek> weeks;            // of these origins, where they were asked for
  std::size_t skipped = 0;                  // origins of which nothing that came is known
};

struct BacktestOptions {
  CalibrationSettings settings;
  bool keep_weeks = false;  // into BacktestResult::weeks
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::size_t done, std::size_t of)> progress;  // from worker threads
};

// The name of the engine among the models.
inline constexpr const char* kEngineModel = "ebbtide";

// Origins run at the same time on the executor. The numbers of an origin depend neither on the number of threads nor on
// weeks published after those it is scored against, nor, but for the linear pool's, on other origins. Throws InputError
// where an origin has too little past.
BacktestResult run_backtest(const History& history, const BacktestDefinition& definition, const Executor& executor,
                            const BacktestOptions& options);

}  // namespace ebbtide
