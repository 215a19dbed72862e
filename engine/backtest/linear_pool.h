// The linear pool as a rival: w F + (1 - w) G of the engine's forecast F of the total and that of its partner G, an
// autoregression. Its weight is learned from forecasts whose outcome was public on the origin's day, so that it is the
// one model whose scores depend on which origins a backtest begins with.
//
// A second pass over what the origins left: scores of both, and how far the two laws lay apart. Scores that a pool of
// samples has no closed form for are not made (stats/linear_pool.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backtest/forecast.h"
#include "backtest/score_row.h"

namespace ebbtide {

inline constexpr const char* kLinearPool = "linear_pool";
// Fewer past forecasts than this, and both weigh alike.
inline constexpr std::size_t kFewestPoolForecasts = 8;

// The rival that is pooled with the engine: ar1_t, and ar1_t_return where the track knows the prices.
std::string_view pool_partner(Track track);

// What the pool needs of one forecast of both and does not find among their scores.
struct PoolDistance {
  Track track = Track::unconditional;
  Date origin;
  int weeks = 1;
  Date target_week;
  std::string target;  // "cumulative_net_flow" or "aum"
  Date published;      // the day from which its outcome is public
  double opening_aum_musd = 0.0;
  double crps_musd = 0.0;                               // the Cramer distance of the two laws
  std::optional<double> tail_crps_musd = std::nullopt;  // that of their tails; of flows, where there is a threshold
};

// Of the flow and of AUM, where both forecast it; what stands in `place` is copied.
std::vector<PoolDistance> pool_distances(const Forecast& engine, const Forecast& partner, PoolDistance place,
                                         std::optional<double> tail_threshold_musd);

// The weight of one forecast.
struct PoolWeight {
  Track track = Track::unconditional;
  Date origin;
  int weeks = 1;
  std::string target;
  std::size_t past_forecasts = 0;  // that it was learned from
  double engine_weight = 0.5;
};

struct PoolScores {
  std::vector<ScoreRow> scores;
  std::vector<PoolWeight> weights;
};

// In the order of `distances`. `scores` hold those of `engine` and of the partners: crps, and tail_crps and pit where
// they were asked for. A weight minimises the mean CRPS, in % of the AUM at each origin, of the same track, horizon and
// target over the forecasts published by its origin.
PoolScores pool_scores(const std::vector<ScoreRow>& scores, std::string_view engine,
                       const std::vector<PoolDistance>& distances);

}  // namespace ebbtide
