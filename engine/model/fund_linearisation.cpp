#include "model/fund_linearisation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ebbtide {
std::string_view flow_channel_text(FlowChannel channel) {
  switch (channel) {
    case FlowChannel::parent:
      return "flow of the total";
    case FlowChannel::persistence:
      return "persistence";
    case FlowChannel::returns:
      return "returns";
    case FlowChannel::direct_macro:
      return "direct macro";
    case FlowChannel::own_shock:
      return "own shock";
    case FlowChannel::allocation:
      return "allocation";
    case FlowChannel::opening_aum:
      return "opening AUM";
  }
  return "";
}

FundLinearisation::FundLinearisation(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                                     const Matrix& path, Vector noise, Detail detail)
    : model_(model),
      funds_(*model.calibration->funds),
      variables_(model.calibration->market.variables),
      theta_(theta),
      layout_(layout),
      path_(path),
      noise_(std::move(noise)),
      detail_(detail),
      inputs_(path.size() + layout.count()),
      columns_(fund_columns(funds_)) {
  if (funds_.cube) cells_.emplace(funds_, theta_, inputs_, exact());
  start();
}

Linear FundLinearisation::zero() const {
  return {0.0, Vector::Zero(inputs_)};
}

// `percent` of what is held, in USD.
Linear FundLinearisation::product(const Linear& held, const Linear& percent) const {
  Linear result = zero();
  result.add(0.01 * held.value, percent);
  if (exact()) result.slope += (0.01 * percent.value) * held.slope;
  return result;
}

void FundLinearisation::start() {
  flow_ = average_ = last_return_ = aum_ = zero();
  flow_.value = theta_.opening_flow;
  average_.value = theta_.opening_average;
  last_return_.value = funds_.flow.last_return;
  average_weight_ = funds_.flow.average_weight;
  aum_.value = funds_.opening_aum_musd * theta_.aum_factor;
  held_.assign(funds_.members.size(), zero());
  member_flow_.assign(funds_.members.size(), zero());
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    held_[m].value = funds_.members[m].opening_aum_musd * theta_.aum_factor;
    member_flow_[m].value = theta_.opening_members[m];
  }
  for (const double close : funds_.flow.recent_log_closes) {
    closes_.push_back(zero());
    closes_.back().value = close;
  }
  for (int week = 0; week < model_.lead_weeks; ++week) push_close(week);
  if (exact()) parts_.resize(funds_.members.size() + 1);
  if (model_.lead_weeks == 0) return;
  value_members(model_.lead_weeks - 1);
  last_return_ = total_return_;
}

Linear FundLinearisation::log_return(int variable, int market_week) const {
  Linear result = zero();
  for (const PathTerm& term : displayed_terms(variables_, variable, market_week)) {
    result.value += term.weight * path_(term.week, term.variable);
    result.slope(term.week * path_.cols() + term.variable) += term.weight;
  }
  return result;
}

// Simple percent.
Linear FundLinearisation::simple_return(int variable, int market_week) const {
  Linear result = log_return(variable, market_week);
  result.slope *= std::exp(0.01 * result.value);
  result.value = 100.0 * std::expm1(0.01 * result.value);
  return result;
}

void FundLinearisation::push_close(int market_week) {
  closes_.push_back(closes_.empty() ? zero() : closes_.back());
  closes_.back() += log_return(funds_.flow.drawdown_variable, market_week);
}

// Returns of all members and of the total, as the fund kernel forms them.
void FundLinearisation::value_members(int market_week) {
  returns_.assign(funds_.members.size(), zero());
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    for (const auto& [variable, weight] : funds_.members[m].exposures) {
      returns_[m].add(weight, simple_return(variable, market_week));
    }
  }
  total_return_ = weighted_return(Dimension::asset);
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (funds_.members[m].dimension != Dimension::asset && funds_.members[m].exposures.empty())
      returns_[m] = total_return_;
  }
  for (const Dimension dimension : {Dimension::region, Dimension::issuer}) {
    Linear shift = total_return_;
    shift.add(-1.0, weighted_return(dimension));
    if (!holds_aum(dimension) || cells_) continue;
    for_members(dimension, [&](std::size_t m) { returns_[m] += shift; });
  }
}

template <typename Visit>
void FundLinearisation::for_members(Dimension dimension, Visit visit) const {
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (funds_.members[m].dimension == dimension) visit(m);
  }
}

bool FundLinearisation::holds_aum(Dimension dimension) const {
  bool all = true;
  for_members(dimension, [&](std::size_t m) { all = all && funds_.members[m].aum_status != AumStatus::none; });
  return all;
}

Linear FundLinearisation::weighted_return(Dimension dimension) const {
  Linear result = zero();
  double held = 0.0;
  for_members(dimension, [&](std::size_t m) {
    result.add(held_[m].value, returns_[m]);
    held += held_[m].value;
  });
  if (!(held > 0.0)) return zero();
  result.value /= held;
  if (exact()) {
    for_members(dimension, [&](std::size_t m) { result.slope += (returns_[m].value - result.value) * held_[m].slope; });
  }
  result.slope /= held;
  return result;
}

Linear FundLinearisation::drawdown(int week) const {
  if (closes_.empty()) return zero();
  const std::size_t window = std::min(closes_.size(), static_cast<std::size_t>(funds_.flow.drawdown_window));
  const auto first = closes_.end() - static_cast<std::ptrdiff_t>(window);
  const auto high =
      std::max_element(first, closes_.end(), [](const Linear& a, const Linear& b) { return a.value < b.value; });
  Linear result = closes_.back();
  if (high_shares_.size() == 0) return result.add(-1.0, *high);
  result.value -= high->value;
  for (std::size_t i = 0; i < closes_.size(); ++i)
    result.slope -= high_shares_(week, static_cast<Eigen::Index>(i)) * closes_[i].slope;
  return result;
}

// Of the side of its kink on which the reference lies.
Linear FundLinearisation::disappointment(int market_week) const {
  const DollarDisappointment& term = *funds_.flow.disappointment;
  Linear gap = log_return(funds_.flow.drawdown_variable, market_week);
  const Linear dollar = log_return(term.dollar_variable, market_week);
  if (term.value(gap.value, dollar.value) == 0.0) return zero();
  return gap.add(term.beta, dollar);
}

// The total's flow of the week in % of AUM, and the members' given it.
void FundLinearisation::open_week(int week) {
  const Vector& b = theta_.flow.coefficients;
  flow_sd_ = theta_.flow_sd(static_cast<std::size_t>(week));
  value_members(model_.lead_weeks + week);
  Linear own = zero(), persistence = zero(), returns = zero(), macro = zero();
  own.value = b(FlowPosterior::kLevel);
  if (week < layout_.weeks()) {
    const int residual = FlowNoiseLayout::residual_of_week(week);
    own.value += flow_sd_ * noise_(residual);
    own.slope(path_.size() + residual) += flow_sd_;
  }
  persistence.add(b(FlowPosterior::kOwnLag), flow_).add(b(FlowPosterior::kAverage), average_);
  returns.add(b(FlowPosterior::kReturn), total_return_).add(b(FlowPosterior::kReturnLag), last_return_);
  returns.add(b(FlowPosterior::kDrawdown), drawdown(week));
  if (funds_.flow.disappointment)
    macro.add(b(FlowPosterior::kDisappointment), disappointment(model_.lead_weeks + week));
  flow_ = own;
  flow_ += persistence;
  flow_ += returns;
  flow_ += macro;
  push_close(model_.lead_weeks + week);
  if (exact()) {
    Part& part = parts_.front();
    part.flow = product(aum_, flow_);
    part.channels.fill(Vector::Zero(inputs_));
    const double per_percent = 0.01 * aum_.value;
    part.channels[place(FlowChannel::persistence)] = per_percent * persistence.slope;
    part.channels[place(FlowChannel::returns)] = per_percent * returns.slope;
    part.channels[place(FlowChannel::direct_macro)] = per_percent * macro.slope;
    part.channels[place(FlowChannel::own_shock)] = per_percent * own.slope;
    part.channels[place(FlowChannel::opening_aum)] = 0.01 * flow_.value * aum_.slope;
  }
  pinned_.assign(funds_.members.size(), 0);
  pinned_usd_.resize(funds_.members.size());
  cells_open_ = false;
  predict_members();
}

void FundLinearisation::predict_members() {
  predicted_ = member_flow_;
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (sums_cells(m)) continue;
    const Vector& b = theta_.members[m].coefficients;
    Linear parent = zero(), own_return = zero(), mean = zero();
    parent.add(b(MemberPosterior::kParent), flow_);
    own_return.add(b(MemberPosterior::kOwnReturn), returns_[m]).add(-b(MemberPosterior::kOwnReturn), total_return_);
    mean.value = b(MemberPosterior::kLevel);
    mean.add(b(MemberPosterior::kOwnLag), member_flow_[m]) += parent;
    mean += own_return;
    predicted_[m] = mean;
    if (!exact()) continue;
    std::array<Vector, kFlowChannels>& channels = parts_[m + 1].channels;
    channels.fill(Vector::Zero(inputs_));
    channels[place(FlowChannel::parent)] = scale(m) * parent.slope;
    channels[place(FlowChannel::persistence)] = (scale(m) * b(MemberPosterior::kOwnLag)) * member_flow_[m].slope;
    channels[place(FlowChannel::returns)] = scale(m) * own_return.slope;
    channels[place(FlowChannel::opening_aum)] = (0.01 * mean.value) * held_of(m).slope;
  }
}

const Linear& FundLinearisation::held_of(std::size_t member) const {
  return funds_.members[member].aum_status == AumStatus::none ? aum_ : held_[member];
}

double FundLinearisation::variance(std::size_t member) const {
  return std::pow(scale(member) * theta_.members[member].sigma, 2);
}

FundLinearisation::Gap FundLinearisation::gap_of(Dimension dimension) const {
  Gap gap{product(aum_, flow_), 0.0, {}, 0, false};
  if (exact()) gap.relative_spread = Vector::Zero(inputs_);
  for_members(dimension, [&](std::size_t m) {
    gap.any_pinned = gap.any_pinned || pinned_[m];
    gap.usd.add(-1.0, pinned_[m] ? pinned_usd_[m] : product(held_of(m), predicted_[m]));
    if (pinned_[m]) return;
    ++gap.free;
    gap.spread += variance(m);
    if (exact() && scale(m) > 0.0) gap.relative_spread += (2.0 * variance(m) / held_of(m).value) * held_of(m).slope;
  });
  if (exact() && gap.spread > 0.0) gap.relative_spread /= gap.spread;
  return gap;
}

// Of the gap, by residual variance; equal where none has any and nobody is pinned.
Linear FundLinearisation::share_of(std::size_t member, const Gap& gap) const {
  Linear share = zero();
  if (gap.spread > 0.0) {
    share.value = variance(member) / gap.spread;
  } else if (!gap.any_pinned) {
    share.value = 1.0 / gap.free;
  }
  if (exact() && gap.spread > 0.0 && share.value > 0.0)
    share.slope = share.value * ((2.0 / held_of(member).value) * held_of(member).slope - gap.relative_spread);
  return share;
}

// A free member's flow in USD, what it takes up of the gap included.
Linear FundLinearisation::given_total(std::size_t member, const Gap& gap) {
  const Linear share = share_of(member, gap);
  Linear taken = zero();
  taken.add(share.value, gap.usd);
  if (exact()) {
    taken.slope += gap.usd.value * share.slope;
    parts_[member + 1].channels[place(FlowChannel::allocation)] = taken.slope;
  }
  return taken += product(held_of(member), predicted_[member]);
}

FundLinearisation::PinnedFlow FundLinearisation::pin(std::size_t index) {
  const FlowPin& pin = model_.flow_pins[index];
  if (pin.member < 0) {
    const double to_unit = pin.percent ? 1.0 : 0.01 * aum_.value;
    PinnedFlow result{pin.percent ? flow_ : product(aum_, flow_), to_unit * flow_sd_};
    return result;
  }
  if (sums_cells(static_cast<std::size_t>(pin.member))) return pin_cells(index);
  const auto m = static_cast<std::size_t>(pin.member);
  const Gap gap = gap_of(funds_.members[m].dimension);
  const Linear share = share_of(m, gap);
  const double sd = std::sqrt(variance(m) * (1.0 - share.value));
  Linear usd = given_total(m, gap);
  const int residual = layout_.residual_of(index);
  Vector shock = Vector::Zero(inputs_);
  shock(path_.size() + residual) = sd;
  if (exact() && sd > 0.0) {
    // The residual is a share of what the member holds.
    shock += sd * noise_(residual) * (held_of(m).slope / held_of(m).value - 0.5 / (1.0 - share.value) * share.slope);
    parts_[m + 1].channels[place(FlowChannel::own_shock)] = shock;
  }
  usd.value += sd * noise_(residual);
  usd.slope += shock;
  pinned_[m] = 1;
  const double to_unit = pin.percent ? 1.0 / scale(m) : 1.0;
  PinnedFlow result{usd, to_unit * sd};
  result.flow.value *= to_unit;
  result.flow.slope *= to_unit;
  if (exact() && pin.percent) result.flow.slope -= (result.flow.value / held_of(m).value) * held_of(m).slope;
  pinned_usd_[m] = usd;
  if (stands_at_value(pin)) {
    // Members after it see the value asked.
    pinned_usd_[m] = zero();
    pinned_usd_[m].value = pin.value / to_unit;
  }
  return result;
}

void FundLinearisation::close_members(std::vector<Linear>& closed) {
  for (const Dimension dimension : kDimensions) {
    if (cells_ && dimension != Dimension::asset) continue;
    const Gap gap = gap_of(dimension);
    for_members(dimension, [&](std::size_t m) { closed[m] = pinned_[m] ? pinned_usd_[m] : given_total(m, gap); });
  }
}

void FundLinearisation::close_week() {
  if (cells_) {
    open_cells();
    cells_->close_week(returns_);
  }
  const double decayed = funds_.flow.average_decay * average_weight_;
  average_.value = (decayed * average_.value + flow_.value) / (decayed + 1.0);
  average_.slope = (decayed * average_.slope + flow_.slope) / (decayed + 1.0);
  average_weight_ = decayed + 1.0;
  last_return_ = total_return_;
  std::vector<Linear> usd(funds_.members.size());
  close_members(usd);
  const auto grow = [&](Linear& held, const Linear& percent_return, const Linear& flow) {
    const Linear effect = product(held, percent_return);
    held.value = std::max(0.0, held.value + effect.value + flow.value);
    if (!exact()) return;
    held.slope += effect.slope + flow.slope;
    if (held.value <= 0.0) held.slope.setZero();
  };
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (sums_cells(m)) continue;
    const Linear& held = held_of(m);
    member_flow_[m] = zero();
    if (held.value > 0.0) {
      member_flow_[m].add(100.0 / held.value, usd[m]);
      if (exact()) member_flow_[m].slope -= (member_flow_[m].value / held.value) * held.slope;
    }
  }
  if (cells_ && exact()) close_sums();
  for (std::size_t m = 0; m < funds_.members.size(); ++m) {
    if (sums_cells(m)) continue;
    const bool holds = funds_.members[m].aum_status != AumStatus::none;
    if (holds) grow(held_[m], returns_[m], usd[m]);
    if (!exact()) continue;
    parts_[m + 1].flow = usd[m];
    parts_[m + 1].aum = holds ? held_[m] : Linear{};
  }
  grow(aum_, total_return_, product(aum_, flow_));
  if (exact()) parts_.front().aum = aum_;
}

}  // namespace ebbtide
