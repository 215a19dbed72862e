#include "backtest/murphy_table.h"

#include <algorithm>
#include <array>

#include "backtest/forecast_index.h"
#include "stats/murphy.h"

namespace ebbtide {
namespace {

struct Quantile {
  double level;
  double QuantileRow::*value;
};

constexpr std::array<Quantile, 2> kQuantiles = {{{0.05, &QuantileRow::q05}, {0.5, &QuantileRow::q50}}};

// In % of the AUM at the origin, by origin.
using ByOrigin = std::map<Date, double>;

ByOrigin outcomes_of(const BacktestResult& result, int weeks) {
  ByOrigin outcomes;
  for (const OriginRow& row : result.origins) {
    if (row.weeks == weeks && row.flow_musd) outcomes[row.origin] = 100.0 * *row.flow_musd / row.opening_aum_musd;
  }
  return outcomes;
}

// By model, of the outcomes that all models forecast.
struct Forecasts {
  std::vector<std::string> models;
  std::vector<std::vector<double>> quantiles;
  std::vector<double> outcomes;
};

Forecasts forecasts_of(const BacktestDefinition& definition, const BacktestResult& result, const ForecastKey& key,
                       const Quantile& quantile) {
  std::map<Date, double> opening;
  for (const OriginRow& row : result.origins) opening[row.origin] = row.opening_aum_musd;
  std::map<std::string, ByOrigin> stated;
  for (const QuantileRow& row : result.quantiles) {
    if (row.target == key.target && row.track == key.track && row.weeks == key.weeks)
      stated[row.model][row.origin] = 100.0 * row.*quantile.value / opening.at(row.origin);
  }
  Forecasts forecasts;
  for (const std::string& model : models_of(definition)) {
    if (stated.contains(model)) forecasts.models.push_back(model);
  }
  forecasts.quantiles.resize(forecasts.models.size());
  for (const auto& [origin, outcome] : outcomes_of(result, key.weeks)) {
    const auto has_it = [&, at = origin](const std::string& model) { return stated.at(model).contains(at); };
    if (!std::all_of(forecasts.models.begin(), forecasts.models.end(), has_it)) continue;
    forecasts.outcomes.push_back(outcome);
    for (std::size_t m = 0; m < forecasts.models.size(); ++m)
      forecasts.quantiles[m].push_back(stated.at(forecasts.models[m]).at(origin));
  }
  return forecasts;
}

std::vector<double> thresholds_of(const Forecasts& forecasts) {
  auto [low, high] = std::minmax_element(forecasts.outcomes.begin(), forecasts.outcomes.end());
  double first = *low, last = *high;
  for (const std::vector<double>& quantiles : forecasts.quantiles) {
    const auto [least, most] = std::minmax_element(quantiles.begin(), quantiles.end());
    first = std::min(first, *least);
    last = std::max(last, *most);
  }
  std::vector<double> thresholds;
  thresholds.reserve(kMurphyThresholds);
  for (int i = 0; i < kMurphyThresholds; ++i)
    thresholds.push_back(first + (last - first) * (static_cast<double>(i) + 0.5) / kMurphyThresholds);
  return thresholds;
}

}  // namespace

Table murphy_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = forecast_table(
      "murphy", "Murphy diagrams of quantiles of the total's flow",
      {{"model", ColumnType::text, "", "Model that made the forecasts."},
       {"quantile", ColumnType::number, "", "Level of the quantile that is scored."},
       {"threshold", ColumnType::number, "%", "Threshold of the elementary score, in % of the AUM at the origin."},
       {"value", ColumnType::number, "",
        "Mean elementary score at the threshold; a model whose curve is nowhere above another's is better by every "
        "score of this quantile."}});
  for (const ForecastKey& key : forecast_keys(definition)) {
    if (key.level != Level::total || key.target != "cumulative_net_flow") continue;
    for (const Quantile& quantile : kQuantiles) {
      const Forecasts forecasts = forecasts_of(definition, result, key, quantile);
      if (forecasts.outcomes.size() < 2) continue;
      const std::vector<double> thresholds = thresholds_of(forecasts);
      for (std::size_t m = 0; m < forecasts.models.size(); ++m) {
        const std::vector<double> curve =
            murphy_quantile_curve(forecasts.quantiles[m], forecasts.outcomes, quantile.level, thresholds);
        for (std::size_t i = 0; i < curve.size(); ++i)
          append_forecast(definition, key, {forecasts.models[m], quantile.level, thresholds[i], curve[i]}, table);
      }
    }
  }
  return table;
}

}  // namespace ebbtide
