#include "model/assumptions.h"

#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "core/format.h"
#include "model/market_conditions.h"

namespace ebbtide {
namespace {

// From moves as users write them to a coefficient: (model(is) / per) - offset.
struct ResponseScale {
  bool compounds = false;  // `is` is simple percent of a price or an index, its model unit log percent
  double per = 1.0;        // model units
  double offset = 0.0;

  double coefficient(double is) const { return (compounds ? log_percent(is) : is) / per - offset; }
  // By the derivative at the value.
  double coefficient_sd(double is, double sd) const {
    return sd / (std::fabs(per) * (compounds ? 1.0 + is / 100.0 : 1.0));
  }
  double move(double coefficient) const {
    const double model = (coefficient + offset) * per;
    return compounds ? simple_percent(model) : model;
  }
  double move_sd(double coefficient, double sd) const {
    return sd * std::fabs(per) * (compounds ? 1.0 + move(coefficient) / 100.0 : 1.0);
  }
};

// Where a response stands: which regression, which coefficient.
struct ResponsePlace {
  RegressionPosterior* posterior = nullptr;
  int index = 0;
  ResponseScale scale;
};

ResponsePlace flow_place(const Assumption& assumption, FundPosterior& funds) {
  return {&funds.flow.posterior, FlowPosterior::kReturn, {.per = assumption.per.value}};
}

std::optional<ResponsePlace> market_place(const Assumption& assumption, MarketPosterior& market) {
  const int of = variable_index(market.variables, assumption.of);
  const int to = variable_index(market.variables, assumption.to);
  if (of < 0 || to < 0) return std::nullopt;
  const MarketVariable& cause = market.variables[static_cast<std::size_t>(to)];
  ResponsePlace place;
  place.scale.compounds = market.variables[static_cast<std::size_t>(of)].unit == Unit::percent;
  place.scale.per = cause.unit == Unit::percent ? log_percent(assumption.per.value) : assumption.per.value;
  for (const PathTerm& term : displayed_terms(market.variables, of, 0)) {
    if (term.variable == to) place.scale.offset = term.weight;
  }
  MarketEquation& equation = market.equations[static_cast<std::size_t>(of)];
  for (std::size_t j = 0; j < equation.regressors.size(); ++j) {
    const MarketRegressor& regressor = equation.regressors[j];
    if (regressor.kind != MarketRegressor::Kind::same_week || regressor.variable != to) continue;
    place.posterior = &equation.posterior;
    place.index = static_cast<int>(j);
    return place;
  }
  return std::nullopt;
}

std::optional<ResponsePlace> find_place(const Assumption& assumption, Calibration& calibration) {
  if (assumption.of != "flow") return market_place(assumption, calibration.market);
  if (!calibration.funds || assumption.to != "return") return std::nullopt;
  return flow_place(assumption, *calibration.funds);
}

void no_response(const Assumption& assumption, Findings& findings) {
  Finding finding;
  finding.code = "no-such-response";
  finding.where = assumption.where;
  finding.problem =
      format("the calibration has no response of '{}' to '{}' in the same week", assumption.of, assumption.to);
  finding.expected = assumption.of == "flow" ? "a calibration with funds" : "that variable in its equation";
  findings.add(std::move(finding));
}

void no_variance(const Assumption& assumption, Findings& findings) {
  Finding finding;
  finding.code = "calibration-value";
  finding.where = assumption.where;
  finding.problem = format("the residual variance of '{}' has no mean, so that no sd can be given", assumption.of);
  finding.expected = "a calibration with residual_variance > 0 and degrees_of_freedom > 2, or no sd";
  findings.add(std::move(finding));
}

}  // namespace

RegressionPosterior with_coefficients(const RegressionPosterior& posterior, const std::vector<CoefficientLaw>& laws) {
  const int n = static_cast<int>(posterior.mean.size());
  const int k = static_cast<int>(laws.size());
  Matrix chosen = Matrix::Zero(n, k);  // columns of the identity
  Vector shift(k), variance = Vector::Zero(k);
  for (int j = 0; j < k; ++j) {
    const CoefficientLaw& law = laws[static_cast<std::size_t>(j)];
    chosen(law.index, j) = 1.0;
    shift(j) = law.mean - posterior.mean(law.index);
    if (law.sd > 0.0) variance(j) = law.sd * law.sd / posterior.mean_variance();
  }
  const Matrix cross = posterior.unit_covariance * chosen;
  const Matrix own = chosen.transpose() * cross;
  // A coefficient known exactly tells nothing of the others: its column of the gain is zero but for itself.
  Matrix gain = own.completeOrthogonalDecomposition().solve(cross.transpose()).transpose();
  for (int j = 0; j < k; ++j) {
    gain.row(laws[static_cast<std::size_t>(j)].index).setZero();
    gain(laws[static_cast<std::size_t>(j)].index, j) = 1.0;
  }
  RegressionPosterior result = posterior;
  result.mean += gain * shift;
  result.unit_covariance += gain * (Matrix(variance.asDiagonal()) - own) * gain.transpose();
  for (int j = 0; j < k; ++j) {
    const int index = laws[static_cast<std::size_t>(j)].index;
    result.mean(index) = laws[static_cast<std::size_t>(j)].mean;
    if (variance(j) > 0.0) continue;
    result.unit_covariance.row(index).setZero();
    result.unit_covariance.col(index).setZero();
  }
  return result;
}

AssumedCalibration assume_responses(std::shared_ptr<const Calibration> calibration,
                                    const std::vector<Assumption>& assumptions, Findings& findings) {
  if (assumptions.empty()) return {std::move(calibration), {}};
  const auto assumed = std::make_shared<Calibration>(*calibration);
  AssumedCalibration result;
  std::map<RegressionPosterior*, std::vector<CoefficientLaw>> laws;
  for (const Assumption& assumption : assumptions) {
    const auto place = find_place(assumption, *assumed);
    if (!place) {
      no_response(assumption, findings);
      continue;
    }
    const RegressionPosterior& posterior = *place->posterior;
    const ResponseScale& scale = place->scale;
    if (assumption.sd > 0.0 && !(posterior.mean_variance() > 0.0 && std::isfinite(posterior.mean_variance()))) {
      no_variance(assumption, findings);
      continue;
    }
    const double mean = posterior.mean(place->index);
    result.responses.push_back({.text = assumption.text,
                                .of = assumption.of,
                                .to = assumption.to,
                                .per = assumption.per,
                                .stated = assumption.is,
                                .stated_sd = assumption.sd,
                                .estimate = scale.move(mean),
                                .estimate_sd = scale.move_sd(mean, posterior.coefficient_sd(place->index)),
                                .why = assumption.why});
    laws[place->posterior].push_back({place->index, scale.coefficient(assumption.is.value),
                                      scale.coefficient_sd(assumption.is.value, assumption.sd)});
  }
  for (const auto& [posterior, of_equation] : laws) *posterior = with_coefficients(*posterior, of_equation);
  result.calibration = assumed;
  return result;
}

}  // namespace ebbtide
