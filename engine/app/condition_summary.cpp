#include "app/condition_summary.h"

#include <algorithm>

#include "core/format.h"
#include "core/utf8.h"
#include "evaluation/condition_outcome.h"

namespace ebbtide {
namespace {

std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
  const std::string space(width - std::min(width, static_cast<std::size_t>(utf8_count(text))), ' ');
  return to_the_right ? space + text : text + space;
}

struct ConditionCells {
  std::string asked, got, kind;
};

ConditionCells cells_of(const ConditionOutcome& outcome) {
  ConditionCells cells{outcome.text, "not simulated", format("{}: {}", kind_text(outcome.kind), outcome.meaning)};
  if (!outcome.got_mean) return cells;
  const bool money = outcome.unit == Unit::million_usd;
  const int decimals = money ? 0 : outcome.unit == Unit::basis_point ? 1 : 3;
  const std::string mean = fixed_text(outcome.got_mean->value, decimals, true);
  cells.got = format("{}{} +- {} {}", outcome.got_mean->value > 0.0 ? "+" : "", mean,
                     fixed_text(outcome.got_sd->value, decimals, true), money ? "m USD" : unit_text(outcome.unit));
  return cells;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> condition_lines(const ScenarioResult& result) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::vector<ConditionCells> rows = {{"asked", "got", "kind"}};
  for (const ConditionOutcome& outcome : outcomes_of(result)) {
    if (outcome.kind != ConditionKind::known) rows.push_back(cells_of(outcome));
  }
  if (rows.size() > 1) {
    std::size_t asked = 0, got = 0;
    for (const ConditionCells& row : rows) {
      asked = std::max(asked, static_cast<std::size_t>(utf8_count(row.asked)));
      got = std::max(got, static_cast<std::size_t>(utf8_count(row.got)));
    }
    for (const ConditionCells& row : rows) {
      lines.emplace_back(lines.empty() ? "conditions" : "",
                         format("{}  {}  {}", padded(row.asked, asked, false), padded(row.got, got, true), row.kind));
    }
  }
  if (result.plausibility) {
    lines.emplace_back("plausibility", plausibility_text(*result.plausibility));
    const std::string earlier = earlier_moves_text(result.plausibility->earlier);
    if (!earlier.empty()) lines.emplace_back("earlier weeks", earlier);
  }
  std::size_t before = 0, within = 0;
  for (const LinearConstraint& constraint : result.model.constraints) {
    if (constraint.kind != ConditionKind::known) continue;
    ++(constraint.terms.front().week < result.model.lead_weeks ? before : within);
  }
  // Week 0 is drawn too where not all of it is public: a holiday leaves the dollar unpublished.
  if (before > 0)
    lines.emplace_back("already published", format("{} market values before week 1, where not all are", before));
  if (within > 0) lines.emplace_back("already published", format("{} market values of the weeks ahead", within));
  return lines;
}

}  // namespace ebbtide
