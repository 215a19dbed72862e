#include "evaluation/condition_law.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "math/special.h"
#include "model/condition_blocks.h"

namespace ebbtide {
namespace {

using Chosen = std::vector<std::size_t>;

// Rows of the stacked path: weeks x variables, the variable fastest.
Matrix rows_of(const Model& model, const Chosen& chosen) {
  const auto variables = static_cast<Eigen::Index>(model.variable_count());
  Matrix rows = Matrix::Zero(static_cast<Eigen::Index>(chosen.size()), model.market_weeks() * variables);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    for (const PathTerm& term : model.constraints[chosen[i]].terms)
      rows(static_cast<Eigen::Index>(i), term.week * variables + term.variable) += term.weight;
  }
  return rows;
}

class StackedLaw {
 public:
  explicit StackedLaw(const Model& model)
      : model_(model),
        theta_(MarketSampler(model.calibration->market).mean()),
        volatility_(volatility_path(model.calibration->market, model.market_weeks())),
        mean_(mean_path(theta_, model.calibration->market.last_values, model.market_weeks())) {}

  Vector means(const Chosen& chosen) const {
    Vector result = Vector::Zero(static_cast<Eigen::Index>(chosen.size()));
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      for (const PathTerm& term : model_.constraints[chosen[i]].terms)
        result(static_cast<Eigen::Index>(i)) += term.weight * mean_(term.week, term.variable);
    }
    return result;
  }

  // C M: from rows of the path to weights on its shocks.
  Matrix shocks(const Chosen& chosen) const { return shock_weights(theta_, volatility_, rows_of(model_, chosen)); }

  // Squared size, in standard deviations at that mixing, of the shocks that the simulation takes to deliver pins and
  // sightings at their values, beyond those of known values.
  double delivered(double mixing, double known_distance) const {
    Chosen pins, sightings;
    for (std::size_t i = 0; i < model_.constraints.size(); ++i) {
      if (model_.constraints[i].is_pin()) pins.push_back(i);
      if (model_.constraints[i].kind == ConditionKind::evidence) sightings.push_back(i);
    }
    const ConditionBlock block = condition_blocks(model_.constraints, model_.market_weeks(),
                                                  static_cast<int>(model_.variable_count()), PathKnowledge::full)
                                     .front();
    const Conditioning maps = condition(theta_, volatility_, block.rows);
    const Vector gap = values(pins) - means(pins);
    const double distance = ((maps.pin_root * gap).squaredNorm() - known_distance) / mixing;
    if (sightings.empty()) return distance;
    const Vector turned = maps.rotation * (values(sightings) - means(sightings)) - maps.of_pins * gap;
    return distance + (turned.array().square() / (mixing * maps.strength.array() + 1.0)).sum();
  }

  Vector values(const Chosen& chosen) const {
    Vector result(static_cast<Eigen::Index>(chosen.size()));
    for (std::size_t i = 0; i < chosen.size(); ++i)
      result(static_cast<Eigen::Index>(i)) = model_.constraints[chosen[i]].value;
    return result;
  }

 private:
  const Model& model_;
  MarketTheta theta_;
  Matrix volatility_;
  Matrix mean_;
};

// Takes what the known rows explain out of mean and shock weights; returns the known values' squared distance.
double condition_on_known(const StackedLaw& stacked, const Chosen& known, Matrix& shocks, ConditionLaw& law) {
  if (known.empty()) return 0.0;
  const Matrix known_shocks = stacked.shocks(known);
  const Eigen::LLT<Matrix> factor(known_shocks * known_shocks.transpose());
  if (factor.info() != Eigen::Success) throw NumericalError("known values depend on each other");
  const Vector gap = stacked.values(known) - stacked.means(known);
  const Vector solved = factor.solve(gap);
  const Matrix shared = shocks * known_shocks.transpose();
  law.mean += shared * solved;
  shocks -= shared * factor.solve(known_shocks);
  return gap.dot(solved);
}

}  // namespace

ConditionLaw ConditionLaw::part(const std::vector<int>& chosen) const {
  ConditionLaw result = *this;
  const auto n = static_cast<Eigen::Index>(chosen.size());
  result.rows.clear();
  result.mean.resize(n);
  result.covariance.resize(n, n);
  result.error = Matrix::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const int from = chosen[static_cast<std::size_t>(i)];
    result.rows.push_back(rows[static_cast<std::size_t>(from)]);
    result.mean(i) = mean(from);
    result.error(i, i) = error(from, from);
    for (Eigen::Index j = 0; j < n; ++j)
      result.covariance(i, j) = covariance(from, chosen[static_cast<std::size_t>(j)]);
  }
  return result;
}

ConditionLaw condition_law(const Model& model) {
  ConditionLaw law;
  Chosen known;
  for (std::size_t i = 0; i < model.constraints.size(); ++i) {
    const LinearConstraint& row = model.constraints[i];
    (row.kind == ConditionKind::known ? known : law.rows).push_back(i);
    law.drivers_named = law.drivers_named || !row.drivers.empty();
  }
  const StackedLaw stacked(model);
  law.mean = stacked.means(law.rows);
  Matrix shocks = stacked.shocks(law.rows);
  const double known_distance = condition_on_known(stacked, known, shocks, law);
  const double nu = model.calibration->market.tail_index;
  const auto known_rows = static_cast<double>(known.size());
  law.tail_index = nu + known_rows;
  law.mixing_mean = std::isinf(nu) ? 1.0 : (nu - 2.0 + known_distance) / (nu + known_rows - 2.0);
  law.covariance = law.mixing_mean * (shocks * shocks.transpose());
  law.error = Matrix::Zero(law.count(), law.count());
  for (int i = 0; i < law.count(); ++i) {
    const LinearConstraint& row = model.constraints[law.rows[static_cast<std::size_t>(i)]];
    if (row.kind == ConditionKind::evidence) law.error(i, i) = row.sd * row.sd;
  }
  if (law.drivers_named) law.delivered_distance = stacked.delivered(law.mixing_mean, known_distance);
  return law;
}

Distance::Distance(const ConditionLaw& law, Vector centre)
    : centre_(std::move(centre)), factor_(law.covariance + law.error) {
  if (factor_.info() != Eigen::Success) throw NumericalError("the conditions' covariance is not positive definite");
}

double Distance::of(const Vector& value) const {
  return factor_.matrixL().solve(value - centre_).squaredNorm();
}

double distance_survival(double q, int quantities, double tail_index) {
  if (std::isinf(tail_index)) return chi_squared_survival(q, quantities);
  return fisher_f_survival(q * tail_index / (tail_index - 2.0) / quantities, quantities, tail_index);
}

}  // namespace ebbtide
