#include "calibration/cube_history.h"

#include <algorithm>
#include <cmath>

#include "calibration/margin_cube.h"

namespace ebbtide {
namespace {

CellHistory empty_cell(const HistoryView& view, const FundHistory& history, const Product& product) {
  CellHistory cell;
  cell.product = product;
  cell.weeks.resize(history.weeks.size());
  const MemberHistory& asset = history.asset(product.key.asset);
  cell.return_percent = asset.return_percent;
  for (const PriceExposure& price : asset.member.prices) {
    if (const auto variable = view.market().index_of(price.return_name))
      cell.exposures.emplace_back(*variable, price.weight);
  }
  return cell;
}

void take_observed(const HistoryView& view, const FundHistory& history, CubeHistory& cube) {
  const std::vector<CellPath> paths =
      observed_cells(view, history.first_week, history.week_end(history.weeks.size() - 1));
  for (CellHistory& cell : cube.cells) {
    const auto path = std::find_if(paths.begin(), paths.end(),
                                   [&cell](const CellPath& candidate) { return candidate.key == cell.product.key; });
    if (path == paths.end()) continue;
    for (std::size_t t = 0; t < cell.weeks.size(); ++t) {
      CellWeek& week = cell.weeks[t];
      week.aum_musd = path->aum[t].mean_musd;
      const auto flow = view.flow(cell.product.key, history.week_end(t));
      if (!flow) continue;
      week.flow_musd = flow->value_musd;
      week.flow_sd_musd = flow->rounding_musd / std::sqrt(12.0);
      week.status = CellStatus::seen;
    }
  }
}

EstimatedSpreads spreads_of(const MarginCube& estimate, const CubeHistory& cube) {
  std::vector<SeriesKey> keys;
  for (const CellHistory& cell : cube.cells) keys.push_back(cell.product.key);
  const ApartLaw apart = apart_law(CellFactors(keys), estimate.law);
  EstimatedSpreads spreads;
  spreads.common_shares = apart.common_shares;
  for (const double variance : apart.variance) spreads.percent.push_back(100.0 * std::sqrt(variance));
  for (const CellEstimate& week : estimate.flows) spreads.week_scale.push_back(week.scale);
  return spreads;
}

void infer_from_margins(const HistoryView& view, const FundHistory& history, CubeHistory& cube) {
  const MarginCube estimate = estimate_margin_cube(view, history);
  for (std::size_t c = 0; c < cube.cells.size(); ++c) {
    for (std::size_t t = 0; t < history.weeks.size(); ++t) {
      CellWeek& week = cube.cells[c].weeks[t];
      const auto i = static_cast<Eigen::Index>(c);
      week.flow_musd = estimate.flows[t].mean_musd(i);
      week.flow_sd_musd = estimate.flows[t].sd_musd(i);
      week.apart_sd_musd = estimate.flows[t].apart_sd_musd(i);
      week.apart_known = estimate.flows[t].apart_known(i);
      week.aum_musd = estimate.aum_musd[t](i);
      week.status = history.weeks[t].flow ? CellStatus::inferred : CellStatus::smoothed;
    }
  }
  cube.spreads = spreads_of(estimate, cube);
}

}  // namespace

CubeHistory build_cube_history(const HistoryView& view, const FundHistory& history) {
  CubeHistory cube;
  cube.first_week = history.first_week;
  for (const Product& product : view.universe().products) {
    cube.cells.push_back(empty_cell(view, history, product));
  }
  if (cube.cells.empty()) return cube;
  if (view.universe().cells_observed) {
    take_observed(view, history, cube);
  } else {
    infer_from_margins(view, history, cube);
  }
  return cube;
}

}  // namespace ebbtide
