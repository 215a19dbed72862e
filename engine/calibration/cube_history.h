// The past of every product: flow, how surely it is known, and AUM, week by week.
//
// Where cells are observed they are taken as published. Where only margins are, all cells are estimated together from
// the printed rows of every week, each known to its rounding, their AUM shares of their assets' flows, and the
// sibling's figures as sightings (cell_law.h). AUM follows from flows, prices and the declared shares; as flows are
// measured against AUM and AUM is carried on by flows, the two are estimated in turn.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "calibration/fund_history.h"
#include "history/history.h"

namespace ebbtide {

// seen: published for this very cell. inferred: the week's total is published, and the cell follows from it and what
// else is known. smoothed: no total was published for the week.
enum class CellStatus { seen, inferred, smoothed };

struct CellWeek {
  double flow_musd = 0.0;     // the published figure where seen, else the posterior mean
  double flow_sd_musd = 0.0;  // rounding included
  double aum_musd = 0.0;      // at the week's end; 0 before launch
  CellStatus status = CellStatus::inferred;
  // Of an estimate: of the flow less the cell's share by AUM of its asset's; and how much of that variance what was
  // printed took away.
  double apart_sd_musd = 0.0;
  double apart_known = 1.0;
};

struct CellHistory {
  Product product;
  std::vector<CellWeek> weeks;                            // the weeks of FundHistory
  std::vector<double> return_percent;                     // of its asset, simple
  std::vector<std::pair<std::size_t, double>> exposures;  // market variable, weight
};

// What the law of estimated cells says of their spread around their assets.
struct EstimatedSpreads {
  std::vector<double> percent;            // by cell, standard deviation in % of its AUM
  std::array<double, 3> common_shares{};  // of the variance, by dimension
  std::vector<double> week_scale;         // by week: of its variances
};

struct CubeHistory {
  Date first_week;
  std::vector<CellHistory> cells;           // products launched by as_of, in the universe's order
  std::optional<EstimatedSpreads> spreads;  // where cells are estimated
  Date week_end(std::size_t index) const { return add_weeks(first_week, static_cast<int>(index)); }
};

// No cells where the universe declares no products. `history` is that of the same view.
CubeHistory build_cube_history(const HistoryView& view, const FundHistory& history);

}  // namespace ebbtide
