// Every number of a result in one list, for comparing runs bit by bit.
#pragma once

#include <vector>

#include "simulation/simulate.h"

namespace ebbtide::fixture {

inline void append(const Estimate& estimate, std::vector<double>& values) {
  values.insert(values.end(), {estimate.value, estimate.standard_error});
}

inline std::vector<double> result_values(const SimulationResult& result) {
  std::vector<double> values = {static_cast<double>(result.clipped_member_weeks),
                                static_cast<double>(result.member_weeks)};
  for (const SeriesResult& series : result.series) {
    for (const SeriesWeek& week : series.weeks) {
      append(week.summary.mean, values);
      append(week.summary.standard_deviation, values);
      for (const Estimate& quantile : week.summary.quantiles) append(quantile, values);
      append(week.summary.shortfall, values);
      values.push_back(week.percentile);
      values.insert(values.end(), week.group_sums.begin(), week.group_sums.end());
    }
  }
  for (const EventResult& event : result.events) append(event.probability, values);
  return values;
}

}  // namespace ebbtide::fixture
