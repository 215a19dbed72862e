#include "backtest/backtest_tables.h"

#include <array>
#include <map>
#include <tuple>

namespace ebbtide {
namespace {

// What a score row says which forecast it is of.
using ForecastPlace = std::tuple<std::string, Track, Date, int, Level, std::string, std::string>;

struct WideRow {
  const ScoreRow* forecast = nullptr;
  std::array<Cell, kAllScoreKinds.size()> scores;
};

// One row a forecast, in the order of their first scores.
std::vector<WideRow> wide_rows(const BacktestResult& result) {
  std::vector<WideRow> rows;
  std::map<ForecastPlace, std::size_t> place_of;
  for (const ScoreRow& row : result.scores) {
    const bool is_listed = row.member.empty() || row.model == kEngineModel;
    if (!is_listed || row.unit == "musd") continue;
    const auto [place, is_new] = place_of.try_emplace(
        {row.model, row.track, row.origin, row.weeks, row.level, row.member, row.target}, rows.size());
    if (is_new) rows.push_back({&row, {}});
    for (std::size_t i = 0; i < kAllScoreKinds.size(); ++i) {
      if (score_kind_text(kAllScoreKinds[i]) == row.score) rows[place->second].scores[i] = row.value;
    }
  }
  return rows;
}

}  // namespace

Table scores_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("scores", "Scores of every forecast",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"model", ColumnType::text, "", "Model that made the forecast: ebbtide, or a rival."},
               {"track", ColumnType::text, "",
                "What was known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
               {"origin", ColumnType::date, "",
                "Day of the forecast; nothing published after it is read but what the "
                "track knows."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"level", ColumnType::text, "", "total, assets, regions, issuers or cells."},
               {"member", ColumnType::text, "",
                "Member or cell of the level, of ebbtide alone; empty: the total, or all of them together."},
               {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
               {"crps", ColumnType::number, "%", "Continuous ranked probability score, in % of the AUM at the origin."},
               {"tail_crps", ColumnType::number, "%", "The same with all weight on the lowest tenth of past flows."},
               {"wis", ColumnType::number, "%", "Weighted interval score."},
               {"pit", ColumnType::number, "", "Where the outcome fell in its forecast, 0 to 1."},
               {"energy", ColumnType::number, "%",
                "Energy score of all members together; of the total, of its flows at all horizons together."},
               {"variogram", ColumnType::number, "",
                "Variogram score of order 1/2 of all members together, of amounts "
                "in % of the AUM at the origin."},
               {"var_es", ColumnType::number, "%", "Joint score of the 5 % quantile and the mean below it."},
               {"log", ColumnType::number, "",
                "Log score in nats, of the density of the flow in % of the AUM at the origin."}});
  for (const WideRow& wide : wide_rows(result)) {
    const ScoreRow& row = *wide.forecast;
    std::vector<Cell> cells = {definition.universe,
                               row.model,
                               std::string(track_text(row.track)),
                               row.origin,
                               std::int64_t{row.weeks},
                               std::string(level_text(row.level)),
                               text_or_unknown(row.member),
                               row.target};
    cells.insert(cells.end(), wide.scores.begin(), wide.scores.end());
    table.append(std::move(cells));
  }
  return table;
}

Table quantiles_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("quantiles", "Quantiles of every forecast of the total",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"model", ColumnType::text, "", "Model that made the forecast: ebbtide, or a rival."},
               {"track", ColumnType::text, "",
                "What was known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
               {"origin", ColumnType::date, "", "Day of the forecast."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
               {"q05", ColumnType::number, "musd", "5 % quantile."},
               {"q25", ColumnType::number, "musd", "25 % quantile."},
               {"q50", ColumnType::number, "musd", "Median."},
               {"q75", ColumnType::number, "musd", "75 % quantile."},
               {"q95", ColumnType::number, "musd", "95 % quantile."},
               {"shortfall_05", ColumnType::number, "musd", "Mean of the worst twentieth of the draws."}});
  for (const QuantileRow& row : result.quantiles) {
    table.append({definition.universe, row.model, std::string(track_text(row.track)), row.origin,
                  std::int64_t{row.weeks}, row.target, row.q05, row.q25, row.q50, row.q75, row.q95, row.shortfall_05});
  }
  return table;
}

Table origins_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table("origins", "Origins and what came after them",
              {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
               {"origin", ColumnType::date, "", "Day of the forecast."},
               {"week_one", ColumnType::date, "",
                "Friday that ends the first week forecast: the first week whose "
                "total flow was not public."},
               {"horizon", ColumnType::integer, "weeks", "Weeks forecast."},
               {"week_end", ColumnType::date, "", "Friday that ends the last week forecast."},
               {"opening_aum", ColumnType::number, "musd", "AUM before week 1 as known at the origin."},
               {"realised_flow", ColumnType::number, "musd",
                "Net flow that came, added up from week 1, as first published; empty where a week is not known."},
               {"realised_aum", ColumnType::number, "musd",
                "AUM that came, as known on the day the week's flow was published; empty where not known."}});
  for (const OriginRow& row : result.origins) {
    table.append({definition.universe, row.origin, row.week_one, std::int64_t{row.weeks}, row.target_week,
                  row.opening_aum_musd, value_or_unknown(row.flow_musd), value_or_unknown(row.aum_musd)});
  }
  return table;
}

}  // namespace ebbtide
