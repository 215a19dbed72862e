// The columns that say which series and week a row is about, shared by the result tables.
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// scenario, as_of, horizon, week_end, target, series, asset, region, issuer, unit
std::vector<Column> series_columns();
std::vector<Cell> series_cells(const ScenarioResult& result, const Series& series, int week);
// asset, region, issuer: empty cells mean all.
std::vector<Column> member_columns();
void append_member(const SeriesKey& key, std::vector<Cell>& row);

// Called for every series that is reported, not for conditions' quantities.
template <typename Visit>
void for_each_series_week(const std::vector<ScenarioResult>& results, const Visit& visit) {
  for (const ScenarioResult& result : results) {
    for (std::size_t i = 0; i < result.simulation.series.size(); ++i) {
      const SeriesResult& series = result.simulation.series[i];
      if (series.series.target == Target::condition) continue;
      for (int week = 0; week < series.series.weeks; ++week) visit(result, i, series, week);
    }
  }
}

}  // namespace ebbtide
