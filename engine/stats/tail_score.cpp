#include "stats/tail_score.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

double logistic(double x) {
  return 1.0 / (1.0 + std::exp(-x));
}

// log(1 + exp(x)), which overflows nowhere.
double softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

}  // namespace

double tail_score(double value_at_risk, double shortfall, double level, double scale, double observed) {
  EBBTIDE_REQUIRE(level > 0.0 && level < 1.0 && scale > 0.0 && !(shortfall > value_at_risk));
  const double hit = observed <= value_at_risk ? 1.0 : 0.0;
  const double below = hit * (value_at_risk - observed);
  const double score = (hit - level) * (value_at_risk - observed) +
                       logistic(shortfall / scale) * (below / level + shortfall - value_at_risk) -
                       scale * softplus(shortfall / scale) + scale * softplus(observed / scale);
  if (!std::isfinite(score)) throw NumericalError("tail score: an argument is not finite");
  return score;
}

}  // namespace ebbtide
