// Scores of a forecast against what came.
#pragma once

#include <optional>
#include <vector>

#include "backtest/forecast.h"
#include "backtest/quantile_row.h"
#include "backtest/realised_weeks.h"
#include "backtest/score_row.h"
#include "model/cube.h"

namespace ebbtide {

// What came by the end of a horizon; members and cells in the order of the columns of model/cube.h.
struct Outcome {
  Date target_week;
  Date published;                   // the day from which all that is known of it is public
  std::optional<double> flow_musd;  // added up from week 1
  std::optional<double> aum_musd;
  std::vector<std::optional<double>> member_flow_musd;

  bool is_known() const { return flow_musd || aum_musd; }
};

// Members and cells are looked up among `columns`, which may be empty.
Outcome outcome_of(const RealisedWeeks& realised, Date week_one, int weeks, const std::vector<FundColumn>& columns);

struct ScoredForecast {
  std::string model;
  Track track = Track::unconditional;
  int weeks = 1;
  const Forecast& forecast;
  const Outcome& outcome;
  std::optional<double> tail_threshold_musd = std::nullopt;  // tail_crps weighs flows below it alone
  std::optional<double> flow_spread_musd = std::nullopt;     // var_es rests on it
};

// A score for everything that was forecast and is known, in the definition's order of levels.
std::vector<ScoreRow> score_forecast(const Origin& origin, const ScoredForecast& scored,
                                     const BacktestDefinition& definition);

// Quantiles of what was forecast of the total: of its flow, and of AUM.
std::vector<QuantileRow> quantiles_of(const Origin& origin, const ScoredForecast& scored);

}  // namespace ebbtide
