#include "evaluation/earlier_moves.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/condition_blocks.h"

namespace ebbtide {
namespace {

int first_week(const LinearConstraint& row) {
  int first = row.last_week();
  for (const PathTerm& term : row.terms) first = std::min(first, term.week);
  return first;
}

class CentralPath {
 public:
  explicit CentralPath(const Model& model)
      : model_(model),
        theta_(MarketSampler(model.calibration->market).mean()),
        volatility_(volatility_path(model.calibration->market, model.market_weeks())),
        mean_(mean_path(theta_, model.calibration->market.last_values, model.market_weeks())) {}

  // How the mean path moves under known values and the conditions that begin by that market week.
  const Matrix& move(int begun_by) {
    std::vector<LinearConstraint> rows;
    for (const LinearConstraint& row : model_.constraints) {
      if (row.kind == ConditionKind::inequality) continue;
      if (row.kind == ConditionKind::known || first_week(row) <= begun_by) rows.push_back(row);
    }
    const auto [found, is_new] = moves_.try_emplace(rows.size());
    if (is_new) found->second = move_onto(rows);
    return found->second;
  }

  double sd(const std::vector<PathTerm>& terms) const {
    Matrix weights = Matrix::Zero(1, mean_.size());
    for (const PathTerm& term : terms) weights(0, term.week * mean_.cols() + term.variable) += term.weight;
    return shock_weights(theta_, volatility_, weights).norm();
  }

 private:
  Vector gap(const std::vector<LinearConstraint>& rows, const std::vector<std::size_t>& chosen) const {
    Vector result(static_cast<Eigen::Index>(chosen.size()));
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const LinearConstraint& row = rows[chosen[i]];
      double value = row.value;
      for (const PathTerm& term : row.terms) value -= term.weight * mean_(term.week, term.variable);
      result(static_cast<Eigen::Index>(i)) = value;
    }
    return result;
  }

  Matrix move_onto(const std::vector<LinearConstraint>& rows) const {
    const Eigen::Index variables = mean_.cols();
    if (rows.empty()) return Matrix::Zero(mean_.rows(), variables);
    const ConditionBlock block =
        condition_blocks(rows, static_cast<int>(mean_.rows()), static_cast<int>(variables), PathKnowledge::full)
            .front();
    const Conditioning maps = condition(theta_, volatility_, block.rows);
    const Vector pins = gap(rows, block.pins);
    Vector move = maps.pin_gain.transpose() * pins;
    if (!block.sightings.empty()) {
      const double nu = model_.calibration->market.tail_index;
      const auto pinned = static_cast<double>(block.pins.size());
      const double mixing =
          std::isinf(nu) ? 1.0 : (nu - 2.0 + (maps.pin_root * pins).squaredNorm()) / (nu + pinned - 2.0);
      const Vector turned = maps.rotation * gap(rows, block.sightings) - maps.of_pins * pins;
      const Vector share = mixing / (mixing * maps.strength.array() + 1.0);
      move += maps.gain.transpose() * share.cwiseProduct(turned);
    }
    Matrix result(mean_.rows(), variables);
    for (Eigen::Index week = 0; week < result.rows(); ++week)
      result.row(week) = move.segment(week * variables, variables).transpose();
    return result;
  }

  const Model& model_;
  MarketTheta theta_;
  Matrix volatility_;
  Matrix mean_;
  std::map<std::size_t, Matrix> moves_;  // by number of rows: later weeks only add to them
};

}  // namespace

std::vector<EarlierMove> earlier_moves(const Model& model) {
  std::vector<EarlierMove> result;
  if (model.path == PathKnowledge::sequential) return result;
  int last = -1;  // the last week in which a condition begins
  for (const LinearConstraint& row : model.constraints) {
    if (row.kind != ConditionKind::known && row.kind != ConditionKind::inequality)
      last = std::max(last, first_week(row));
  }
  if (last <= 0) return result;
  CentralPath path(model);
  const std::vector<MarketVariable>& variables = model.calibration->market.variables;
  const Matrix all = path.move(last);
  for (int week = 0; week < last; ++week) {
    const Matrix later = all - path.move(week);
    EarlierMove most;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const std::vector<PathTerm> terms = displayed_terms(variables, static_cast<int>(i), week);
      double move = 0.0;
      for (const PathTerm& term : terms) move += term.weight * later(term.week, term.variable);
      const double size = std::abs(move) / path.sd(terms);
      if (size <= std::max(kNoticedMove, most.standard_deviations)) continue;
      const Unit unit = variables[i].unit;
      most = {week - model.lead_weeks + 1, variables[i].name, unit, unit == Unit::percent ? simple_percent(move) : move,
              size};
    }
    if (most.standard_deviations > 0.0) result.push_back(most);
  }
  return result;
}

}  // namespace ebbtide
