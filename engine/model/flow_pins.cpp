#include "model/flow_pins.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {
namespace {

int member_index(const FundPosterior& funds, const SeriesKey& key) {
  for (std::size_t m = 0; m < funds.members.size(); ++m) {
    if (margin_key(funds.members[m].dimension, funds.members[m].name) == key) return static_cast<int>(m);
  }
  return -1;
}

bool is_flow_pin(const FlowCondition& condition) {
  return (condition.kind == ConditionKind::hard || condition.kind == ConditionKind::evidence) &&
         (condition.target == EventTarget::net_flow || condition.target == EventTarget::net_flow_pct_aum);
}

void check_free_member(const FundPosterior& funds, const std::vector<FlowCondition>& conditions,
                       const std::vector<FlowPin>& pins, Findings& findings) {
  std::array<int, 3> sizes{};
  for (const MemberPosterior& member : funds.members) ++sizes[static_cast<std::size_t>(member.dimension)];
  std::map<std::pair<int, Dimension>, int> pinned;
  for (const FlowPin& pin : pins) {
    if (pin.member < 0) continue;
    const Dimension dimension = funds.members[static_cast<std::size_t>(pin.member)].dimension;
    if (++pinned[{pin.week, dimension}] < sizes[static_cast<std::size_t>(dimension)]) continue;
    Finding finding;
    finding.code = "contradictory-condition";
    finding.where = conditions[pin.condition].where;
    finding.problem = format("with '{}' every {} is pinned in week {}, and so is the total",
                             conditions[pin.condition].text, dimension_text(dimension), pin.week + 1);
    finding.expected = "one of them left free, to carry what remains of the total";
    findings.add(std::move(finding));
  }
}

}  // namespace

std::vector<FlowPin> bind_flow_pins(const FundPosterior& funds, const std::vector<FlowCondition>& conditions,
                                    Findings& findings) {
  std::vector<FlowPin> pins;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const FlowCondition& condition = conditions[i];
    if (!is_flow_pin(condition)) continue;
    const bool total = condition.member == SeriesKey{};
    FlowPin pin{i,
                condition.week - 1,
                total ? -1 : member_index(funds, condition.member),
                condition.target == EventTarget::net_flow_pct_aum,
                condition.value.value,
                condition.sd};
    EBBTIDE_REQUIRE(total || pin.member >= 0);
    const bool taken = std::any_of(pins.begin(), pins.end(), [&](const FlowPin& other) {
      return other.week == pin.week && other.member == pin.member;
    });
    if (!taken) pins.push_back(pin);
  }
  std::stable_sort(pins.begin(), pins.end(), [](const FlowPin& a, const FlowPin& b) {
    return std::pair(a.week, a.member) < std::pair(b.week, b.member);
  });
  check_free_member(funds, conditions, pins, findings);
  return pins;
}

FlowNoiseLayout::FlowNoiseLayout(const std::vector<FlowPin>& pins) {
  for (const FlowPin& pin : pins) weeks_ = std::max(weeks_, pin.week + 1);
  count_ = weeks_;
  for (const FlowPin& pin : pins) residual_.push_back(pin.member < 0 ? residual_of_week(pin.week) : count_++);
  for (const FlowPin& pin : pins) error_.push_back(pin.sd > 0.0 ? count_++ : -1);
}

}  // namespace ebbtide
