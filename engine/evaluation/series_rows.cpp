#include "evaluation/series_rows.h"

namespace ebbtide {

std::vector<Column> member_columns() {
  return {{"asset", ColumnType::text, "", "Asset of the member; empty means all assets."},
          {"region", ColumnType::text, "", "Region of the member; empty means all regions."},
          {"issuer", ColumnType::text, "", "Issuer of the member; empty means all issuers."}};
}

void append_member(const SeriesKey& key, std::vector<Cell>& row) {
  for (const std::string* name : {&key.asset, &key.region, &key.issuer}) row.push_back(text_or_unknown(*name));
}

std::vector<Column> series_columns() {
  std::vector<Column> columns = {
      {"scenario", ColumnType::text, "", "Name of the scenario."},
      {"as_of", ColumnType::date, "", "Nothing published after this day was read."},
      {"horizon", ColumnType::integer, "weeks",
       "Weeks ahead; 1 is the first week whose total flow was not yet published."},
      {"week_end", ColumnType::date, "", "Friday on which the week ends."},
      {"target", ColumnType::text, "",
       "What the row is about: net_flow, cumulative_net_flow, net_flow_pct_aum, aum, market_effect, factor or return."},
      {"series", ColumnType::text, "", "Factor or price the row is about; empty for flows and AUM."}};
  for (Column& column : member_columns()) columns.push_back(std::move(column));
  columns.push_back(
      {"unit", ColumnType::text, "", "Unit of the values: musd (million USD), % (simple percent) or bp."});
  return columns;
}

std::vector<Cell> series_cells(const ScenarioResult& result, const Series& series, int week) {
  std::vector<Cell> row = {result.scenario.name,
                           result.scenario.as_of,
                           static_cast<std::int64_t>(week + 1),
                           add_weeks(result.model.calibration->week_one, week),
                           std::string(target_text(series.target)),
                           text_or_unknown(series.name)};
  append_member(series.key, row);
  row.emplace_back(std::string(unit_text(series.unit)));
  return row;
}

}  // namespace ebbtide
