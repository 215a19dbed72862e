// Flows and AUM of the cells of one theta group, given those of their assets, and the sums they make: regions, issuers,
// pairs (docs/methods.md, Cells).
//
// A cell's own draw is moved, with all others at once, onto what is given: the assets' flows and pinned sums. With f
// the draws in USD, W their residual covariance, H the sums that are given and m their values,
//   f* = f + W H' (H W H')^-1 (m - H f),
// path by path: AUM and quiet cells differ from path to path. A quiet cell's flow is exactly zero and stays so. No cell
// redeems more than it holds; what one cannot deliver the asset's other cells do. A path whose quiet cells leave a
// pinned sum nothing to move weighs nothing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/cube.h"
#include "model/fund_theta.h"
#include "simulation/fund_pins.h"
#include "simulation/lanes.h"

namespace ebbtide {

struct FundPaths;

// Standard normals of one week: noise[slot * kLanes + lane].
struct CellNoise {
  const float* own = nullptr;     // slot: cell
  const float* common = nullptr;  // slot: member; null where cells have nothing in common
  const float* quiet = nullptr;   // slot: cell; null where all trade every week
};

// A pinned sum of cells.
struct CellPin {
  const std::vector<std::size_t>* cells = nullptr;
  const FundPin* pin = nullptr;
};

// What a week brings to cells: by asset in the order of FundPosterior::members, and the pins.
struct CellWeekInputs {
  const Lanes* flow = nullptr;     // USD
  const Lanes* opening = nullptr;  // AUM
  const Lanes* returns = nullptr;  // simple
  std::vector<CellPin> pins;
  bool weigh_pins = true;  // else a pinned redemption ends where the funds do
};

class CellKernel {
 public:
  // with_sums: by fund_columns, whether a sum of cells is wanted; empty: every one.
  CellKernel(const FundPosterior& funds, const std::vector<char>& with_sums);

  void start(const FundTheta& theta);
  // The week's flows of cells, and of the wanted regions, issuers and pairs; returns how often a cell of the first
  // `lanes` paths is held at what it owns. May be called again for the same week.
  std::uint64_t draw_flows(const FundTheta& theta, const CellNoise& noise, const CellWeekInputs& inputs,
                           std::size_t lanes, std::size_t week, FundPaths& paths);
  // AUM of cells before the week.
  double held(const std::vector<std::size_t>& cells, std::size_t lane) const;
  // Market effects and closing AUM.
  void close_week(const Lanes* returns, std::size_t week, FundPaths& paths);

 private:
  // Cells of one member, whose residuals have a part in common.
  struct Factor {
    std::size_t member = 0;
    double loading = 0.0;  // of a cell's residual standard deviation
    std::vector<std::size_t> cells;
  };
  void choose_trading(const FundTheta& theta, const float* quiet, const CellWeekInputs& inputs);
  void predict(const FundTheta& theta, const CellNoise& noise, const CellWeekInputs& inputs);
  void add_rows(const std::vector<CellPin>& pins);
  void link_rows();
  void given_sums(const CellWeekInputs& inputs);
  void judge(const CellWeekInputs& inputs, FundPaths& paths);
  void move_onto_sums();
  std::uint64_t keep_feasible(const CellWeekInputs& inputs, std::size_t lanes, FundPaths& paths);

  std::size_t assets_ = 0;
  std::size_t first_column_ = 0;  // of cells in the paths
  std::vector<double> opening_aum_;
  std::vector<std::size_t> asset_of_;
  std::vector<std::vector<std::size_t>> cells_of_asset_;
  std::vector<Factor> factors_;
  std::vector<std::vector<std::size_t>> factors_of_;                    // of a cell
  double own_share_ = 1.0;                                              // of a cell's residual variance
  std::vector<std::pair<std::size_t, std::vector<std::size_t>>> sums_;  // column, cells
  // Of the cells along the paths.
  std::vector<Lanes> aum_, last_;
  // Of the week.
  std::vector<Lanes> trades_, flow_, mean_, spread_;
  std::vector<std::vector<std::size_t>> rows_;     // cells of every sum that is given: assets, then pins
  std::vector<std::vector<std::size_t>> rows_of_;  // of a cell; kept from week to week, the assets' alone between
  // Where H W H' and its root are not zero whatever the week: factors of a row, rows of a factor, and of a row those
  // before it that it shares a cell, a factor or the fill of the root with. All ascending.
  std::vector<std::vector<std::size_t>> factors_in_row_, rows_of_factor_, linked_;
  std::vector<Lanes> gap_, mean_gap_, solved_, percent_, pulled_;
  LaneGrid root_;   // lower triangle of the Cholesky root of H W H'
  LaneGrid reach_;  // factor x row: loadings of the row's cells on the factor, USD
  std::vector<Lanes> asked_;
};

}  // namespace ebbtide
