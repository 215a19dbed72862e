#include "calibration/sibling_total.h"

#include <algorithm>
#include <cmath>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr int kFewestWeeks = 12;

}  // namespace

std::optional<SiblingTotal> fit_sibling_total(const HistoryView& view) {
  const HistoryView* sibling = view.sibling();
  if (!sibling || !view.last_flow_week()) return std::nullopt;
  int weeks = 0;
  double x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
  for (Date week = view.universe().first_flow_week; week <= *view.last_flow_week(); week = add_weeks(week, 1)) {
    const auto own = view.flow({}, week);
    const auto other = sibling->flow({}, week);
    if (!own || !other) continue;
    // Sums about the running means.
    ++weeks;
    const double dx = own->value_musd - x;
    const double dy = other->value_musd - y;
    x += dx / weeks;
    y += dy / weeks;
    xx += dx * (own->value_musd - x);
    xy += dx * (other->value_musd - y);
    yy += dy * (other->value_musd - y);
  }
  if (weeks < kFewestWeeks || xx <= 0.0 || xy <= 0.0) return std::nullopt;
  SiblingTotal fit;
  fit.weeks = weeks;
  fit.slope = xy / xx;
  fit.constant = y - fit.slope * x;
  fit.residual_sd = std::sqrt(std::max(0.0, yy - fit.slope * xy) / (weeks - 2));
  return fit;
}

std::optional<FlowCondition> sibling_evidence(const HistoryView& view, const Scenario& scenario) {
  if (!view.sibling() || scenario.path == PathKnowledge::sequential || scenario.price_impact) return std::nullopt;
  const bool stated =
      std::any_of(scenario.flow_conditions.begin(), scenario.flow_conditions.end(),
                  [](const FlowCondition& condition) { return condition.member.is_total() && condition.week == 1; });
  const auto sighted = view.sibling()->flow({}, view.week_one());
  const auto fit = fit_sibling_total(view);
  if (stated || !sighted || !fit) return std::nullopt;
  FlowCondition condition;
  condition.kind = ConditionKind::evidence;
  condition.value = {fit->total_musd(sighted->value_musd), Unit::million_usd};
  condition.sd = fit->total_sd_musd();
  condition.text = format("net flow of the total, week 1: {} m USD, evidence, sd {} m USD, from {} m USD in {}",
                          fixed_text(condition.value.value, 0, true), fixed_text(condition.sd, 0, true),
                          fixed_text(sighted->value_musd, 0, true), view.universe().sibling);
  return condition;
}

}  // namespace ebbtide
