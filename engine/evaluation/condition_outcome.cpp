#include "evaluation/condition_outcome.h"

#include <algorithm>

#include "core/format.h"

namespace ebbtide {
namespace {

std::string meaning_of(ConditionKind kind, bool of_market) {
  switch (kind) {
    case ConditionKind::known:
      return "published by as_of: holds on every path";
    case ConditionKind::hard:
      return of_market ? "holds on every path" : "holds on every path; paths weigh by how likely that flow was";
    case ConditionKind::target:
      return "takes this centre and spread, whatever the model says";
    case ConditionKind::evidence:
      return "a noisy sighting: the result lies between it and the model";
    case ConditionKind::inequality:
      return of_market ? "every path keeps within; paths weigh by how likely that was"
                       : "paths that do not keep within do not count";
  }
  return "";
}

ConditionOutcome market_outcome(const LinearConstraint& row) {
  ConditionOutcome outcome;
  outcome.text = row.text;
  outcome.kind = row.kind;
  outcome.unit = row.unit;
  outcome.meaning = meaning_of(row.kind, true);
  if (row.kind == ConditionKind::inequality) {
    outcome.lower = row.asked_at_least;
    outcome.upper = row.asked_at_most;
    return outcome;
  }
  outcome.asked = row.asked;
  if (row.kind == ConditionKind::target || row.kind == ConditionKind::evidence) outcome.asked_sd = row.asked_sd;
  return outcome;
}

ConditionOutcome flow_outcome(const FlowCondition& condition, bool from_outside) {
  ConditionOutcome outcome;
  outcome.text = condition.text;
  outcome.kind = condition.kind;
  outcome.unit = condition.value.unit;
  outcome.meaning = from_outside ? "a shock from outside: holds on every path" : meaning_of(condition.kind, false);
  outcome.lower = condition.at_least;
  outcome.upper = condition.at_most;
  if (condition.kind != ConditionKind::inequality) outcome.asked = condition.value.value;
  if (condition.kind == ConditionKind::evidence) outcome.asked_sd = condition.sd;
  return outcome;
}

Target target_of(EventTarget target) {
  switch (target) {
    case EventTarget::net_flow:
      return Target::net_flow;
    case EventTarget::cumulative_net_flow:
      return Target::cumulative_net_flow;
    case EventTarget::net_flow_pct_aum:
      return Target::net_flow_pct_aum;
    case EventTarget::aum:
      return Target::aum;
    case EventTarget::factor:
      return Target::factor;
    case EventTarget::return_:
      return Target::return_;
  }
  return Target::net_flow;
}

void take_statistics(const SeriesResult& series, int week, ConditionOutcome& outcome) {
  const ColumnSummary& summary = series.weeks[static_cast<std::size_t>(week)].summary;
  outcome.got_mean = summary.mean;
  outcome.got_sd = summary.standard_deviation;
}

std::string signed_text(double value, int decimals) {
  return (value > 0.0 ? "+" : "") + fixed_text(value, decimals);
}

std::string probability_text(double probability) {
  if (probability < 0.001) return "below 0.001";
  return fixed_text(probability, probability < 0.0995 ? 3 : 2);
}

std::string counted(int count, const std::string& noun) {
  return format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::vector<ConditionOutcome> outcomes_of(const ScenarioResult& result) {
  std::vector<ConditionOutcome> outcomes;
  const std::vector<SeriesResult>& series = result.simulation.series;
  for (std::size_t i = 0; i < result.model.constraints.size(); ++i) {
    outcomes.push_back(market_outcome(result.model.constraints[i]));
    const auto own = std::find_if(series.begin(), series.end(), [&](const SeriesResult& each) {
      return each.series.target == Target::condition && each.series.index == static_cast<int>(i);
    });
    if (own != series.end()) take_statistics(*own, 0, outcomes.back());
  }
  for (const FlowCondition& condition : result.model.flow_conditions) {
    outcomes.push_back(flow_outcome(condition, result.model.price_impact.has_value()));
    const auto own = std::find_if(series.begin(), series.end(), [&](const SeriesResult& each) {
      return each.series.target == target_of(condition.target) && each.series.key == condition.member;
    });
    if (own != series.end() && condition.week <= own->series.weeks)
      take_statistics(*own, condition.week - 1, outcomes.back());
  }
  return outcomes;
}

std::string plausibility_text(const Plausibility& plausibility) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (plausibility.distance) {
    add(format("p {}, q {} on {}", probability_text(*plausibility.p_value), fixed_text(*plausibility.distance, 1),
               counted(plausibility.conditions, "condition")));
  }
  if (plausibility.bounds_probability) {
    add(format("{} held with probability {}", counted(plausibility.bounds, "bound"),
               probability_text(plausibility.bounds_probability->value)));
  }
  if (!plausibility.past) return text;
  const PastWindows& past = *plausibility.past;
  if (past.nearer_percent) {
    add(format("farther out than {} % of {} past {}", fixed_text(*past.nearer_percent, 0), past.count,
               past.weeks == 1 ? "weeks" : format("{}-week windows", past.weeks)));
  }
  std::string similar;
  for (const SimilarWindow& window : past.similar)
    similar += format("{}{}", similar.empty() ? "" : ", ", date_text(window.last_week));
  if (!similar.empty()) add("most like the weeks to " + similar);
  return text;
}

std::string earlier_moves_text(const std::vector<EarlierMove>& moves) {
  std::string text;
  for (const EarlierMove& move : moves) {
    text += format("{}week {} ({} {}{}, {} sd)", text.empty() ? "" : ", ", move.week, move.variable,
                   signed_text(move.move, 1), move.unit == Unit::percent ? " %" : " bp",
                   fixed_text(move.standard_deviations, 1));
  }
  return text.empty() ? text : "conditions on later weeks move " + text;
}

}  // namespace ebbtide
