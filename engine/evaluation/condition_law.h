// The law of the quantities that market conditions bind, at the posterior-mean parameters and given what is already
// published: multivariate t, from which a condition's distance and its p-value follow (docs/methods.md, Plausibility).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/model.h"

namespace ebbtide {

// Quantities of constraints, in model units. Given k known rows at distance q_k they are t with nu + k degrees of
// freedom, and the mixing variable has the mean (nu - 2 + q_k) / (nu + k - 2).
struct ConditionLaw {
  std::vector<std::size_t> rows;  // indices into Model::constraints
  Vector mean;
  Matrix covariance;           // the mean of the mixing variable included
  Matrix error;                // diagonal: squared sd of evidence, 0 elsewhere
  double tail_index = 0.0;     // degrees of freedom; infinity: normal
  double mixing_mean = 1.0;    // given known values
  bool drivers_named = false;  // some rows may be delivered by some shocks only
  // Then the squared size, in standard deviations, of the shocks that deliver the conditions beyond those of known
  // values.
  double delivered_distance = 0.0;

  int count() const { return static_cast<int>(rows.size()); }
  // The law of some of the rows, by their place in `rows`.
  ConditionLaw part(const std::vector<int>& chosen) const;
};

// The law of all of the model's conditions but known ones, in their order. Throws NumericalError.
ConditionLaw condition_law(const Model& model);

// Squared distance in standard deviations: (value - centre)' (covariance + error)^-1 (value - centre).
class Distance {
 public:
  Distance(const ConditionLaw& law, Vector centre);
  double of(const Vector& value) const;

 private:
  Vector centre_;
  Eigen::LLT<Matrix> factor_;
};

// P(squared distance of a draw is at least q) for r quantities: q nu / (nu - 2) / r ~ F(r, nu), chi-square at infinite
// nu. q is measured by the covariance, not by the scale matrix of the t.
double distance_survival(double q, int quantities, double tail_index);

}  // namespace ebbtide
