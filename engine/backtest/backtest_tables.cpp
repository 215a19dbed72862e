#include "backtest/backtest_tables.h"

namespace ebbtide {
namespace {

Cell known_or_empty(const std::optional<double>& value) {
  return value ? Cell(*value) : Cell(std::monostate{});
}

Cell text_or_empty(const std::string& text) {
  return text.empty() ? Cell(std::monostate{}) : Cell(text);
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
               {"week_end", ColumnType::date, "", "Friday that ends the last week forecast."},
               {"level", ColumnType::text, "", "total, assets, regions, issuers or cells."},
               {"member", ColumnType::text, "", "Member of the level; empty: the total, or all members together."},
               {"target", ColumnType::text, "", "What was forecast: cumulative_net_flow from week 1, or closing aum."},
               {"score", ColumnType::text, "", "Name of the score."},
               {"unit", ColumnType::text, "", "Unit of the value; % is of the AUM at the origin."},
               {"value", ColumnType::number, "", "The score; smaller is better, but for pit."}});
  for (const ScoreRow& row : result.scores) {
    table.append({definition.universe, row.model, std::string(track_text(row.track)), row.origin,
                  std::int64_t{row.weeks}, row.target_week, std::string(level_text(row.level)),
                  text_or_empty(row.member), row.target, row.score, text_or_empty(row.unit), row.value});
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
                  row.opening_aum_musd, known_or_empty(row.flow_musd), known_or_empty(row.aum_musd)});
  }
  return table;
}

}  // namespace ebbtide
