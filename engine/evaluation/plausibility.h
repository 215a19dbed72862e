// How far a scenario's market conditions lie from the model's own law, and when the past came close to them
// (docs/methods.md, Plausibility). Values already published are background: every distance is given them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evaluation/earlier_moves.h"
#include "evaluation/past_windows.h"
#include "history/history.h"
#include "model/model.h"
#include "simulation/market_sample.h"
#include "stats/grouped_mean.h"

namespace ebbtide {

struct Plausibility {
  int conditions = 0;  // hard, target and evidence rows: those that the distance measures
  int bounds = 0;      // inequality rows
  // Squared distance q of the conditions from their mean in standard deviations: targets at their centre, evidence with
  // its error, and with drivers the squared size of the shocks that deliver them. Empty without such rows.
  std::optional<double> distance;
  std::optional<double> p_value;  // that a draw of the model lies as far out
  // Share of simulated paths, parameters drawn, whose own quantities lie as far out. Empty with drivers, whose shocks
  // alone no path of the past or of the model has.
  std::optional<Estimate> simulated_share;
  std::optional<Estimate> bounds_probability;  // that every bound holds, given the other conditions
  std::optional<PastWindows> past;             // where there is a history
  std::vector<EarlierMove> earlier;
};

inline constexpr std::size_t kPlausibilityPaths = 16'384;  // 1,024 draws of the parameters

// The model with nothing but known values.
Model background_of(const Model& model);

// Empty when the model has no market conditions but known values. background: draw_market of background_of(model) at
// the scenario's seed; view: null without a history. Throws NumericalError.
std::optional<Plausibility> plausibility(const Model& model, std::uint64_t seed, const MarketSample& background,
                                         const HistoryView* view, const Executor& executor);

}  // namespace ebbtide
