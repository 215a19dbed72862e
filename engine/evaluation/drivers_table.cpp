#include "evaluation/drivers_table.h"

#include "evaluation/series_rows.h"

namespace ebbtide {
namespace {

std::vector<Column> driver_columns() {
  std::vector<Column> columns = {{"scenario", ColumnType::text, "", "Name of the scenario."},
                                 {"baseline", ColumnType::text, "", "Scenario the differences are taken to."},
                                 {"horizon", ColumnType::integer, "weeks", "Weeks ahead."},
                                 {"week_end", ColumnType::date, "", "Friday on which the week ends."},
                                 {"target", ColumnType::text, "", "net_flow, cumulative_net_flow or aum."}};
  for (Column& column : member_columns()) columns.push_back(std::move(column));
  columns.push_back({"unit", ColumnType::text, "", "musd: million USD."});
  columns.push_back({"kind", ColumnType::text, "",
                     "condition, assumption: its part of the linear move; channel: the same move by the way it took; "
                     "remainder: total less all conditions and assumptions, or less all channels; total: simulated."});
  columns.push_back({"driver", ColumnType::text, "", "The condition's text, or the channel; empty for the others."});
  columns.push_back({"contribution", ColumnType::number, "", "Part of the difference of means to the baseline."});
  columns.push_back({"mc_se", ColumnType::number, "",
                     "Monte Carlo standard error of remainder and total; the other parts are exact."});
  return columns;
}

}  // namespace

Table drivers_table(const std::vector<ScenarioResult>& results) {
  Table table("drivers", "What moved flows and AUM away from the baseline", driver_columns());
  for (const ScenarioResult& result : results) {
    for (const DriverSplit& split : result.drivers.splits) {
      const Series& series = result.simulation.series[split.series].series;
      std::vector<Cell> place = {
          result.scenario.name, *result.scenario.baseline, static_cast<std::int64_t>(split.week + 1),
          add_weeks(result.model.calibration->week_one, split.week), std::string(target_text(series.target))};
      append_member(series.key, place);
      place.emplace_back(std::string(unit_text(series.unit)));
      const auto add = [&](std::string_view kind, Cell driver, double value, Cell error) {
        std::vector<Cell> row = place;
        row.insert(row.end(), {std::string(kind), std::move(driver), value, std::move(error)});
        table.append(std::move(row));
      };
      for (std::size_t i = 0; i < split.causes.size(); ++i) {
        const DriverCause& cause = result.drivers.causes[i];
        add(driver_kind_text(cause.kind), cause.text, split.causes[i], std::monostate{});
      }
      for (const auto& [channel, value] : split.channels)
        add(driver_kind_text(DriverKind::channel), channel, value, std::monostate{});
      add("remainder", std::monostate{}, split.remainder(), split.total.standard_error);
      add("total", std::monostate{}, split.total.value, split.total.standard_error);
    }
  }
  return table;
}

}  // namespace ebbtide
