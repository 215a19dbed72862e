// A native waterfall: opening level, what came in or went out, closing level.
#pragma once

#include <string>
#include <vector>

#include "report/chart_data.h"

namespace ebbtide {

struct WaterfallStep {
  std::string label;
  double value = 0.0;
  bool is_level = false;  // a level stands on the axis; a change hangs between the levels before and after it
};

// Where every level is positive the value axis starts near the lowest, not at zero, and the title should say so;
// otherwise it holds zero, and bars that cross it are drawn in two pieces.
lxw_chart* waterfall_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                           const std::string& number_format, const std::vector<WaterfallStep>& steps);

}  // namespace ebbtide
