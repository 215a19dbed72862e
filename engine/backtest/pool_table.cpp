#include "backtest/pool_table.h"

namespace ebbtide {

Table pool_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("pool_weights", "Weights of the linear pool",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"track", ColumnType::text, "",
                "What was known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
               {"origin", ColumnType::date, "", "Day of the forecast."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
               {"partner", ColumnType::text, "", "Rival that is pooled with ebbtide."},
               {"past_forecasts", ColumnType::integer, "",
                "Earlier forecasts whose outcome was public at the origin; with fewer than 8 both weigh alike."},
               {"ebbtide_weight", ColumnType::number, "", "Weight of ebbtide, 0 to 1; the partner has the rest."}});
  for (const PoolWeight& row : result.pool_weights) {
    table.append({definition.universe, std::string(track_text(row.track)), row.origin, std::int64_t{row.weeks},
                  row.target, std::string(pool_partner(row.track)), static_cast<std::int64_t>(row.past_forecasts),
                  row.engine_weight});
  }
  return table;
}

}  // namespace ebbtide
