#include "calibration/calibrate.h"

#include <cmath>

#include "calibration/cell_fit.h"
#include "calibration/cube_history.h"
#include "calibration/flow_fit.h"
#include "calibration/fund_history.h"
#include "calibration/market_fit.h"
#include "calibration/member_fit.h"
#include "core/format.h"

namespace ebbtide {
namespace {

// Members of a dimension with AUM add to the total exactly, and cells to their members.
void scale_members(FundPosterior& funds) {
  for (const Dimension dimension : kDimensions) {
    double sum = 0.0;
    for (const MemberPosterior& member : funds.members) {
      if (member.dimension == dimension) sum += member.opening_aum_musd;
    }
    if (sum <= 0.0) continue;
    for (MemberPosterior& member : funds.members) {
      if (member.dimension == dimension) member.opening_aum_musd *= funds.opening_aum_musd / sum;
    }
    if (!funds.cube || dimension != Dimension::asset) continue;
    for (CellPosterior& cell : funds.cube->cells) cell.opening_aum_musd *= funds.opening_aum_musd / sum;
  }
  if (!funds.cube) return;
  for (MemberPosterior& member : funds.members) {
    if (member.dimension == Dimension::asset) continue;
    member.opening_aum_musd = 0.0;
    for (const CellPosterior& cell : funds.cube->cells) {
      if (cell.key.part(member.dimension) != member.name) continue;
      member.opening_aum_musd += cell.opening_aum_musd;
      if (member.aum_status == AumStatus::none) member.aum_status = cell.aum_status;
    }
  }
}

std::vector<ReconstructedWeek> reconstructed_weeks(const FundHistory& history, const FlowFit& flow) {
  std::vector<ReconstructedWeek> weeks;
  for (std::size_t t = 1; t < history.weeks.size(); ++t) {
    const FundWeek& week = history.weeks[t];
    ReconstructedWeek entry;
    entry.week_end = history.week_end(t);
    entry.flow_seen = week.flow.has_value();
    const double scale = 0.01 * history.weeks[t - 1].aum.mean_musd;
    entry.net_flow_musd = entry.flow_seen ? week.flow->value_musd : scale * flow.flow_percent[t];
    entry.net_flow_sd_musd = entry.flow_seen ? std::sqrt(week.flow_variance) : scale * flow.flow_percent_sd[t];
    entry.aum_musd = week.aum.mean_musd;
    entry.aum_sd_musd = week.aum.sd_musd;
    entry.aum_seen = week.aum_seen;
    entry.return_percent = week.return_percent;
    weeks.push_back(entry);
  }
  return weeks;
}

}  // namespace

Calibration calibrate(const HistoryView& view, const CalibrationSettings& settings) {
  Calibration result;
  result.universe = view.universe().name;
  result.as_of = view.as_of();
  result.week_one = view.week_one();
  result.market = fit_market(view, settings);
  FundHistory history = build_fund_history(view);
  const FlowFit flow = fit_flow(view, history, result.market.last_week, settings);
  FundPosterior funds;
  funds.flow = flow.posterior;
  funds.opening_aum_musd = history.weeks.back().aum.mean_musd;
  funds.opening_aum_sd_musd = history.weeks.back().aum.sd_musd;
  funds.members = fit_members(view, history, flow, settings);
  funds.cube = fit_cells(build_cube_history(view, history), history, view.universe().first_flow_week);
  scale_members(funds);
  result.funds = std::move(funds);
  result.weeks = reconstructed_weeks(history, flow);
  result.notes = view.universe().proxies;
  return result;
}

}  // namespace ebbtide
