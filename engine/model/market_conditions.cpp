#include "model/market_conditions.h"

#include <algorithm>
#include <cmath>
#include <optional>

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

// Terms of a condition: every term of every week, each variable as displayed.
std::vector<PathTerm> condition_terms(const std::vector<MarketVariable>& variables, const MarketCondition& condition,
                                      int lead_weeks) {
  std::vector<PathTerm> terms;
  const int count = condition.weeks.last - condition.weeks.first + 1;
  const double share = condition.aggregation == Aggregation::average ? 1.0 / count : 1.0;
  for (int week = condition.weeks.first; week <= condition.weeks.last; ++week) {
    for (const MarketTerm& term : condition.terms) {
      const int variable = variable_index(variables, term.variable);
      EBBTIDE_REQUIRE(variable >= 0);
      for (PathTerm part : displayed_terms(variables, variable, lead_weeks + week - 1)) {
        part.weight *= term.weight * share;
        add_term(terms, part);
      }
    }
  }
  return terms;
}

LinearConstraint bind_condition(const MarketPosterior& posterior, const Scenario& scenario,
                                const MarketCondition& condition, int lead_weeks) {
  LinearConstraint row;
  row.kind = condition.kind;
  row.text = condition.text;
  row.unit = condition.value.unit;
  row.where = condition.where;
  row.terms = condition_terms(posterior.variables, condition, lead_weeks);
  if (condition.kind == ConditionKind::inequality) {
    row.asked_at_least = condition.at_least;
    row.asked_at_most = condition.at_most;
    if (condition.at_least) row.lower = model_value({*condition.at_least, row.unit});
    if (condition.at_most) row.upper = model_value({*condition.at_most, row.unit});
    return row;
  }
  row.asked = condition.value.value;
  row.asked_sd = condition.sd;
  row.value = model_value(condition.value);
  row.sd = row.unit == Unit::percent ? condition.sd / (1.0 + 0.01 * row.asked) : condition.sd;
  for (const DriverRule& rule : scenario.drivers) {
    const bool meant = std::any_of(condition.terms.begin(), condition.terms.end(),
                                   [&](const MarketTerm& term) { return term.variable == rule.variable; });
    if (!meant || !row.is_pin()) continue;
    for (const std::string& shock : rule.shocks) row.drivers.push_back(variable_index(posterior.variables, shock));
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

// The span of the pins so far, by Gram-Schmidt (twice for accuracy) with the right-hand side carried along.
class PinnedSpace {
 public:
  PinnedSpace(int weeks, int variables) : weeks_(weeks), variables_(variables) {}

  // The value that the pins give to the row, where they determine it.
  std::optional<double> implied_value(const LinearConstraint& row) const {
    const Residual residual = reduce(row);
    if (residual.direction.norm() > 1e-9 * residual.size) return std::nullopt;
    return row.value - residual.value;
  }
  void add(const LinearConstraint& row) {
    const Residual residual = reduce(row);
    const double rest = residual.direction.norm();
    basis_.emplace_back(residual.direction / rest);
    values_.push_back(residual.value / rest);
  }

 private:
  struct Residual {
    Vector direction;
    double value = 0.0;
    double size = 0.0;
  };
  Residual reduce(const LinearConstraint& row) const {
    Residual result{Vector::Zero(Eigen::Index{weeks_} * variables_), row.value, 0.0};
    for (const PathTerm& term : row.terms) result.direction(term.week * variables_ + term.variable) += term.weight;
    result.size = result.direction.norm();
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t i = 0; i < basis_.size(); ++i) {
        const double part = basis_[i].dot(result.direction);
        result.direction -= part * basis_[i];
        result.value -= part * values_[i];
      }
    }
    return result;
  }
  int weeks_, variables_;
  std::vector<Vector> basis_;
  std::vector<double> values_;
};

// What to say of a condition whose quantity the pins determine. A target is then never met: it asks for a spread.
Finding dependence(const LinearConstraint& row, double implied) {
  const double slack = 1e-9 * std::max(1.0, std::abs(implied));
  bool agrees = std::abs(row.value - implied) <= slack;
  if (row.kind == ConditionKind::target) agrees = false;
  if (row.kind == ConditionKind::evidence) agrees = true;
  if (row.kind == ConditionKind::inequality) agrees = implied >= row.lower - slack && implied <= row.upper + slack;
  Finding finding;
  finding.where = row.where;
  finding.code = agrees ? "redundant-condition" : "contradictory-condition";
  finding.severity = agrees ? Severity::warning : Severity::error;
  const double shown = row.unit == Unit::percent ? simple_percent(implied) : implied;
  finding.problem =
      format("condition '{}' {}: they make it {}{}", row.text,
             agrees ? "already follows from the others and known values" : "contradicts the others or known values",
             fixed_text(shown, 2), unit_suffix(row.unit));
  finding.suggestion = agrees ? "remove it" : "remove it, or change one of the conditions on the same weeks";
  return finding;
}

}  // namespace

int LinearConstraint::last_week() const {
  int last = 0;
  for (const PathTerm& term : terms) last = std::max(last, term.week);
  return last;
}

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
    rows.push_back(bind_condition(posterior, scenario, condition, lead_weeks));
  }
  return independent_constraints(rows, static_cast<int>(posterior.variables.size()), findings);
}

std::vector<LinearConstraint> independent_constraints(const std::vector<LinearConstraint>& constraints, int variables,
                                                      Findings& findings) {
  std::vector<LinearConstraint> ordered = constraints;
  std::stable_partition(ordered.begin(), ordered.end(), [](const LinearConstraint& row) { return row.is_pin(); });
  int weeks = 0;
  for (const LinearConstraint& row : ordered) weeks = std::max(weeks, row.last_week() + 1);
  PinnedSpace space(weeks, variables);
  std::vector<LinearConstraint> kept;
  for (const LinearConstraint& row : ordered) {
    const std::optional<double> implied = space.implied_value(row);
    if (!implied) {
      if (row.is_pin()) space.add(row);
      kept.push_back(row);
    } else if (row.kind != ConditionKind::known) {
      findings.add(dependence(row, *implied));
    }
  }
  return kept;
}

}  // namespace ebbtide
