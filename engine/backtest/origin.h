// One origin of a backtest: what was public on its day, and the calibration to that alone.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "backtest/definition.h"
#include "calibration/settings.h"
#include "history/history.h"
#include "model/posterior.h"

namespace ebbtide {

// A week of the flow sample as rivals see it.
struct PastWeek {
  Date week_end;
  double flow_percent = 0.0;     // of the AUM it opened with; the calibration's mean where nobody published it
  double flow_percent_sd = 0.0;  // of that mean; 0 where published
  double return_percent = 0.0;   // AUM-weighted, simple
  double opening_aum_musd = 0.0;
  double closing_aum_musd = 0.0;
};

struct Origin {
  Date as_of;
  Date week_one;  // the first week that is forecast
  HistoryView view;
  std::shared_ptr<const Calibration> calibration;
  std::vector<PastWeek> past;  // the weeks before week 1 from the universe's first_flow_week on, oldest first
  // Flows of those weeks in million USD, by column of model/cube.h; 0 before its launch, empty where not published.
  std::vector<std::vector<std::optional<double>>> past_members;
  std::uint64_t seed = 0;  // the definition's, mixed with the day

  const FundPosterior& funds() const { return *calibration->funds; }
  double opening_aum_musd() const { return funds().opening_aum_musd; }
};

// Throws InputError where too little was public by then, as calibrate() does.
Origin make_origin(const History& history, Date as_of, std::uint64_t seed, const CalibrationSettings& settings);

// The seed of an origin: a function of the two alone, so that no origin's numbers depend on the others.
std::uint64_t origin_seed(std::uint64_t seed, Date as_of);

// What a track knows of the market in the weeks that are forecast, beside what was public at the origin.
struct KnownMarket {
  Track track = Track::unconditional;
  // By horizon week and variable of the market, as displayed (bp, or simple percent of a price's own return).
  std::vector<std::vector<std::optional<double>>> weeks;
};

// Reads `later` (what came) in the weeks 1 to `weeks` alone, and of it what the track conditions on. Values public at
// the origin are known in every track.
KnownMarket known_market(const Origin& origin, const HistoryView& later, Track track, int weeks);

}  // namespace ebbtide
