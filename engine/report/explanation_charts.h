// The native charts of explained weeks (internal to engine/report).
#pragma once

#include <vector>

#include "backtest/explanation.h"
#include "report/chart_data.h"

namespace ebbtide {

// From the expected flow by macro, prices and what neither explains to the flow that came; USD m.
lxw_chart* miss_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation);
// The 90 % intervals of U, M and MP above each other, and what came; USD m.
lxw_chart* laws_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation);
// Opening AUM, flow, market, closing AUM as they came; USD bn. nullptr where AUM is not known.
lxw_chart* came_bridge_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation);
// The parts of every week's flow beside each other, in % of opening AUM.
lxw_chart* weeks_chart(WorkbookFile& book, ChartData& data, const std::vector<Explanation>& explanations);

}  // namespace ebbtide
