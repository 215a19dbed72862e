// A finished backtest by what was forecast: how tables of skill, calibration and tests find their scores.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

struct ForecastKey {
  Level level = Level::total;
  std::string target;  // "cumulative_net_flow" or "aum"
  Track track = Track::unconditional;
  int weeks = 1;

  // The checker takes the comparison of a defaulted <=> with 0 for a null pointer.
  auto operator<=>(const ForecastKey&) const = default;  // NOLINT(modernize-use-nullptr)
};

// All that the definition may hold, in the order of tables.
std::vector<ForecastKey> forecast_keys(const BacktestDefinition& definition);
// The engine, then the rivals.
std::vector<std::string> models_of(const BacktestDefinition& definition);

// Values of a score by origin and member; the member is empty where it is of the total or of all members together.
using ByOutcome = std::map<std::pair<Date, std::string>, double>;

// One kind of score, amounts in % of the AUM at the origin.
class ScoreIndex {
 public:
  ScoreIndex(const BacktestResult& result, ScoreKind kind);
  // nullptr where the model made no such forecast.
  const ByOutcome* find(const std::string& model, const ForecastKey& key) const;

 private:
  std::map<std::pair<std::string, ForecastKey>, ByOutcome> values_;
};

// Scores of several models on the outcomes that all of them forecast: the mean over an origin's members, by origin.
struct CommonScores {
  std::vector<Date> origins;                // ascending
  std::vector<std::vector<double>> values;  // by model
};
CommonScores common_scores(const std::vector<const ByOutcome*>& models);

// Of origins in ascending order, the first and every one whose forecast of so many weeks begins when that of the last
// chosen one has ended: indices.
std::vector<std::size_t> apart(const std::vector<Date>& origins, int weeks);

// A table whose rows begin with universe, level, target, track and horizon.
Table forecast_table(const char* name, const char* title, const std::vector<Column>& more);
void append_forecast(const BacktestDefinition& definition, const ForecastKey& key, const std::vector<Cell>& more,
                     Table& table);

}  // namespace ebbtide
