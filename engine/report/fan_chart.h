// A native fan chart: recent weeks as a line, then 5-95 and 25-75 % bands with the median, and what came true as
// markers.
#pragma once

#include <string>
#include <vector>

#include "report/chart_data.h"

namespace ebbtide {

// One week of the chart; weeks of the past carry `past`, weeks ahead the quantiles. Unknown points are left out.
struct FanPoint {
  std::string label;
  std::optional<double> past;
  bool past_is_estimated = false;  // smoothed or reconstructed, marked by a dot
  std::optional<double> q05, q25, q50, q75, q95;
  std::optional<double> realised;
};

// The chart reads the cells it adds to `data`. Returns nullptr when no week ahead has all five quantiles.
lxw_chart* fan_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                     const std::string& value_format, const std::vector<FanPoint>& points);

}  // namespace ebbtide
