// Why a past week's flow was not what was expected: the flow as the model expected it on the Monday of that week, given
// the macro factors that came, given the prices too, and what came.
//
// Three laws of the same week, one week ahead, from the same calibration and the same draws (definition.h, Track): U, M
// and MP. The miss splits into means: realised - U = (M - U: macro) + (MP - M: prices) + (realised - MP: unexplained).
// Only U is a forecast. Nothing published after the origin reaches the calibration.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "calibration/settings.h"
#include "evaluation/flow_record.h"
#include "history/history.h"
#include "stats/grouped_mean.h"

namespace ebbtide {

// The law of one flow in one track; million USD.
struct FlowLaw {
  double mean = 0.0;
  double q05 = 0.0;
  double q50 = 0.0;
  double q95 = 0.0;
  std::optional<double> percentile;  // share of draws below what came, in %; draws equal to it count half
};

// opening + flow + market = closing, million USD.
struct AumBridge {
  double opening = 0.0;
  double flow = 0.0;
  double market = 0.0;
  double closing = 0.0;
  // How both ends are known: "published"; "reconstructed" between published figures, from flows and prices; "implied":
  // the opening reconstructed or declared, the market's part from prices alone.
  std::string basis;
};

struct ExplainedFlow {
  SeriesKey key;               // the total, or a margin
  std::string level;           // "total", "asset", "region", "issuer"
  std::string member;          // "total", or the member's name
  bool seen = true;            // false: no flow of it was public at the origin
  std::array<FlowLaw, 3> law;  // U, M, MP
  Estimate macro;              // mean M - mean U, with its Monte Carlo error
  Estimate prices;             // mean MP - mean M
  std::optional<double> realised_musd;
  std::optional<FlowRecord> record;
  std::optional<AumBridge> bridge;  // what came

  double expected() const { return law[0].mean; }
  std::optional<double> unexplained() const {
    return realised_musd ? std::optional(*realised_musd - law[2].mean) : std::nullopt;
  }
};

// How many members of a dimension took money in, among those whose flow of the week was published.
struct Breadth {
  std::string level;
  int known = 0;
  int inflows = 0;
  int outflows = 0;
  double expected_inflows = 0.0;  // in U, of the same members
  std::string largest_inflow;     // a member; empty where none took money in
  double largest_inflow_musd = 0.0;
  std::string largest_outflow;
  double largest_outflow_musd = 0.0;
};

struct MarketMove {
  std::string name;
  std::string title;
  std::string unit;            // "bp" or "%"
  bool is_price = false;       // else a macro factor
  bool held = false;           // an asset of the universe moves with it
  bool public_before = false;  // already public at the origin: then part of U
  std::optional<double> value;
  std::optional<double> sds;  // value over the root mean square of the 52 weeks before the origin
};

struct Explanation {
  std::string universe;
  std::string universe_title;
  std::string title;  // of the week, from a file of notable weeks; else empty
  std::string why;
  Date week_end;
  Date origin;
  Date published;  // when the week's total flow came out
  std::uint64_t paths = 0;
  double opening_aum_musd = 0.0;             // as known at the origin
  std::vector<ExplainedFlow> flows;          // the total first, then members in display order
  std::array<AumBridge, 3> expected_bridge;  // of the total, means of U, M, MP
  std::vector<Breadth> breadth;              // by dimension, those with at least two published members
  std::vector<MarketMove> market;

  const ExplainedFlow& total() const { return flows.front(); }
};

struct ExplainOptions {
  std::uint64_t paths = 10'000;
  std::uint64_t seed = 20260119;
  CalibrationSettings settings;
};

// The week must pass check_explained_week. Throws InputError where too little was public at the origin
// ("short-history", "no-asset-weights", "no-aum"); its finding names the first week that can be explained.
Explanation explain_week(const History& history, Date week_end, const ExplainOptions& options);

}  // namespace ebbtide
