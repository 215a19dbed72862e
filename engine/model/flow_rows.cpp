#include "model/flow_rows.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace ebbtide {
namespace {

// A value at the reference and its derivative by the inputs: market path, then noises.
struct Linear {
  double value = 0.0;
  Vector slope;

  Linear& operator+=(const Linear& other) {
    value += other.value;
    slope += other.slope;
    return *this;
  }
  Linear& add(double weight, const Linear& other) {
    value += weight * other.value;
    slope += weight * other.slope;
    return *this;
  }
};

class Linearisation {
 public:
  Linearisation(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout, const Matrix& reference)
      : model_(model),
        funds_(*model.calibration->funds),
        variables_(model.calibration->market.variables),
        theta_(theta),
        layout_(layout),
        reference_(reference),
        path_size_(reference.size()) {
    start();
  }

  FlowRows rows() {
    const std::size_t count = model_.flow_pins.size();
    FlowRows result{Matrix(static_cast<int>(count), path_size_), Vector(static_cast<int>(count)),
                    Matrix(static_cast<int>(count), layout_.count()), Vector(static_cast<int>(count))};
    std::size_t next = 0;
    for (int week = 0; week < layout_.weeks(); ++week) {
      advance(week);
      pinned_.assign(funds_.members.size(), 0);
      for (; next < count && model_.flow_pins[next].week == week; ++next) store(next, result);
      close_week();
    }
    return result;
  }

 private:
  Linear zero() const { return {0.0, Vector::Zero(path_size_ + layout_.count())}; }

  void start() {
    level_ = zero();
    level_.value = theta_.flow.coefficients(FlowPosterior::kLevel);
    flow_ = average_ = last_return_ = zero();
    flow_.value = theta_.opening_flow;
    average_.value = theta_.opening_average;
    last_return_.value = funds_.flow.last_return;
    average_weight_ = funds_.flow.average_weight;
    aum_ = funds_.opening_aum_musd * theta_.aum_factor;
    for (std::size_t m = 0; m < funds_.members.size(); ++m) {
      held_.push_back(funds_.members[m].opening_aum_musd * theta_.aum_factor);
      member_flow_.push_back(zero());
      member_flow_.back().value = theta_.opening_members[m];
    }
    for (const double close : funds_.flow.recent_log_closes) {
      closes_.push_back(zero());
      closes_.back().value = close;
    }
    if (closes_.empty()) closes_.push_back(zero());
    for (int week = 0; week < model_.lead_weeks; ++week) push_close(week);
    if (model_.lead_weeks == 0) return;
    value_members(model_.lead_weeks - 1);
    last_return_ = total_return_;
  }

  Linear log_return(int variable, int market_week) const {
    Linear result = zero();
    for (const PathTerm& term : displayed_terms(variables_, variable, market_week)) {
      result.value += term.weight * reference_(term.week, term.variable);
      result.slope(term.week * reference_.cols() + term.variable) += term.weight;
    }
    return result;
  }
  // Simple percent.
  Linear simple_return(int variable, int market_week) const {
    Linear result = log_return(variable, market_week);
    result.slope *= std::exp(0.01 * result.value);
    result.value = 100.0 * std::expm1(0.01 * result.value);
    return result;
  }
  void push_close(int market_week) {
    closes_.push_back(closes_.back());
    closes_.back() += log_return(funds_.flow.drawdown_variable, market_week);
  }

  // Returns of all members and of the total, as the fund kernel forms them.
  void value_members(int market_week) {
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
      if (!holds_aum(dimension)) continue;
      for_members(dimension, [&](std::size_t m) { returns_[m] += shift; });
    }
  }

  template <typename Visit>
  void for_members(Dimension dimension, Visit visit) const {
    for (std::size_t m = 0; m < funds_.members.size(); ++m) {
      if (funds_.members[m].dimension == dimension) visit(m);
    }
  }
  bool holds_aum(Dimension dimension) const {
    bool all = true;
    for_members(dimension, [&](std::size_t m) { all = all && funds_.members[m].aum_status != AumStatus::none; });
    return all;
  }
  Linear weighted_return(Dimension dimension) const {
    Linear result = zero();
    double held = 0.0;
    for_members(dimension, [&](std::size_t m) {
      result.add(held_[m], returns_[m]);
      held += held_[m];
    });
    if (held > 0.0) {
      result.value /= held;
      result.slope /= held;
    }
    return result;
  }

  Linear drawdown() const {
    const std::size_t window = std::min(closes_.size(), static_cast<std::size_t>(funds_.flow.drawdown_window));
    const auto first = closes_.end() - static_cast<std::ptrdiff_t>(window);
    const auto high =
        std::max_element(first, closes_.end(), [](const Linear& a, const Linear& b) { return a.value < b.value; });
    Linear result = closes_.back();
    return result.add(-1.0, *high);
  }

  // Of the side of its kink on which the reference lies.
  Linear disappointment(int market_week) const {
    const DollarDisappointment& term = *funds_.flow.disappointment;
    Linear gap = log_return(funds_.flow.drawdown_variable, market_week);
    const Linear dollar = log_return(term.dollar_variable, market_week);
    if (term.value(gap.value, dollar.value) == 0.0) return zero();
    return gap.add(term.beta, dollar);
  }

  // The total's flow of the week in % of AUM, and the members' given it.
  void advance(int week) {
    const Vector& b = theta_.flow.coefficients;
    const double sigma = theta_.flow.sigma;
    value_members(model_.lead_weeks + week);
    level_.slope(path_size_ + FlowNoiseLayout::walk_of_week(week)) += funds_.flow.walk_ratio * sigma;
    Linear x = level_;
    x.add(b(FlowPosterior::kOwnLag), flow_).add(b(FlowPosterior::kReturn), total_return_);
    x.add(b(FlowPosterior::kReturnLag), last_return_).add(b(FlowPosterior::kAverage), average_);
    x.add(b(FlowPosterior::kDrawdown), drawdown());
    if (funds_.flow.disappointment) x.add(b(FlowPosterior::kDisappointment), disappointment(model_.lead_weeks + week));
    x.slope(path_size_ + FlowNoiseLayout::residual_of_week(week)) += sigma;
    flow_ = x;
    push_close(model_.lead_weeks + week);
    predict_members();
  }

  // Members before they are made to add up to the total, in % of their scale.
  void predict_members() {
    predicted_ = member_flow_;
    for (std::size_t m = 0; m < funds_.members.size(); ++m) {
      const Vector& b = theta_.members[m].coefficients;
      Linear mean = zero();
      mean.value = b(MemberPosterior::kLevel);
      mean.add(b(MemberPosterior::kParent), flow_).add(b(MemberPosterior::kOwnLag), member_flow_[m]);
      mean.add(b(MemberPosterior::kOwnReturn), returns_[m]).add(-b(MemberPosterior::kOwnReturn), total_return_);
      predicted_[m] = mean;
    }
  }
  double scale(std::size_t m) const {
    return 0.01 * (funds_.members[m].aum_status == AumStatus::none ? aum_ : held_[m]);
  }
  double variance(std::size_t m) const { return std::pow(scale(m) * theta_.members[m].sigma, 2); }

  // A member's flow in USD given the total and the members of its dimension that are pinned already, and its residual
  // standard deviation.
  std::pair<Linear, double> given_total(std::size_t member) const {
    Linear gap = zero();
    gap.add(0.01 * aum_, flow_);
    double spread = 0.0;
    for_members(funds_.members[member].dimension, [&](std::size_t m) {
      gap.add(-scale(m), pinned_[m] ? member_flow_[m] : predicted_[m]);
      if (!pinned_[m]) spread += variance(m);
    });
    const double share = spread > 0.0 ? variance(member) / spread : 0.0;
    Linear usd = zero();
    usd.add(scale(member), predicted_[member]).add(share, gap);
    return {usd, std::sqrt(variance(member) * (1.0 - share))};
  }

  void store(std::size_t index, FlowRows& result) {
    const FlowPin& pin = model_.flow_pins[index];
    const auto row = static_cast<int>(index);
    Linear flow = flow_;
    double sd = theta_.flow.sigma;
    double to_unit = pin.percent ? 1.0 : 0.01 * aum_;
    if (pin.member >= 0) {
      const auto m = static_cast<std::size_t>(pin.member);
      std::tie(flow, sd) = given_total(m);
      flow.slope(path_size_ + layout_.residual_of(index)) += sd;
      to_unit = pin.percent ? 1.0 / scale(m) : 1.0;
      // Members after it see the value asked.
      pinned_[m] = 1;
      member_flow_[m] = zero();
      member_flow_[m].value = pin.percent ? pin.value : pin.value / scale(m);
    }
    result.reference(row) = to_unit * flow.value;
    result.sd(row) = to_unit * sd;
    result.weights.row(row) = to_unit * flow.slope.head(path_size_).transpose();
    result.noise.row(row) = to_unit * flow.slope.tail(layout_.count()).transpose();
    if (layout_.error_of(index) >= 0) result.noise(row, layout_.error_of(index)) += pin.sd;
  }

  void close_week() {
    const double decayed = funds_.flow.average_decay * average_weight_;
    average_.value = (decayed * average_.value + flow_.value) / (decayed + 1.0);
    average_.slope = (decayed * average_.slope + flow_.slope) / (decayed + 1.0);
    average_weight_ = decayed + 1.0;
    last_return_ = total_return_;
    std::vector<Linear> closed = member_flow_;
    for (std::size_t m = 0; m < funds_.members.size(); ++m) {
      if (pinned_[m]) continue;
      const auto [usd, sd] = given_total(m);
      closed[m] = usd;
      if (scale(m) > 0.0) {
        closed[m].value /= scale(m);
        closed[m].slope /= scale(m);
      }
    }
    member_flow_ = std::move(closed);
    for (std::size_t m = 0; m < funds_.members.size(); ++m) {
      held_[m] = std::max(0.0, held_[m] * (1.0 + 0.01 * (returns_[m].value + member_flow_[m].value)));
    }
    aum_ *= 1.0 + 0.01 * (total_return_.value + flow_.value);
  }

  const Model& model_;
  const FundPosterior& funds_;
  const std::vector<MarketVariable>& variables_;
  const FundTheta& theta_;
  const FlowNoiseLayout& layout_;
  const Matrix& reference_;
  Eigen::Index path_size_;
  Linear level_, flow_, average_, last_return_, total_return_;
  double average_weight_ = 0.0;
  double aum_ = 0.0;
  std::vector<double> held_;
  std::vector<Linear> member_flow_;  // % of the member's scale, of the week before
  std::vector<Linear> returns_;      // simple percent
  std::vector<Linear> predicted_;
  std::vector<char> pinned_;
  std::deque<Linear> closes_;
};

}  // namespace

FlowRows linearise_flows(const Model& model, const FundTheta& theta, const FlowNoiseLayout& layout,
                         const Matrix& reference) {
  return Linearisation(model, theta, layout, reference).rows();
}

}  // namespace ebbtide
