#include "scenario/pinned_quantity.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "core/format.h"
#include "scenario/claims.h"

namespace ebbtide {
namespace {

// Claims by the quantity they are on.
template <typename Quantity>
class Groups {
 public:
  template <typename Same>
  void add(const Quantity& quantity, Claim claim, const Same& same) {
    const auto found =
        std::find_if(groups_.begin(), groups_.end(), [&](const auto& group) { return same(group.first, quantity); });
    if (found != groups_.end()) {
      found->second.push_back(std::move(claim));
    } else {
      groups_.emplace_back(quantity, std::vector<Claim>{std::move(claim)});
    }
  }
  void report(Reporter& reporter) const {
    for (const auto& [quantity, claims] : groups_) report_clashes(claims, reporter);
  }

 private:
  std::vector<std::pair<Quantity, std::vector<Claim>>> groups_;
};

// Sum over the weeks of a combination whose first variable in alphabetical order has weight 1; log percent or bp.
struct MarketSum {
  std::vector<MarketTerm> terms;
  WeekRange weeks;
};

bool same_sum(const MarketSum& a, const MarketSum& b) {
  return a.weeks == b.weeks && std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(),
                                          [](const MarketTerm& x, const MarketTerm& y) {
                                            return x.variable == y.variable && same_number(x.weight, y.weight);
                                          });
}

std::pair<MarketSum, Claim> claim_of(const MarketCondition& condition) {
  MarketSum sum{.terms = condition.terms, .weeks = condition.weeks};
  std::sort(sum.terms.begin(), sum.terms.end(),
            [](const MarketTerm& a, const MarketTerm& b) { return a.variable < b.variable; });
  const double scale = sum.terms.front().weight;
  for (MarketTerm& term : sum.terms) term.weight /= scale;
  const double weeks =
      condition.aggregation == Aggregation::average ? condition.weeks.last - condition.weeks.first + 1 : 1;
  const auto summed = [&](double value) {
    return (condition.value.unit == Unit::percent ? log_percent(value) : value) * weeks / scale;
  };
  Claim claim{.kind = condition.kind,
              .value = summed(condition.value.value),
              .sd = condition.sd * weeks / std::abs(scale),
              .text = condition.text,
              .where = condition.where};
  const auto& low = scale > 0.0 ? condition.at_least : condition.at_most;
  const auto& high = scale > 0.0 ? condition.at_most : condition.at_least;
  if (low) claim.low = summed(*low);
  if (high) claim.high = summed(*high);
  return {std::move(sum), std::move(claim)};
}

struct FlowQuantity {
  EventTarget target = EventTarget::net_flow;
  SeriesKey member;
  int week = 1;
  friend bool operator==(const FlowQuantity&, const FlowQuantity&) = default;
};

FlowQuantity quantity_of(const FlowCondition& condition) {
  // The flow since week 1 is in week 1 the flow of the week.
  const bool first = condition.target == EventTarget::cumulative_net_flow && condition.week == 1;
  return {
      .target = first ? EventTarget::net_flow : condition.target, .member = condition.member, .week = condition.week};
}

// The bounds of a condition or view as those of a claim.
template <typename Bound>
void take_bounds(const Bound& from, Claim& claim) {
  if (from.at_least) claim.low = *from.at_least;
  if (from.at_most) claim.high = *from.at_most;
}

void report_flow_in_two_units(const std::vector<FlowCondition>& conditions, Reporter& reporter) {
  for (std::size_t later = 1; later < conditions.size(); ++later) {
    const FlowCondition& condition = conditions[later];
    const auto in_another_unit = [&](const FlowCondition& earlier) {
      return earlier.kind == ConditionKind::hard && earlier.target != condition.target &&
             earlier.member == condition.member && earlier.week == condition.week;
    };
    const auto end = conditions.begin() + static_cast<std::ptrdiff_t>(later);
    const auto earlier = std::find_if(conditions.begin(), end, in_another_unit);
    if (condition.kind != ConditionKind::hard || earlier == end) continue;
    reporter.error(condition.where, "contradictory-condition",
                   format("'{}' and '{}' pin one flow in two units", condition.text, earlier->text), "one of the two");
  }
}

// What a view is on, the bounds apart.
bool same_statistic(const View& a, const View& b) {
  const Event& x = a.quantity;
  const Event& y = b.quantity;
  const bool same_quantity = x.target == y.target && x.member == y.member && x.variable == y.variable &&
                             x.statistic == y.statistic && x.weeks == y.weeks;
  if (!same_quantity || a.kind != b.kind || !same_number(a.tail, b.tail)) return false;
  return a.kind != ViewKind::probability || (x.below == y.below && same_number(x.level.value, y.level.value));
}

}  // namespace

void report_repeated_pins(const std::vector<MarketCondition>& conditions, Reporter& reporter) {
  Groups<MarketSum> groups;
  for (const MarketCondition& condition : conditions) {
    auto [sum, claim] = claim_of(condition);
    groups.add(sum, std::move(claim), same_sum);
  }
  groups.report(reporter);
}

void report_repeated_pins(const std::vector<FlowCondition>& conditions, Reporter& reporter) {
  Groups<FlowQuantity> groups;
  for (const FlowCondition& condition : conditions) {
    Claim claim{.kind = condition.kind,
                .value = condition.value.value,
                .sd = condition.sd,
                .text = condition.text,
                .where = condition.where};
    take_bounds(condition, claim);
    groups.add(quantity_of(condition), std::move(claim), std::equal_to<>());
  }
  groups.report(reporter);
  report_flow_in_two_units(conditions, reporter);
}

void report_repeated_views(const std::vector<View>& views, Reporter& reporter) {
  Groups<View> groups;
  for (const View& view : views) {
    Claim claim{.kind = ConditionKind::inequality, .text = view.text, .where = view.where};
    take_bounds(view, claim);
    if (view.at_least == view.at_most) {
      claim.kind = ConditionKind::hard;
      claim.value = *view.at_least;
    }
    groups.add(view, std::move(claim), same_statistic);
  }
  groups.report(reporter);
}

}  // namespace ebbtide
