// Where cells stand among the flows of a universe: the columns of flow that are simulated, and what adds up to what.
#pragma once

#include <array>
#include <vector>

#include "model/posterior.h"

namespace ebbtide {

// A flow with a column of its own in the paths: a member, a cell, or a pair of two members.
struct FundColumn {
  SeriesKey key;
  std::vector<std::size_t>
      cells;  // indexes into CubePosterior::cells that it sums; empty where it has its own equation
  bool seen = false;
  AumStatus aum_status = AumStatus::none;
};

// Members as in FundPosterior::members, then cells, then the pairs asset x region and asset x issuer that are neither a
// member nor a single cell.
std::vector<FundColumn> fund_columns(const FundPosterior& funds);

// Flows that have an equation of their own besides the total's: members and cells that are no sums.
std::size_t flow_equations(const FundPosterior& funds);

// Indexes into FundPosterior::members of a cell's asset, region and issuer.
std::array<std::size_t, 3> members_of(const FundPosterior& funds, const CellPosterior& cell);

// Whether no other cell belongs to its asset, whose flow is then its own: its residual says nothing about others.
bool is_whole_asset(const FundPosterior& funds, const CellPosterior& cell);

// Cells that the key covers.
std::vector<std::size_t> cells_of(const FundPosterior& funds, const SeriesKey& key);

}  // namespace ebbtide
