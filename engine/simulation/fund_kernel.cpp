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

// Members always, pairs where they have series.
std::vector<char> wanted_sums(const Model& model, const std::vector<FundColumn>& columns) {
  std::vector<char> wanted;
  const std::size_t members = model.calibration->funds->members.size();
  for (std::size_t i = 0; i < columns.size(); ++i) wanted.push_back(i < members || has_series(model, columns[i]));
  return wanted;
}

EBBTIDE_VECTOR_WIDTHS
void simple_returns(const Lanes& log_percent, Lanes& simple) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) simple[lane] = exp_minus_one(0.01 * log_percent[lane]);
}

EBBTIDE_VECTOR_WIDTHS
void add_product(Lanes& target, const Lanes& left, const Lanes& right) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += left[lane] * right[lane];
}

}  // namespace

FundKernel::FundKernel(const Model& model)
    : posterior_(*model.calibration->funds),
      horizon_(static_cast<std::size_t>(model.horizon_weeks)),
      lead_(static_cast<std::size_t>(model.lead_weeks)),
      impact_(model.price_impact) {
  const std::vector<MarketVariable>& variables = model.calibration->market.variables;
  std::vector<int> price_index(variables.size(), -1);
  exposures_.resize(posterior_.members.size());
  columns_ = fund_columns(posterior_);
  if (posterior_.cube) cells_.emplace(posterior_, wanted_sums(model, columns_));
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    for (const auto& [variable, weight] : posterior_.members[m].exposures) {
      int& index = price_index[static_cast<std::size_t>(variable)];
      if (index < 0) {
        index = static_cast<int>(prices_.size());
        prices_.push_back({variables_of(variables, variable)});
      }
      exposures_[m].emplace_back(static_cast<std::size_t>(index), weight);
    }
    if (!columns_[m].cells.empty()) continue;
    Slice& slice = slices_[static_cast<std::size_t>(posterior_.members[m].dimension)];
    if (slice.count == 0) slice = {m, 0, true};
    EBBTIDE_REQUIRE(slice.first + slice.count == m);
    ++slice.count;
    slice.holds_aum = slice.holds_aum && posterior_.members[m].aum_status != AumStatus::none;
  }
  EBBTIDE_REQUIRE(slices_[0].count > 0 && slices_[0].holds_aum);
  drawdown_variables_ = variables_of(variables, posterior_.flow.drawdown_variable);
  if (posterior_.flow.disappointment)
    dollar_variables_ = variables_of(variables, posterior_.flow.disappointment->dollar_variable);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].is_return && !variables[i].over) price_variables_.push_back(i);
  }
  const std::size_t members = posterior_.members.size();
  state_.prices.resize(prices_.size());
  for (auto* grid :
       {&state_.member_returns, &state_.member_aum, &state_.member_flow, &state_.scale, &state_.variance}) {
    grid->resize(members);
  }
  state_.pinned.assign(members, 0);
  state_.closes.resize(posterior_.flow.recent_log_closes.size() + lead_ + horizon_);
}

FundPaths FundKernel::make_paths() const {
  FundPaths paths;
  paths.total = LaneGrid(horizon_, FundPaths::kTotalColumns);
  paths.flow = paths.market = paths.aum = LaneGrid(horizon_, columns_.size());
  return paths;
}

void FundKernel::run(const FundTheta& theta, LaneGrid& market, const FundNoise& noise, const FundPins& pins,
                     std::size_t lanes, FundPaths& paths, const ImpactDraw* impact) {
  EBBTIDE_REQUIRE(impact_.has_value() == (impact != nullptr));
  draw_ = impact;
  paths.clipped = 0;
  paths.log_weight.fill(0.0);
  start(theta, market);
  for (std::size_t week = 0; week < horizon_; ++week) {
    if (draw_ != nullptr) expect_returns(*draw_, lead_ + week);
    price_returns(market, lead_ + week);
    value_members();
    disappoint(market, lead_ + week);
    total_flow(theta, noise.flow + week * kLanes, week, pins, paths);
    if (draw_ != nullptr) {
      add_member_shocks(theta, noise, pins, lanes, week, paths);
      move_prices(week, market, paths);
    }
    for (std::size_t dimension = 0; dimension < slices_.size(); ++dimension) {
      const Slice& slice = slices_[dimension];
      if (slice.count == 0) continue;
      const float* draws = noise.members[dimension] + week * slice.count * kLanes;
      member_flows(theta, slice, draws, pins, lanes, week, paths);
    }
    if (cells_) cell_flows(theta, noise, pins, lanes, week, paths);
    close_week(week, paths);
  }
}

void FundKernel::start(const FundTheta& theta, const LaneGrid& market) {
  const FlowPosterior& flow = posterior_.flow;
  state_.flow.fill(theta.opening_flow);
  state_.average.fill(theta.opening_average);
  state_.average_weight = flow.average_weight;
  state_.total_aum.fill(posterior_.opening_aum_musd * theta.aum_factor);
  if (impact_) state_.market_cap.fill(impact_->market_cap_musd);
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    state_.member_aum[m].fill(posterior_.members[m].opening_aum_musd * theta.aum_factor);
    state_.member_flow[m].fill(theta.opening_members[m]);
  }
  if (cells_) cells_->start(theta);
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

EBBTIDE_VECTOR_WIDTHS
void FundKernel::price_returns(const LaneGrid& market, std::size_t market_week) {
  for (std::size_t i = 0; i < prices_.size(); ++i) {
    Lanes log_return{};
    for (std::size_t variable : prices_[i].variables) add_scaled(log_return, 1.0, market.at(market_week, variable));
    simple_returns(log_return, state_.prices[i]);
  }
}

// Returns of members and, weighted by the assets' opening AUM, of the total. Regions and issuers move with what they
// hold; the difference between their sum and the total's market effect is shared in proportion to AUM.
EBBTIDE_VECTOR_WIDTHS
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

EBBTIDE_VECTOR_WIDTHS
void FundKernel::disappoint(const LaneGrid& market, std::size_t market_week) {
  if (!posterior_.flow.disappointment) return;
  Lanes price{}, dollar{};
  for (const std::size_t variable : drawdown_variables_) add_scaled(price, 1.0, market.at(market_week, variable));
  for (const std::size_t variable : dollar_variables_) add_scaled(dollar, 1.0, market.at(market_week, variable));
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    state_.disappointment[lane] = posterior_.flow.disappointment->value(price[lane], dollar[lane]);
}

EBBTIDE_VECTOR_WIDTHS
void FundKernel::total_flow(const FundTheta& theta, const float* noise, std::size_t week, const FundPins& pins,
                            FundPaths& paths) {
  const FlowPosterior& flow = posterior_.flow;
  const Vector& b = theta.flow.coefficients;
  const double sigma = theta.flow_sd(week);
  const double disappointed = flow.disappointment ? b(FlowPosterior::kDisappointment) : 0.0;
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
  Lanes mean;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double r = 100.0 * state_.total_return[lane];
    mean[lane] = b(FlowPosterior::kLevel) + b(FlowPosterior::kOwnLag) * state_.flow[lane] +
                 b(FlowPosterior::kReturn) * r + b(FlowPosterior::kReturnLag) * state_.last_return[lane] +
                 b(FlowPosterior::kAverage) * state_.average[lane] + b(FlowPosterior::kDrawdown) * drawdown[lane] +
                 disappointed * state_.disappointment[lane];
    const double x = mean[lane] + sigma * static_cast<double>(noise[lane]);
    if (week == 0) {
      paths.week_one_mean[lane] = 0.01 * mean[lane] * opening[lane];
      paths.week_one_sd[lane] = 0.01 * sigma * opening[lane];
    }
    effect[lane] = opening[lane] * state_.total_return[lane];
    // No more can be redeemed than there is.
    usd[lane] = std::max(0.01 * x * opening[lane], -(opening[lane] + effect[lane]));
    state_.last_return[lane] = r;
  }
  if (draw_ != nullptr) solve_total(theta, mean, week, paths);
  for (const FundPin& pin : pins) {
    if (pin.week == week && pin.member < 0) pin_total(pin, sigma, mean, week, paths);
  }
}

void FundKernel::pin_total(const FundPin& pin, double sigma, const Lanes& mean, std::size_t week,
                           FundPaths& paths) const {
  const Lanes& opening = paths.total.at(week, FundPaths::kOpening);
  const Lanes& effect = paths.total.at(week, FundPaths::kMarket);
  Lanes& usd = paths.total.at(week, FundPaths::kFlow);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double per_percent = 0.01 * opening[lane];
    usd[lane] = pin.percent ? per_percent * pin.value[lane] : pin.value[lane];
    if (draw_ != nullptr) continue;
    const double residual = (usd[lane] / per_percent - mean[lane]) / sigma;
    paths.log_weight[lane] +=
        usd[lane] < -(opening[lane] + effect[lane])
            ? -std::numeric_limits<double>::infinity()
            : pin_log_weight(residual, pin.percent ? sigma : sigma * per_percent, pin.proposed[lane], pin.proposed_sd);
  }
}

EBBTIDE_VECTOR_WIDTHS
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
  if (cells_) cells_->close_week(state_.member_returns.data(), week, paths);
  for (std::size_t m = 0; m < posterior_.members.size(); ++m) {
    if (!columns_[m].cells.empty()) continue;
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
