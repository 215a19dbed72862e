// Whether the engine's scores got worse than those of a committed baseline. Scores of the same forecasts are compared
// in pairs, so that what was hard to forecast cancels out; the noise of the mean difference is that of runs of origins
// drawn again (stats/block_bootstrap.h).
//
// A difference counts where it is larger than the floor (a share of the baseline's mean) and than `errors` standard
// errors. Large improvements are told as well: a sudden one is more often a leak than progress.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backtest/run_backtest.h"

namespace ebbtide {

// The engine's own scores of one kind in one track and horizon: of the total, or of a level's members together.
struct ScoreSeries {
  ScoreKind score = ScoreKind::crps;
  Level level = Level::total;
  std::string target;
  Track track = Track::unconditional;
  int weeks = 1;
  std::vector<Date> origins;   // ascending
  std::vector<double> values;  // in % of the AUM at the origin

  bool is_of(const ScoreSeries& other) const {
    return score == other.score && level == other.level && target == other.target && track == other.track &&
           weeks == other.weeks;
  }
};

// Those of at least two forecasts that the definition's gates watch, in the order of tracks, horizons, levels, targets
// and scores.
std::vector<ScoreSeries> gated_series(const BacktestDefinition& definition, const BacktestResult& result);

enum class GateVerdict {
  held,     // no difference that counts
  better,   // counts, downwards
  worse,    // counts, upwards
  missing,  // the baseline has it, this run has too few of its forecasts
  added     // the baseline does not have it
};
std::string_view gate_verdict_text(GateVerdict verdict);

struct GateOutcome {
  ScoreSeries series;         // as scored now; of a missing one the baseline's
  std::size_t forecasts = 0;  // scored by both
  double mean = 0.0;          // of those
  double baseline_mean = 0.0;
  double noise = 0.0;  // standard error of mean - baseline_mean
  double limit = 0.0;  // the mean up to which the gate holds
  GateVerdict verdict = GateVerdict::held;

  bool fails() const { return verdict == GateVerdict::worse || verdict == GateVerdict::missing; }
};

// What runs now against the baseline, in the order of `series`, then what is missing. Every forecast of a baseline's
// series that this run's origins contain is to be there.
std::vector<GateOutcome> judge_gates(const BacktestDefinition& definition, const std::vector<ScoreSeries>& series,
                                     const std::vector<ScoreSeries>& baseline);

}  // namespace ebbtide
