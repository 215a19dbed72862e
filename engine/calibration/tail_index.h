// Tail index of the mixing variable by profile likelihood: the week's whitened residuals are multivariate t with nu
// degrees of freedom and unit variance, log f = log G((nu+d)/2) - log G(nu/2) - d/2 log(pi (nu-2)) - (nu+d)/2 log(1 +
// q/(nu-2)).
#pragma once

#include <utility>
#include <vector>

namespace ebbtide {

// One week: d residuals over their filtered standard deviations, q the sum of their squares.
struct WhitenedWeek {
  int dimension = 0;
  double sum_of_squares = 0.0;
};

struct TailFit {
  double tail_index = 0.0;                         // infinity when the Gaussian is best
  std::vector<std::pair<double, double>> profile;  // nu, log-likelihood less the maximum; nu descending from infinity
};

// Grid over 1 / nu from 0 to 0.45 in steps of 0.005.
TailFit fit_tail_index(const std::vector<WhitenedWeek>& weeks);

}  // namespace ebbtide
