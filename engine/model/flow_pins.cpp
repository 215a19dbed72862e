#include "model/flow_pins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/format.h"
#include "model/cube.h"

namespace ebbtide {
namespace {

int column_index(const std::vector<FundColumn>& columns, const SeriesKey& key) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const FundColumn& column) { return column.key == key; });
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

[[nodiscard]] Finding nothing_left(const FlowCondition& condition, std::string problem) {
  Finding finding;
  finding.code = "contradictory-condition";
  finding.where = condition.where;
  finding.problem = std::move(problem);
  finding.expected = "one of them left free, to carry what remains of the total";
  return finding;
}

// A pinned sum of cells must not follow from the assets' flows and the sums pinned before it.
void check_free_cells(const FundPosterior& funds, const std::vector<FundColumn>& columns,
                      const std::vector<FlowCondition>& conditions, const std::vector<FlowPin>& pins,
                      Findings& findings) {
  if (!funds.cube) return;
  const auto count = static_cast<Eigen::Index>(funds.cube->cells.size());
  const auto indicator = [&](const std::vector<std::size_t>& cells) {
    Vector result = Vector::Zero(count);
    for (const std::size_t c : cells) result(static_cast<Eigen::Index>(c)) = 1.0;
    return result;
  };
  std::map<int, std::vector<Vector>> given;  // by week, orthonormal
  for (const FlowPin& pin : pins) {
    if (pin.member < 0) continue;
    const FundColumn& column = columns[static_cast<std::size_t>(pin.member)];
    if (column.cells.empty()) continue;
    std::vector<Vector>& basis = given[pin.week];
    const auto rest = [&](Vector row) {
      for (const Vector& known : basis) row -= known.dot(row) * known;
      return row;
    };
    if (basis.empty()) {
      for (const FundColumn& asset : columns) {
        if (asset.key == margin_key(Dimension::asset, asset.key.asset))
          basis.push_back(indicator(cells_of(funds, asset.key)).normalized());
      }
    }
    const Vector row = rest(indicator(column.cells));
    if (row.norm() > 1e-9) {
      basis.push_back(row.normalized());
      continue;
    }
    const FlowCondition& condition = conditions[pin.condition];
    findings.add(
        nothing_left(condition, format("in week {} '{}' follows from the assets' flows and what is pinned before",
                                       pin.week + 1, condition.text)));
  }
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
    const auto member = static_cast<std::size_t>(pin.member);
    if (pin.member < 0 || member >= funds.members.size()) continue;
    const Dimension dimension = funds.members[member].dimension;
    if (funds.cube && dimension != Dimension::asset) continue;
    if (++pinned[{pin.week, dimension}] < sizes[static_cast<std::size_t>(dimension)]) continue;
    findings.add(nothing_left(conditions[pin.condition],
                              format("with '{}' every {} is pinned in week {}, and so is the total",
                                     conditions[pin.condition].text, dimension_text(dimension), pin.week + 1)));
  }
}

}  // namespace

std::vector<FlowPin> bind_flow_pins(const FundPosterior& funds, const std::vector<FlowCondition>& conditions,
                                    Findings& findings) {
  std::vector<FlowPin> pins;
  const std::vector<FundColumn> columns = fund_columns(funds);
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const FlowCondition& condition = conditions[i];
    if (!is_flow_pin(condition)) continue;
    const bool total = condition.member == SeriesKey{};
    FlowPin pin{i,
                condition.week - 1,
                total ? -1 : column_index(columns, condition.member),
                condition.target == EventTarget::net_flow_pct_aum,
                condition.value.value,
                condition.sd,
                condition.with_total};
    if (!total && pin.member < 0) continue;
    const bool taken = std::any_of(pins.begin(), pins.end(), [&](const FlowPin& other) {
      return other.week == pin.week && other.member == pin.member;
    });
    if (!taken) pins.push_back(pin);
  }
  std::stable_sort(pins.begin(), pins.end(), [](const FlowPin& a, const FlowPin& b) {
    return std::pair(a.week, a.member) < std::pair(b.week, b.member);
  });
  check_free_member(funds, conditions, pins, findings);
  check_free_cells(funds, columns, conditions, pins, findings);
  return pins;
}

FlowNoiseLayout::FlowNoiseLayout(const std::vector<FlowPin>& pins) {
  for (const FlowPin& pin : pins) weeks_ = std::max(weeks_, pin.week + 1);
  count_ = weeks_;
  for (const FlowPin& pin : pins) residual_.push_back(pin.member < 0 ? residual_of_week(pin.week) : count_++);
  std::map<int, int> of_total;  // by week, the total's error
  for (const FlowPin& pin : pins) {
    std::vector<ErrorTerm>& terms = errors_.emplace_back();
    if (!(pin.sd > 0.0)) continue;
    const auto total = of_total.find(pin.week);
    const double shared = total != of_total.end() ? pin.with_total : 0.0;
    if (shared != 0.0) terms.push_back({total->second, shared * pin.sd});
    terms.push_back({count_++, std::sqrt(1.0 - shared * shared) * pin.sd});
    if (pin.member < 0) of_total[pin.week] = terms.back().normal;
  }
}

}  // namespace ebbtide
