// What the members of a dimension tell together, path by path: how many take money in, which lose while others gain,
// and what share of all AUM each holds.
//
// Breadth and rotation speak of the named members; a residual one ("other") is no member that gains or loses. A flow
// of exactly zero is neither. Standard errors take the theta group as the unit (stats/grouped_mean.h).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "history/universe.h"
#include "stats/column_summary.h"

namespace ebbtide {

// How many of `members` take money in, in one week.
struct BreadthWeek {
  std::vector<double> probability;  // of 0, 1, ... all of them
  Estimate mean;
  Estimate none, most, all;  // probabilities; most: more than half
};

struct BreadthLaw {
  Dimension dimension = Dimension::asset;
  std::vector<std::size_t> members;  // indexes into FundPosterior::members
  std::vector<BreadthWeek> weeks;
};

// Probability that one member loses money and another takes some in. Without a member: all others together.
struct Rotation {
  std::optional<std::size_t> loses, gains;  // indexes into FundPosterior::members
  Estimate probability;
};

// A member's share of all AUM at the end of one week, in percent.
struct MarketShare {
  std::size_t member = 0;  // index into FundPosterior::members
  int week = 0;            // horizon week from 0
  double opening = 0.0;    // at the opening of week 1
  ColumnSummary summary;
  std::optional<double> realised;
  double percentile = 0.0;  // as SeriesWeek::percentile
};

struct MemberStatistics {
  std::vector<BreadthLaw> breadth;         // dimensions with two named members or more
  std::vector<Rotation> first_week;        // flows of week 1, in the order of members
  std::vector<Rotation> whole_horizon;     // sums of flows over all weeks; empty where the horizon is one week
  std::vector<MarketShare> market_shares;  // members with AUM, first and last week
};

}  // namespace ebbtide
