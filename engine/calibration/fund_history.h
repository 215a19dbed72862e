// The funds' past in the form calibration needs: one entry per week from the first week of AUM to the week before
// week 1.
//
// Members' AUM: the sum of reconstructed cells where cells are observed; else the declared share of the total; else
// none.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "calibration/aum_reconstruction.h"
#include "history/history.h"
#include "model/posterior.h"

namespace ebbtide {

struct FundWeek {
  std::optional<Figure> flow;  // as published
  double flow_musd = 0.0;      // published, or as currently filled
  double flow_variance = 0.0;
  AumEstimate aum;
  bool aum_seen = false;        // an AUM figure was published for the week
  double return_percent = 0.0;  // of the week, AUM-weighted, simple
};

struct MemberHistory {
  Member member;
  AumStatus aum_status = AumStatus::none;
  std::vector<std::optional<Figure>> flow;
  std::vector<double> aum_musd;                           // zero before launch; empty where status is none
  std::vector<double> return_percent;                     // the total's for members without a price of their own
  std::vector<std::pair<std::size_t, double>> exposures;  // market variable, weight; at the last week
};

// AUM of one observed cell, week by week; zero before it opens.
struct CellPath {
  SeriesKey key;
  std::vector<AumEstimate> aum;
};
// All cells with a flow row, from `first` to `last`.
std::vector<CellPath> observed_cells(const HistoryView& view, Date first, Date last);

struct FundHistory {
  Date first_week;
  std::vector<FundWeek> weeks;
  std::vector<MemberHistory> members;  // launched by as_of; by dimension, in display order
  Date week_end(std::size_t index) const { return add_weeks(first_week, static_cast<int>(index)); }
  // Of an asset that was launched by as_of (InternalError).
  const MemberHistory& asset(const std::string& name) const;
};

// Flows as published, returns, and AUM with missing flows at `fill` (one entry per week, or empty: 0 +- 1 % of AUM).
// Throws InputError: "no-aum" (no AUM figure is public), "no-asset-weights" (AUM of assets neither observed nor
// declared).
FundHistory build_fund_history(const HistoryView& view);
// Rebuilds AUM with missing flows at these means and variances (weeks with a figure keep it).
void refill_aum(const HistoryView& view, const std::vector<std::pair<double, double>>& missing_flows,
                FundHistory& history);

}  // namespace ebbtide
