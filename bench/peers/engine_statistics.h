// The engine's summaries as the statistics that the peers compute.
#pragma once

#include <string>
#include <vector>

#include "peer_run.h"
#include "stats/column_summary.h"

namespace peers {

inline Statistics statistics_of(const ebbtide::ColumnSummary& summary, double ebbtide::Estimate::*part) {
  const auto& q = summary.quantiles;
  static_assert(ebbtide::kQuantileLevels[3] == 0.25 && ebbtide::kQuantileLevels[5] == 0.75);
  return {summary.mean.*part, summary.standard_deviation.*part,
          q[0].*part,         q[1].*part,
          q[3].*part,         q[4].*part,
          q[5].*part,         q[7].*part,
          q[8].*part,         summary.shortfall.*part};
}

// With standard errors.
inline void write_summaries(const std::string& file, const std::vector<std::string>& columns,
                            const std::vector<ebbtide::ColumnSummary>& summaries) {
  std::vector<Statistics> values, errors;
  for (const ebbtide::ColumnSummary& summary : summaries) {
    values.push_back(statistics_of(summary, &ebbtide::Estimate::value));
    errors.push_back(statistics_of(summary, &ebbtide::Estimate::standard_error));
  }
  write_statistics(file, columns, values, errors);
}

}  // namespace peers
