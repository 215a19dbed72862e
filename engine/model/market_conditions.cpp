#include "model/market_conditions.h"

#include <cmath>
#include <map>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {
namespace {

void add_term(std::vector<PathTerm>& terms, const PathTerm& added) {
  for (PathTerm& term : terms) {
    if (term.week == added.week && term.variable == added.variable) {
      term.weight += added.weight;
      return;
    }
  }
  terms.push_back(added);
}

double model_value(const Quantity& quantity) {
  return quantity.unit == Unit::percent ? log_percent(quantity.value) : quantity.value;
}

std::string unit_suffix(Unit unit) {
  return unit == Unit::percent ? " %" : " bp";
}

LinearConstraint bind_condition(const std::vector<MarketVariable>& variables, const MarketCondition& condition,
                                int lead_weeks) {
  LinearConstraint row;
  row.kind = ConditionKind::hard;
  row.text = condition.text;
  row.unit = condition.value.unit;
  row.asked = condition.value.value;
  row.value = model_value(condition.value);
  row.where = condition.where;
  const int count = condition.weeks.last - condition.weeks.first + 1;
  const double share = condition.aggregation == Aggregation::average ? 1.0 / count : 1.0;
  for (int week = condition.weeks.first; week <= condition.weeks.last; ++week) {
    for (const MarketTerm& term : condition.terms) {
      const int variable = variable_index(variables, term.variable);
      EBBTIDE_REQUIRE(variable >= 0);
      for (PathTerm part : displayed_terms(variables, variable, lead_weeks + week - 1)) {
        part.weight *= term.weight * share;
        add_term(row.terms, part);
      }
    }
  }
  return row;
}

void add_known_values(const MarketPosterior& posterior, const HistoryView& view, int weeks, int lead_weeks,
                      std::vector<LinearConstraint>& rows) {
  for (int week = 0; week < weeks; ++week) {
    const Date week_end = add_weeks(posterior.last_week, week + 1);
    for (std::size_t i = 0; i < posterior.variables.size(); ++i) {
      const MarketVariable& variable = posterior.variables[i];
      const auto index = view.market().index_of(variable.name);
      if (!index) continue;
      // The displayed quantity: an asset's own price may be public while the price it is measured over is not.
      const auto value = view.displayed(*index, week_end);
      if (!value) continue;
      LinearConstraint row;
      row.kind = ConditionKind::known;
      row.text = format("{}, week {} ({}): {}{}", variable.name, week - lead_weeks + 1, date_text(week_end),
                        fixed_text(*value, 2), unit_suffix(variable.unit));
      row.unit = variable.unit;
      row.asked = *value;
      row.value = model_value({*value, variable.unit});
      row.terms = displayed_terms(posterior.variables, static_cast<int>(i), week);
      rows.push_back(std::move(row));
    }
  }
}

}  // namespace

int variable_index(const std::vector<MarketVariable>& variables, const std::string& name) {
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (variables[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

std::vector<PathTerm> displayed_terms(const std::vector<MarketVariable>& variables, int variable, int week) {
  std::vector<PathTerm> terms{{week, variable, 1.0}};
  const MarketVariable* current = &variables[static_cast<std::size_t>(variable)];
  while (current->over) {
    const int below = variable_index(variables, *current->over);
    EBBTIDE_REQUIRE(below >= 0);
    terms.push_back({week, below, 1.0});
    current = &variables[static_cast<std::size_t>(below)];
  }
  return terms;
}

std::vector<LinearConstraint> bind_market_conditions(const MarketPosterior& posterior, const Scenario& scenario,
                                                     const HistoryView* view, int lead_weeks, Findings& findings) {
  std::vector<LinearConstraint> rows;
  if (view != nullptr) {
    add_known_values(posterior, *view, lead_weeks + scenario.horizon_weeks, lead_weeks, rows);
  }
  for (const MarketCondition& condition : scenario.conditions) {
    rows.push_back(bind_condition(posterior.variables, condition, lead_weeks));
  }
  return independent_constraints(rows, static_cast<int>(posterior.variables.size()), findings);
}

std::vector<LinearConstraint> independent_constraints(const std::vector<LinearConstraint>& constraints, int variables,
                                                      Findings& findings) {
  int weeks = 0;
  for (const LinearConstraint& row : constraints) {
    for (const PathTerm& term : row.terms) weeks = std::max(weeks, term.week + 1);
  }
  // Gram-Schmidt, twice for accuracy, with the right-hand side carried along.
  std::vector<LinearConstraint> kept;
  std::vector<Vector> basis;
  std::vector<double> basis_values;
  for (const LinearConstraint& row : constraints) {
    Vector direction = Vector::Zero(Eigen::Index{weeks} * variables);
    for (const PathTerm& term : row.terms) direction(term.week * variables + term.variable) += term.weight;
    double value = row.value;
    const double size = direction.norm();
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t i = 0; i < basis.size(); ++i) {
        const double part = basis[i].dot(direction);
        direction -= part * basis[i];
        value -= part * basis_values[i];
      }
    }
    const double rest = direction.norm();
    if (rest > 1e-9 * size) {
      basis.emplace_back(direction / rest);
      basis_values.push_back(value / rest);
      kept.push_back(row);
      continue;
    }
    if (row.kind == ConditionKind::known) continue;
    const bool agrees = std::abs(value) <= 1e-9 * std::max(1.0, std::abs(row.value));
    Finding finding;
    finding.where = row.where;
    finding.code = agrees ? "redundant-condition" : "contradictory-condition";
    finding.severity = agrees ? Severity::warning : Severity::error;
    finding.problem = agrees ? format("condition '{}' already follows from the others and known values", row.text)
                             : format("condition '{}' contradicts the others or known values", row.text);
    finding.suggestion = agrees ? "remove it" : "remove it, or change one of the conditions on the same weeks";
    findings.add(std::move(finding));
  }
  return kept;
}

}  // namespace ebbtide
