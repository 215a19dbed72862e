#include "simulation/fund_kernel.h"

#include <algorithm>
#include <limits>

#include "core/contract.h"
#include "math/elementary.h"

namespace ebbtide {
namespace {

std::vector<std::size_t> variables_of(const std::vector<MarketVariable>& variables, int variable) {
  std::vector<std::size_t> result;
  for (const PathTerm& term : displayed_terms(variables, variable, 0)) {
    result.push_back(static_cast<std::size_t>(term.variable));
  }
  return result;
}

EBBTIDE_VECTOR_WIDTHS
void simple_returns(const Lanes& log_percent, Lanes& simple) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) simple[lane] = exp_minus_one(0.01 * log_percent[lane]);
}

EBBTIDE_VECTOR_WIDTHS
void add_product(Lanes& target, const Lanes& left, const Lanes& right) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += left[lane] * right[lane];
}

// What a member's equation reads and writes, lane by lane.
struct MemberLanes {
  const Lanes& held;           // AUM its flow is measured against
  const Lanes& total_percent;  // the total's flow, % of AUM
  const Lanes& last;           // its own flow of the week before, %
  const Lanes& own_return;
  const Lanes& total_return;
  Lanes& usd;
  Lanes& scale;
  Lanes& variance;
};

EBBTIDE_VECTOR_WIDTHS
void predict_member(const double* b, double sigma, const float* noise, const MemberLanes& lanes, Lanes& gap,
                    Lanes& variance_sum) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double scale = 0.01 * lanes.held[lane];
    const double excess = 100.0 * (lanes.own_return[lane] - lanes.total_return[lane]);
    const double spread = scale * sigma;
    const double mean = b[MemberPosterior::kLevel] + b[MemberPosterior::kParent] * lanes.total_percent[lane] +
                        b[MemberPosterior::kOwnLag] * lanes.last[lane] + b[MemberPosterior::kOwnReturn] * excess;
    const double usd = scale * mean + spread * static_cast<double>(noise[lane]);
    lanes.usd[lane] = usd;
    lanes.scale[lane] = scale;
    lanes.variance[lane] = spread * spread;
    gap[lane] -= usd;
    variance_sum[lane] += spread * spread;
  }
}

// Members known without error share the gap equally; otherwise by residual variance.
EBBTIDE_VECTOR_WIDTHS
void share_gap(const Lanes& gap, const Lanes& variance_sum, const Lanes& variance, double equal_share, Lanes& usd) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    usd[lane] += variance_sum[lane] > 0.0 ? gap[lane] * (variance[lane] / variance_sum[lane]) : gap[lane] * equal_share;
  }
}

}  // namespace

FundKernel::FundKernel(const Model& model)
    : posterior_(*model.calibration->funds),
      horizon_(static_cast<std::size_t>(model.horizon_weeks)),
      lead_(static_cast<std::size_t>(model.lead_weeks)) {
  const std::vector<MarketVariable>& variables = model.calibration->market.variables;
  std::vector<int> price_index(variables.size(), -1);
  exposures_.resize(posterior_.members.size());
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    for (const auto& [variable, weight] : posterior_.members[m].exposures) {
      int& index = price_index[static_cast<std::size_t>(variable)];
      if (index < 0) {
        index = static_cast<int>(prices_.size());
        prices_.push_back({variables_of(variables, variable)});
      }
      exposures_[m].emplace_back(static_cast<std::size_t>(index), weight);
    }
    Slice& slice = slices_[static_cast<std::size_t>(posterior_.members[m].dimension)];
    if (slice.count == 0) slice = {m, 0, true};
    EBBTIDE_REQUIRE(slice.first + slice.count == m);
    ++slice.count;
    slice.holds_aum = slice.holds_aum && posterior_.members[m].aum_status != AumStatus::none;
  }
  EBBTIDE_REQUIRE(slices_[0].count > 0 && slices_[0].holds_aum);
  drawdown_variables_ = variables_of(variables, posterior_.flow.drawdown_variable);
  const std::size_t members = posterior_.members.size();
  state_.prices.resize(prices_.size());
  for (auto* grid :
       {&state_.member_returns, &state_.member_aum, &state_.member_flow, &state_.scale, &state_.variance}) {
    grid->resize(members);
  }
  state_.closes.resize(posterior_.flow.recent_log_closes.size() + lead_ + horizon_);
}

FundPaths FundKernel::make_paths() const {
  const std::size_t members = posterior_.members.size();
  FundPaths paths;
  paths.total = LaneGrid(horizon_, FundPaths::kTotalColumns);
  paths.flow = paths.market = paths.aum = LaneGrid(horizon_, members);
  return paths;
}

void FundKernel::run(const FundTheta& theta, const LaneGrid& market, const FundNoise& noise, std::size_t lanes,
                     FundPaths& paths) {
  paths.clipped = 0;
  start(theta, market);
  for (std::size_t week = 0; week < horizon_; ++week) {
    price_returns(market, lead_ + week);
    value_members();
    total_flow(theta, noise.flow + week * 2 * noise.stride, noise.stride, week, paths);
    for (std::size_t dimension = 0; dimension < slices_.size(); ++dimension) {
      const Slice& slice = slices_[dimension];
      if (slice.count == 0) continue;
      const float* draws = noise.members[dimension] + week * slice.count * noise.stride;
      member_flows(theta, slice, draws, noise.stride, lanes, week, paths);
    }
    close_week(week, paths);
  }
}

void FundKernel::start(const FundTheta& theta, const LaneGrid& market) {
  const FlowPosterior& flow = posterior_.flow;
  state_.flow.fill(theta.opening_flow);
  state_.average.fill(theta.opening_average);
  state_.average_weight = flow.average_weight;
  state_.level.fill(theta.flow.coefficients(FlowPosterior::kLevel));
  state_.total_aum.fill(posterior_.opening_aum_musd * theta.aum_factor);
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    state_.member_aum[m].fill(posterior_.members[m].opening_aum_musd * theta.aum_factor);
    state_.member_flow[m].fill(theta.opening_members[m]);
  }
  const std::size_t known = flow.recent_log_closes.size();
  for (std::size_t i = 0; i < known; ++i) state_.closes[i].fill(flow.recent_log_closes[i]);
  for (std::size_t week = 0; week < lead_ + horizon_; ++week) {
    Lanes& close = state_.closes[known + week];
    if (known + week == 0) {
      close.fill(0.0);
    } else {
      close = state_.closes[known + week - 1];
    }
    for (std::size_t variable : drawdown_variables_) add_scaled(close, 1.0, market.at(week, variable));
  }
  state_.last_return.fill(flow.last_return);
  if (lead_ > 0) {
    price_returns(market, lead_ - 1);
    value_members();
    for (std::size_t lane = 0; lane < kLanes; ++lane) state_.last_return[lane] = 100.0 * state_.total_return[lane];
  }
}

void FundKernel::price_returns(const LaneGrid& market, std::size_t market_week) {
  for (std::size_t i = 0; i < prices_.size(); ++i) {
    Lanes log_return{};
    for (std::size_t variable : prices_[i].variables) add_scaled(log_return, 1.0, market.at(market_week, variable));
    simple_returns(log_return, state_.prices[i]);
  }
}

// Returns of members and, weighted by the assets' opening AUM, of the total. Regions and issuers move with what they
// hold; the difference between their sum and the total's market effect is shared in proportion to AUM.
void FundKernel::value_members() {
  for (std::size_t m = 0; m < exposures_.size(); ++m) {
    Lanes& value = state_.member_returns[m];
    value.fill(0.0);
    for (const auto& [price, weight] : exposures_[m]) add_scaled(value, weight, state_.prices[price]);
    // A fund cannot lose more than all: an inverse product ends at zero.
    for (double& lane : value) lane = std::max(lane, -1.0);
  }
  const Slice& assets = slices_[0];
  Lanes effect{}, held{};
  for (std::size_t m = assets.first; m < assets.first + assets.count; ++m) {
    add_product(effect, state_.member_aum[m], state_.member_returns[m]);
    add_scaled(held, 1.0, state_.member_aum[m]);
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    state_.total_return[lane] = held[lane] > 0.0 ? effect[lane] / held[lane] : 0.0;
  }
  for (std::size_t dimension = 1; dimension < slices_.size(); ++dimension) {
    const Slice& slice = slices_[dimension];
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      if (exposures_[m].empty()) state_.member_returns[m] = state_.total_return;
    }
    if (slice.count == 0 || !slice.holds_aum) continue;
    Lanes own{}, sum{};
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      add_product(own, state_.member_aum[m], state_.member_returns[m]);
      add_scaled(sum, 1.0, state_.member_aum[m]);
    }
    Lanes shift{};
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (sum[lane] > 0.0) shift[lane] = state_.total_return[lane] - own[lane] / sum[lane];
    }
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      Lanes& value = state_.member_returns[m];
      for (std::size_t lane = 0; lane < kLanes; ++lane) value[lane] = std::max(value[lane] + shift[lane], -1.0);
    }
  }
}

void FundKernel::total_flow(const FundTheta& theta, const float* noise, std::size_t stride, std::size_t week,
                            FundPaths& paths) {
  const FlowPosterior& flow = posterior_.flow;
  const Vector& b = theta.flow.coefficients;
  const double sigma = theta.flow.sigma;
  // Closes before this week: the window ends with last week's.
  const std::size_t last = flow.recent_log_closes.size() + lead_ + week;  // one past last week's close
  const std::size_t window = std::min(last, static_cast<std::size_t>(flow.drawdown_window));
  Lanes drawdown{};
  if (window > 0) {
    Lanes high = state_.closes[last - 1];
    for (std::size_t i = last - window; i < last; ++i) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) high[lane] = std::max(high[lane], state_.closes[i][lane]);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) drawdown[lane] = state_.closes[last - 1][lane] - high[lane];
  }
  Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  Lanes& usd = paths.total.at(week, FundPaths::kFlow);
  Lanes& effect = paths.total.at(week, FundPaths::kMarket);
  opening = state_.total_aum;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    state_.level[lane] += flow.walk_ratio * sigma * static_cast<double>(noise[stride + lane]);
    const double r = 100.0 * state_.total_return[lane];
    const double x = state_.level[lane] + b(FlowPosterior::kOwnLag) * state_.flow[lane] +
                     b(FlowPosterior::kReturn) * r + b(FlowPosterior::kReturnLag) * state_.last_return[lane] +
                     b(FlowPosterior::kAverage) * state_.average[lane] + b(FlowPosterior::kDrawdown) * drawdown[lane] +
                     sigma * static_cast<double>(noise[lane]);
    effect[lane] = opening[lane] * state_.total_return[lane];
    // No more can be redeemed than there is.
    usd[lane] = std::max(0.01 * x * opening[lane], -(opening[lane] + effect[lane]));
    state_.last_return[lane] = r;
  }
}

void FundKernel::member_flows(const FundTheta& theta, const Slice& slice, const float* noise, std::size_t stride,
                              std::size_t lanes, std::size_t week, FundPaths& paths) {
  const Lanes& total = paths.total.at(week, FundPaths::kFlow);
  const Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  Lanes gap = total, variance{}, total_percent{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    total_percent[lane] = opening[lane] > 0.0 ? 100.0 * total[lane] / opening[lane] : 0.0;
  }
  for (std::size_t i = 0; i < slice.count; ++i) {
    const std::size_t m = slice.first + i;
    const Lanes& held = posterior_.members[m].aum_status == AumStatus::none ? opening : state_.member_aum[m];
    predict_member(theta.members[m].coefficients.data(), theta.members[m].sigma, noise + i * stride,
                   {held, total_percent, state_.member_flow[m], state_.member_returns[m], state_.total_return,
                    paths.flow.at(week, m), state_.scale[m], state_.variance[m]},
                   gap, variance);
  }
  for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
    share_gap(gap, variance, state_.variance[m], 1.0 / static_cast<double>(slice.count), paths.flow.at(week, m));
  }
  paths.clipped += keep_feasible(slice, lanes, week, paths);
  for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double scale = state_.scale[m][lane];
      state_.member_flow[m][lane] = scale > 0.0 ? paths.flow.at(week, m)[lane] / scale : 0.0;
    }
  }
}

// Active set per lane: members below -AUM (1 + r) are held there, and the rest carry the difference by their variances.
std::uint64_t FundKernel::keep_feasible(const Slice& slice, std::size_t lanes, std::size_t week, FundPaths& paths) {
  const auto floor_of = [&](std::size_t m, std::size_t lane) {
    if (posterior_.members[m].aum_status == AumStatus::none) return -std::numeric_limits<double>::infinity();
    return -state_.member_aum[m][lane] * (1.0 + state_.member_returns[m][lane]);
  };
  std::uint64_t clipped = 0;
  std::vector<char> held;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    bool feasible = true;
    for (std::size_t m = slice.first; m < slice.first + slice.count; ++m) {
      feasible = feasible && paths.flow.at(week, m)[lane] >= floor_of(m, lane);
    }
    if (feasible) continue;
    held.assign(slice.count, 0);
    for (bool changed = true; changed;) {
      changed = false;
      double gap = paths.total.at(week, FundPaths::kFlow)[lane], variance = 0.0, room = 0.0;
      for (std::size_t i = 0; i < slice.count; ++i) {
        const std::size_t m = slice.first + i;
        double& usd = paths.flow.at(week, m)[lane];
        if (!held[i] && usd < floor_of(m, lane)) {
          held[i] = 1;
          changed = true;
          clipped += lane < lanes ? 1 : 0;
        }
        if (held[i]) usd = floor_of(m, lane);
        gap -= usd;
        variance += held[i] ? 0.0 : state_.variance[m][lane];
        room += held[i] ? 0.0 : usd - floor_of(m, lane);
      }
      for (std::size_t i = 0; i < slice.count; ++i) {
        const std::size_t m = slice.first + i;
        if (held[i]) continue;
        double& usd = paths.flow.at(week, m)[lane];
        // When little is left, in proportion to what each still holds above its floor: always feasible.
        usd += gap < 0.0 && room + gap < 1e-9 * room ? gap * ((usd - floor_of(m, lane)) / room)
               : variance > 0.0                      ? gap * (state_.variance[m][lane] / variance)
                                                     : 0.0;
      }
    }
  }
  return clipped;
}

void FundKernel::close_week(std::size_t week, FundPaths& paths) {
  Lanes& closing = paths.total.at(week, FundPaths::kAum);
  const Lanes& usd = paths.total.at(week, FundPaths::kFlow);
  const Lanes& effect = paths.total.at(week, FundPaths::kMarket);
  const double decayed = posterior_.flow.average_decay * state_.average_weight;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double opening = state_.total_aum[lane];
    const double x = opening > 0.0 ? 100.0 * usd[lane] / opening : 0.0;
    state_.flow[lane] = x;
    state_.average[lane] = (decayed * state_.average[lane] + x) / (decayed + 1.0);
    closing[lane] = std::max(0.0, opening + effect[lane] + usd[lane]);
  }
  state_.average_weight = decayed + 1.0;
  state_.total_aum = closing;
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    Lanes& member_effect = paths.market.at(week, m);
    Lanes& member_aum = paths.aum.at(week, m);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double held = state_.member_aum[m][lane];
      member_effect[lane] = held * state_.member_returns[m][lane];
      member_aum[lane] = std::max(0.0, held + member_effect[lane] + paths.flow.at(week, m)[lane]);
    }
    state_.member_aum[m] = member_aum;
  }
}

}  // namespace ebbtide
