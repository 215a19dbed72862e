// Flows and AUM of all products of a universe that publishes margins only.
#pragma once

#include <vector>

#include "calibration/cell_law.h"
#include "calibration/fund_history.h"
#include "history/history.h"

namespace ebbtide {

struct MarginCube {
  std::vector<CellEvidence> evidence;  // by week of FundHistory: what each printed
  CellLaw law;
  std::vector<CellEstimate> flows;  // by week; products in the universe's order
  std::vector<Vector> aum_musd;     // at the week's end; cells add to the total's
};

MarginCube estimate_margin_cube(const HistoryView& view, const FundHistory& history);

}  // namespace ebbtide
