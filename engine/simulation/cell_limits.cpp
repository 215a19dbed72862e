// The cell kernel's part that keeps redemptions within what cells hold.
#include <algorithm>
#include <limits>

#include "simulation/cell_kernel.h"
#include "simulation/fund_kernel.h"

namespace ebbtide {
namespace {

// Of what a cell holds: a cell moved onto an asset that redeems everything ends there but for rounding.
constexpr double kRounding = 1e-9;

}  // namespace

// Active set per lane and asset: cells below -AUM (1 + r) are held there, and the trading rest carries the difference
// by variance. A cell of a pinned sum is not moved; where it is out of reach the path weighs nothing. Quiet cells trade
// only when the others hold too little.
std::uint64_t CellKernel::keep_feasible(const CellWeekInputs& inputs, std::size_t lanes, FundPaths& paths) {
  std::uint64_t clipped = 0;
  std::vector<char> held;
  const auto is_pinned = [&](std::size_t c) { return inputs.weigh_pins && rows_of_[c].size() > 1; };
  for (std::size_t a = 0; a < assets_; ++a) {
    const std::vector<std::size_t>& cells = cells_of_asset_[a];
    std::array<bool, kLanes> feasible;
    feasible.fill(true);
    for (const std::size_t c : cells) {
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        feasible[lane] = feasible[lane] && flow_[c][lane] >= -aum_[c][lane] * (1.0 + inputs.returns[a][lane]);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (feasible[lane]) continue;
      const auto floor_of = [&](std::size_t c) { return -aum_[c][lane] * (1.0 + inputs.returns[a][lane]); };
      held.assign(cells.size(), 0);
      double least = 0.0;  // that the trading cells can deliver
      for (const std::size_t c : cells) {
        if (is_pinned(c) && flow_[c][lane] < floor_of(c) - kRounding * aum_[c][lane])
          paths.log_weight[lane] = -std::numeric_limits<double>::infinity();
        if (trades_[c][lane] > 0.0) least += is_pinned(c) ? flow_[c][lane] : floor_of(c);
      }
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool stays_quiet = trades_[cells[i]][lane] == 0.0 && inputs.flow[a][lane] >= least;
        held[i] = is_pinned(cells[i]) || stays_quiet ? 1 : 0;
      }
      const std::vector<char> fixed = held;
      for (bool changed = true; changed;) {
        changed = false;
        double gap = inputs.flow[a][lane], variance = 0.0, room = 0.0;
        for (std::size_t i = 0; i < cells.size(); ++i) {
          const std::size_t c = cells[i];
          double& usd = flow_[c][lane];
          if (!held[i] && usd < floor_of(c)) {
            held[i] = 1;
            changed = true;
            clipped += lane < lanes ? 1 : 0;
          }
          if (held[i] && !fixed[i]) usd = floor_of(c);
          gap -= usd;
          variance += held[i] ? 0.0 : spread_[c][lane] * spread_[c][lane];
          room += held[i] ? 0.0 : usd - floor_of(c);
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
          if (held[i]) continue;
          double& usd = flow_[cells[i]][lane];
          const double spread = spread_[cells[i]][lane];
          // When little is left, in proportion to what each still holds above its floor: always feasible.
          const bool by_room = room > 0.0 && (!(variance > 0.0) || (gap < 0.0 && room + gap < 1e-9 * room));
          usd += by_room          ? gap * ((usd - floor_of(cells[i])) / room)
                 : variance > 0.0 ? gap * (spread * spread / variance)
                                  : 0.0;
        }
      }
    }
  }
  return clipped;
}

}  // namespace ebbtide
