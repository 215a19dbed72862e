// The equations of cells: flow in % of their own AUM on their asset's flow and their own last value, with weeks of
// exactly zero apart, and what the residuals of cells have in common.
#pragma once

#include <optional>

#include "calibration/cube_history.h"
#include "calibration/fund_history.h"
#include "model/posterior.h"

namespace ebbtide {

// Priors (skill of the real weeks): level N(0, 0.15^2), own lag N(0.1, 0.2^2), asset's flow N(1, 0.5^2), level and
// asset's flow pooled over asset, region, issuer (calibration/pooled_regressions.h); rows discounted by 0.98 a week and
// by how surely the flow is known. Residual sd: the cell's own where it has 8 rows, else the median of the cells'.
// nullopt where the cube is empty or leaves a member of history.members without a cell.
std::optional<CubePosterior> fit_cells(const CubeHistory& cube, const FundHistory& history, Date first_flow_week);

}  // namespace ebbtide
