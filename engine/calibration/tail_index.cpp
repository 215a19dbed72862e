#include "calibration/tail_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "math/special.h"

namespace ebbtide {
namespace {

constexpr double kPi = 3.14159265358979323846;

double log_density(const WhitenedWeek& week, double nu) {
  const double d = week.dimension;
  if (std::isinf(nu)) return -0.5 * d * std::log(2.0 * kPi) - 0.5 * week.sum_of_squares;
  return log_gamma(0.5 * (nu + d)) - log_gamma(0.5 * nu) - 0.5 * d * std::log(kPi * (nu - 2.0)) -
         0.5 * (nu + d) * std::log1p(week.sum_of_squares / (nu - 2.0));
}

}  // namespace

TailFit fit_tail_index(const std::vector<WhitenedWeek>& weeks) {
  TailFit fit;
  double best = -std::numeric_limits<double>::infinity();
  for (int step = 0; step <= 90; ++step) {
    const double nu = step == 0 ? std::numeric_limits<double>::infinity() : 1.0 / (0.005 * step);
    double sum = 0.0;
    for (const WhitenedWeek& week : weeks) sum += log_density(week, nu);
    fit.profile.emplace_back(nu, sum);
    if (sum > best) {
      best = sum;
      fit.tail_index = nu;
    }
  }
  for (auto& [nu, value] : fit.profile) value -= best;
  return fit;
}

}  // namespace ebbtide
