// Lying bars from the 5 to the 95 % quantile, the median where the two shades meet; bars may cross zero.
#pragma once

#include <string>
#include <vector>

#include "report/chart_data.h"

namespace ebbtide {

struct RangeBar {
  std::string label;
  std::optional<double> q05, q50, q95;
};

// Bars without all three quantiles are left out; nullptr when none is left. First bar on top.
lxw_chart* range_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                       const std::string& value_format, const std::vector<RangeBar>& bars);

}  // namespace ebbtide
