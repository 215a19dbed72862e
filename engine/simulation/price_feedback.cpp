// The fund kernel's part where flows move prices (docs/methods.md, Price impact).
//
//   x = (a + beta r* - beta k E x) / (1 - beta k),   r = r* + k (x - E x),   k = M AUM / market cap
//
// a: everything in the flow equation but the week's return, shocks included; E x: the same without the week's shocks
// and at the return that the week before leads to expect. r* is the market's draw. All prices move by one factor, such
// that the total's return moves by k (x - E x).
#include <algorithm>
#include <cmath>

#include "simulation/fund_kernel.h"

namespace ebbtide {
namespace {

// |beta k| stays below 1, or no flow would be an equilibrium; only draws far out in the multiplier's tail come here.
constexpr double kLargestLoop = 0.9;

}  // namespace

void FundKernel::expect_returns(const ImpactDraw& impact, std::size_t market_week) {
  price_returns(*impact.expected, market_week);
  value_members();
  state_.expected_return = state_.total_return;
}

// After the flow without impact stands in the week.
void FundKernel::solve_total(const FundTheta& theta, const Lanes& mean, std::size_t week, FundPaths& paths) {
  const FlowPosterior& flow = posterior_.flow;
  const Vector& b = theta.flow.coefficients;
  const double beta = b(FlowPosterior::kReturn);
  const double disappointed = flow.disappointment ? b(FlowPosterior::kDisappointment) : 0.0;
  const Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  const Lanes& effect = paths.total.at(week, FundPaths::kMarket);
  Lanes& usd = paths.total.at(week, FundPaths::kFlow);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double surprise = 100.0 * (state_.total_return[lane] - state_.expected_return[lane]);
    const double expected = mean[lane] - beta * surprise - disappointed * state_.disappointment[lane];
    double k = state_.market_cap[lane] > 0.0 ? draw_->multiplier * opening[lane] / state_.market_cap[lane] : 0.0;
    if (std::fabs(beta) * k > kLargestLoop) k = kLargestLoop / std::fabs(beta);
    state_.expected_flow[lane] = expected;
    state_.impact[lane] = k;
    if (!(opening[lane] > 0.0)) continue;
    const double alone = 100.0 * usd[lane] / opening[lane];
    const double x = (alone - beta * k * expected) / (1.0 - beta * k);
    usd[lane] = std::max(0.01 * x * opening[lane], -(opening[lane] + effect[lane]));
  }
}

// A member's flow from outside comes on top of what the other members do: the total moves by the gap to what the member
// would have done, and by what that brings back through prices. A pinned total leaves the members to share it.
void FundKernel::add_member_shocks(const FundTheta& theta, const FundNoise& noise, const FundPins& pins,
                                   std::size_t lanes, std::size_t week, FundPaths& paths) {
  const auto pinned = [&](int least, int end) {
    return std::any_of(pins.begin(), pins.end(),
                       [&](const FundPin& pin) { return pin.week == week && pin.member >= least && pin.member < end; });
  };
  if (pinned(-1, 0)) return;
  if (cells_) add_cell_shocks(theta, noise, pins, lanes, week, paths);
  const double beta = theta.flow.coefficients(FlowPosterior::kReturn);
  Lanes& total = paths.total.at(week, FundPaths::kFlow);
  for (std::size_t dimension = 0; dimension < slices_.size(); ++dimension) {
    const Slice& slice = slices_[dimension];
    if (!pinned(static_cast<int>(slice.first), static_cast<int>(slice.first + slice.count))) continue;
    std::fill(state_.pinned.begin(), state_.pinned.end(), 0);
    const std::vector<Lanes> last = state_.member_flow;
    const std::uint64_t clipped = paths.clipped;
    member_flows(theta, slice, noise.members[dimension] + week * slice.count * kLanes, {}, lanes, week, paths);
    state_.member_flow = last;
    paths.clipped = clipped;
    for (const FundPin& pin : pins) {
      const auto m = static_cast<std::size_t>(pin.member);
      if (pin.week != week || m < slice.first || m >= slice.first + slice.count) continue;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const double asked = pin.percent ? pin.value[lane] * state_.scale[m][lane] : pin.value[lane];
        total[lane] += (asked - paths.flow.at(week, m)[lane]) / (1.0 - beta * state_.impact[lane]);
      }
    }
  }
}

// The same of pinned sums of cells.
void FundKernel::add_cell_shocks(const FundTheta& theta, const FundNoise& noise, const FundPins& pins,
                                 std::size_t lanes, std::size_t week, FundPaths& paths) {
  const auto sums_cells = [&](const FundPin& pin) {
    return pin.week == week && pin.member >= 0 && !columns_[static_cast<std::size_t>(pin.member)].cells.empty();
  };
  if (std::none_of(pins.begin(), pins.end(), sums_cells)) return;
  const std::vector<Lanes> last = state_.member_flow;
  const std::uint64_t clipped = paths.clipped;
  const Slice& assets = slices_[0];
  std::fill(state_.pinned.begin(), state_.pinned.end(), 0);
  member_flows(theta, assets, noise.members[0] + week * assets.count * kLanes, {}, lanes, week, paths);
  cell_flows(theta, noise, {}, lanes, week, paths);
  state_.member_flow = last;
  paths.clipped = clipped;
  const double beta = theta.flow.coefficients(FlowPosterior::kReturn);
  for (const FundPin& pin : pins) {
    if (!sums_cells(pin)) continue;
    const auto column = static_cast<std::size_t>(pin.member);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double scale = 0.01 * cells_->held(columns_[column].cells, lane);
      const double asked = pin.percent ? pin.value[lane] * scale : pin.value[lane];
      paths.total.at(week, FundPaths::kFlow)[lane] +=
          (asked - paths.flow.at(week, column)[lane]) / (1.0 - beta * state_.impact[lane]);
    }
  }
}

void FundKernel::move_prices(std::size_t week, LaneGrid& market, FundPaths& paths) {
  const Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  Lanes& usd = paths.total.at(week, FundPaths::kFlow);
  Lanes& effect = paths.total.at(week, FundPaths::kMarket);
  const Slice& assets = slices_[0];
  Lanes exposed{}, held{}, move{};
  for (std::size_t m = assets.first; m < assets.first + assets.count; ++m) {
    add_scaled(held, 1.0, state_.member_aum[m]);
    for (const auto& [price, weight] : exposures_[m]) {
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        exposed[lane] += state_.member_aum[m][lane] * weight * (1.0 + state_.prices[price][lane]);
    }
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (!(opening[lane] > 0.0) || !(exposed[lane] > 0.0)) continue;
    const double surprise = 100.0 * usd[lane] / opening[lane] - state_.expected_flow[lane];
    move[lane] = std::max(-0.99, 0.01 * state_.impact[lane] * surprise * held[lane] / exposed[lane]);
  }
  Lanes log_move;
  for (std::size_t lane = 0; lane < kLanes; ++lane) log_move[lane] = 100.0 * std::log1p(move[lane]);
  for (const std::size_t variable : price_variables_) add_scaled(market.at(lead_ + week, variable), 1.0, log_move);
  const std::size_t known = posterior_.flow.recent_log_closes.size();
  for (std::size_t i = known + lead_ + week; i < state_.closes.size(); ++i) add_scaled(state_.closes[i], 1.0, log_move);
  for (Lanes& price : state_.prices) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) price[lane] += (1.0 + price[lane]) * move[lane];
  }
  value_members();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    effect[lane] = opening[lane] * state_.total_return[lane];
    usd[lane] = std::max(usd[lane], -(opening[lane] + effect[lane]));
    state_.last_return[lane] = 100.0 * state_.total_return[lane];
    state_.market_cap[lane] *= 1.0 + state_.total_return[lane];
  }
}

}  // namespace ebbtide
