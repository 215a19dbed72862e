// Flows and AUM of one theta group along its market paths: the flow equation, the members' equations moved onto the
// total, and the identity AUM_t = AUM_{t-1} + flow_t + market effect_t of the total and of every member.
//
// Within a dimension flows add to the total's flow on every path, and where members have AUM so do AUM and market
// effects. With cells (simulation/cell_kernel.h) regions and issuers are sums of theirs. Each member's gap to the total
// is shared by its residual variance in USD (conditioning on the sum). Members are kept from redeeming more than they
// hold; what one cannot deliver the others do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/fund_theta.h"
#include "model/model.h"
#include "simulation/cell_kernel.h"
#include "simulation/fund_pins.h"
#include "simulation/lanes.h"

namespace ebbtide {

// By horizon week (rows); columns are those of model/cube.h, or the entries of Total. All in million USD.
struct FundPaths {
  enum Total : std::size_t { kOpening, kFlow, kMarket, kAum, kTotalColumns };
  LaneGrid total;
  LaneGrid flow;
  LaneGrid market;
  LaneGrid aum;
  std::uint64_t clipped = 0;  // weeks of members and cells held at what they own
  Lanes log_weight{};         // of pinned flows
  // The total's flow of week 1 given the market and the parameters is normal around this mean with this deviation,
  // where nothing pins it and prices do not react to it.
  Lanes week_one_mean{};
  Lanes week_one_sd{};
};

// Standard normal draws of one group: noise[(week * slots + slot) * kLanes + lane].
struct FundNoise {
  const float* flow = nullptr;            // one slot: the residual
  std::array<const float*, 3> members{};  // by dimension, slot = member in display order
  CellNoise cells;                        // of the first week; others follow, each as long as its slots
};

// What a structural price impact needs of one theta group.
struct ImpactDraw {
  const LaneGrid* expected = nullptr;  // market week x variable: means given the path up to the week before
  double multiplier = 0.0;
};

class FundKernel {
 public:
  explicit FundKernel(const Model& model);

  FundPaths make_paths() const;
  // market: market week x variable, log percent or bp; lanes beyond `lanes` are computed and not counted. With an
  // impact, prices of the horizon are moved by it, and pins are shocks from outside, without weights.
  void run(const FundTheta& theta, LaneGrid& market, const FundNoise& noise, const FundPins& pins, std::size_t lanes,
           FundPaths& paths, const ImpactDraw* impact = nullptr);

 private:
  // The members of one dimension: a range of FundPosterior::members.
  struct Slice {
    std::size_t first = 0;
    std::size_t count = 0;
    bool holds_aum = false;  // every member has AUM
  };
  struct Price {
    std::vector<std::size_t> variables;  // log percent, added: the price's own return
  };
  // State carried from week to week, and the week's returns.
  struct State {
    Lanes flow{}, average{}, last_return{}, total_return{}, disappointment{};
    double average_weight = 0.0;
    std::vector<Lanes> prices;           // simple returns
    std::vector<Lanes> member_returns;   // simple
    std::vector<Lanes> member_aum;       // at the week's opening
    std::vector<Lanes> member_flow;      // x_m of the week before
    std::vector<Lanes> scale, variance;  // of the week's member flows, USD
    std::vector<char> pinned;            // members whose flow of the week is given
    std::vector<Lanes> closes;           // of the drawdown variable, log percent, oldest first
    Lanes total_aum{};
    Lanes market_cap{}, impact{};              // k of the week
    Lanes expected_return{}, expected_flow{};  // simple; % of AUM
  };

  void start(const FundTheta& theta, const LaneGrid& market);
  void price_returns(const LaneGrid& market, std::size_t market_week);
  void value_members();
  void disappoint(const LaneGrid& market, std::size_t market_week);
  void total_flow(const FundTheta& theta, const float* noise, std::size_t week, const FundPins& pins, FundPaths& paths);
  void pin_total(const FundPin& pin, double sigma, const Lanes& mean, std::size_t week, FundPaths& paths) const;
  void member_flows(const FundTheta& theta, const Slice& slice, const float* noise, const FundPins& pins,
                    std::size_t lanes, std::size_t week, FundPaths& paths);
  void pin_members(const FundTheta& theta, const Slice& slice, const float* noise, const FundPins& pins,
                   std::size_t week, FundPaths& paths);
  std::uint64_t keep_feasible(const Slice& slice, std::size_t lanes, std::size_t week, FundPaths& paths);
  // price_feedback.cpp
  void expect_returns(const ImpactDraw& impact, std::size_t market_week);
  void solve_total(const FundTheta& theta, const Lanes& mean, std::size_t week, FundPaths& paths);
  void add_member_shocks(const FundTheta& theta, const FundNoise& noise, const FundPins& pins, std::size_t lanes,
                         std::size_t week, FundPaths& paths);
  void add_cell_shocks(const FundTheta& theta, const FundNoise& noise, const FundPins& pins, std::size_t lanes,
                       std::size_t week, FundPaths& paths);
  void move_prices(std::size_t week, LaneGrid& market, FundPaths& paths);
  void cell_flows(const FundTheta& theta, const FundNoise& noise, const FundPins& pins, std::size_t lanes,
                  std::size_t week, FundPaths& paths);
  void close_week(std::size_t week, FundPaths& paths);

  const FundPosterior& posterior_;
  std::size_t horizon_;
  std::size_t lead_;
  std::vector<Price> prices_;
  std::vector<std::vector<std::pair<std::size_t, double>>> exposures_;  // member -> (price, weight)
  std::array<Slice, 3> slices_{};                                       // with cells that of assets alone
  std::vector<FundColumn> columns_;
  std::optional<CellKernel> cells_;
  std::vector<std::size_t> drawdown_variables_;
  std::vector<std::size_t> dollar_variables_;  // empty: no disappointment
  std::optional<PriceImpact> impact_;
  const ImpactDraw* draw_ = nullptr;          // of the group being run
  std::vector<std::size_t> price_variables_;  // prices of their own, not net of another
  State state_;
};

}  // namespace ebbtide
