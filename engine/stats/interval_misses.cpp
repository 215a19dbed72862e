#include "stats/interval_misses.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/contract.h"
#include "math/special.h"

namespace ebbtide {
namespace {

// Log likelihood of so many ones and zeros at a rate; none of a kind costs nothing, whatever the rate.
double log_likelihood(int zeros, int ones, double rate) {
  double value = 0.0;
  if (zeros > 0) value += zeros * std::log1p(-rate);
  if (ones > 0) value += ones * std::log(rate);
  return value;
}

// At the rate the counts suggest.
double best_log_likelihood(int zeros, int ones) {
  return zeros + ones == 0 ? 0.0 : log_likelihood(zeros, ones, static_cast<double>(ones) / (zeros + ones));
}

LikelihoodRatioTest likelihood_ratio(double restricted, double free, double degrees_of_freedom) {
  // Rounding may leave a difference of nothing below zero.
  const double statistic = std::max(2.0 * (free - restricted), 0.0);
  return {statistic, chi_squared_survival(statistic, degrees_of_freedom)};
}

void require_counts(const MissTransitions& n) {
  EBBTIDE_REQUIRE(n.n00 >= 0 && n.n01 >= 0 && n.n10 >= 0 && n.n11 >= 0);
  EBBTIDE_REQUIRE(n.n00 + n.n01 + n.n10 + n.n11 > 0);
}

double markov_log_likelihood(const MissTransitions& n) {
  return best_log_likelihood(n.n00, n.n01) + best_log_likelihood(n.n10, n.n11);
}

}  // namespace

LikelihoodRatioTest kupiec_test(int misses, int weeks, double rate) {
  EBBTIDE_REQUIRE(weeks > 0 && misses >= 0 && misses <= weeks && rate > 0.0 && rate < 1.0);
  return likelihood_ratio(log_likelihood(weeks - misses, misses, rate), best_log_likelihood(weeks - misses, misses),
                          1.0);
}

MissTransitions count_transitions(const std::vector<bool>& misses) {
  EBBTIDE_REQUIRE(misses.size() >= 2);
  MissTransitions n;
  for (std::size_t week = 1; week < misses.size(); ++week) {
    if (misses[week - 1]) {
      ++(misses[week] ? n.n11 : n.n10);
    } else {
      ++(misses[week] ? n.n01 : n.n00);
    }
  }
  return n;
}

LikelihoodRatioTest christoffersen_independence_test(const MissTransitions& transitions) {
  require_counts(transitions);
  const MissTransitions& n = transitions;
  return likelihood_ratio(best_log_likelihood(n.n00 + n.n10, n.n01 + n.n11), markov_log_likelihood(n), 1.0);
}

LikelihoodRatioTest christoffersen_conditional_test(const MissTransitions& transitions, double rate) {
  require_counts(transitions);
  EBBTIDE_REQUIRE(rate > 0.0 && rate < 1.0);
  const MissTransitions& n = transitions;
  return likelihood_ratio(log_likelihood(n.n00 + n.n10, n.n01 + n.n11, rate), markov_log_likelihood(n), 2.0);
}

}  // namespace ebbtide
