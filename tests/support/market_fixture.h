// Small markets with known laws, as calibrations without funds.
#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "model/condition_blocks.h"
#include "model/market_theta.h"
#include "model/model.h"
#include "model/reduced_form.h"

namespace ebbtide::fixture {

inline MarketVariable variable(const std::string& name) {
  MarketVariable result;
  result.name = result.title = name;
  result.unit = Unit::basis_point;  // values are what the model works with: no log, no compounding
  result.transform = Transform::change;
  return result;
}

// A market of `constant.size()` variables y1, y2 ... in reduced form, zero posterior uncertainty, scale 1. last: most
// recent first.
inline Calibration reduced_market(const Vector& constant, const std::vector<Matrix>& lags, const Matrix& covariance,
                                  const Matrix& last, double tail_index = std::numeric_limits<double>::infinity()) {
  Calibration result;
  result.as_of = *parse_date("2026-01-19");
  result.week_one = *parse_date("2026-01-23");
  MarketPosterior& market = result.market;
  for (int i = 0; i < constant.size(); ++i) market.variables.push_back(variable("y" + std::to_string(i + 1)));
  market.lag_order = static_cast<int>(lags.size());
  market.equations = equations_from_reduced(constant, lags, covariance, market.variables);
  market.volatility = {{"all", 1.0, 1.0, 1.0, 1.0}};
  market.volatility_of.assign(market.variables.size(), 0);
  market.tail_index = tail_index;
  market.last_week = *parse_date("2026-01-16");
  market.last_values = last;
  return result;
}

// The conditional VAR of methods F.2: c = (.1, -.2), A = [[.5, .1], [.2, .4]], Sigma = [[1, .3], [.3, .5]], y_T = (1,
// -1); Sigma times a factor.
inline Calibration var_of_f2(double factor = 1.0, double tail_index = std::numeric_limits<double>::infinity()) {
  Vector constant(2);
  constant << 0.1, -0.2;
  Matrix lag(2, 2), covariance(2, 2), last(1, 2);
  lag << 0.5, 0.1, 0.2, 0.4;
  covariance << 1.0, 0.3, 0.3, 0.5;
  last << 1.0, -1.0;
  return reduced_market(constant, {lag}, factor * covariance, last, tail_index);
}

// The heavy-tailed pair of methods F.2: t with 5 degrees of freedom, scale [[1, .6], [.6, 1]], so covariance 5/3 of it.
inline Calibration heavy_tailed_pair() {
  Matrix covariance(2, 2);
  covariance << 1.0, 0.6, 0.6, 1.0;
  covariance *= 5.0 / 3.0;
  return reduced_market(Vector::Zero(2), {Matrix::Zero(2, 2)}, covariance, Matrix::Zero(1, 2), 5.0);
}

// A market of two variables with two lags.
inline Calibration two_lag_market(double tail_index = std::numeric_limits<double>::infinity()) {
  Vector constant(2);
  constant << 0.2, -0.1;
  Matrix first(2, 2), second(2, 2), covariance(2, 2), last(2, 2);
  first << 0.4, 0.1, -0.2, 0.3;
  second << 0.25, -0.1, 0.1, 0.3;
  covariance << 1.0, -0.4, -0.4, 0.8;
  last << 0.5, -1.0, 1.5, 0.3;
  return reduced_market(constant, {first, second}, covariance, last, tail_index);
}

// Weeks count from 1.
inline LinearConstraint pin(int week, int variable, double value) {
  LinearConstraint result;
  result.text = "pin";
  result.unit = Unit::basis_point;
  result.asked = result.value = value;
  result.terms = {{week - 1, variable, 1.0}};
  return result;
}

inline LinearConstraint soft(ConditionKind kind, int week, int variable, double value, double sd) {
  LinearConstraint result = pin(week, variable, value);
  result.kind = kind;
  result.sd = sd;
  return result;
}

inline LinearConstraint between(int week, int variable, double lower, double upper) {
  LinearConstraint result = pin(week, variable, 0.0);
  result.kind = ConditionKind::inequality;
  result.lower = lower;
  result.upper = upper;
  return result;
}

// The gain of pins over the whole path, and their distance q from the mean.
struct Pinned {
  Matrix gain;
  double distance = 0.0;
};

inline Pinned pinned(const MarketTheta& theta, const Matrix& volatility, const Matrix& mean,
                     const std::vector<LinearConstraint>& pins) {
  const ConditionBlock block =
      condition_blocks(pins, static_cast<int>(mean.rows()), static_cast<int>(mean.cols()), PathKnowledge::full).front();
  const Conditioning conditioning = condition(theta, volatility, block.rows);
  Vector gap(static_cast<int>(pins.size()));
  for (std::size_t i = 0; i < pins.size(); ++i) {
    gap(static_cast<int>(i)) = pins[i].value;
    for (const PathTerm& term : pins[i].terms) {
      gap(static_cast<int>(i)) -= term.weight * mean(term.week, term.variable);
    }
  }
  return {conditioning.pin_gain, (conditioning.pin_root * gap).squaredNorm()};
}

inline Model model_of(Calibration calibration, int weeks, std::vector<LinearConstraint> constraints = {}) {
  Model model;
  model.calibration = std::make_shared<const Calibration>(std::move(calibration));
  model.horizon_weeks = weeks;
  model.constraints = std::move(constraints);
  return model;
}

// The stacked law: mean b (weeks * variables, variable fastest) and covariance Omega at lambda = 1, by brute force from
// impulse responses computed here, independently of the engine's recursions.
struct StackedLaw {
  Vector mean;
  Matrix covariance;
};

inline StackedLaw stacked_law(const Vector& constant, const std::vector<Matrix>& lags, const Matrix& covariance,
                              const Matrix& last, int weeks) {
  const int d = static_cast<int>(constant.size());
  StackedLaw law{Vector::Zero(weeks * d), Matrix::Zero(weeks * d, weeks * d)};
  std::vector<Matrix> response{Matrix::Identity(d, d)};  // Psi_k
  for (int k = 1; k < weeks; ++k) {
    Matrix psi = Matrix::Zero(d, d);
    for (int j = 1; j <= std::min<int>(k, static_cast<int>(lags.size())); ++j) {
      psi += response[static_cast<std::size_t>(k - j)] * lags[static_cast<std::size_t>(j - 1)];
    }
    response.push_back(psi);
  }
  for (int t = 0; t < weeks; ++t) {
    Vector value = constant;
    for (int j = 1; j <= static_cast<int>(lags.size()); ++j) {
      value += lags[static_cast<std::size_t>(j - 1)] *
               (t >= j ? Vector(law.mean.segment((t - j) * d, d)) : Vector(last.row(j - t - 1).transpose()));
    }
    law.mean.segment(t * d, d) = value;
    for (int s = 0; s < weeks; ++s) {
      for (int u = 0; u <= std::min(t, s); ++u) {
        law.covariance.block(t * d, s * d, d, d) += response[static_cast<std::size_t>(t - u)] * covariance *
                                                    response[static_cast<std::size_t>(s - u)].transpose();
      }
    }
  }
  return law;
}

inline Matrix reduced_covariance(const Matrix& impact) {
  return impact * impact.transpose();
}

}  // namespace ebbtide::fixture
