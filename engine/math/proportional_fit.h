// Iterative proportional fitting: the non-negative values nearest to a seed (least Kullback-Leibler divergence) whose
// sums over given sets of entries are given. Deming and Stephan 1940; Csiszar 1975.
#pragma once

#include <cstddef>
#include <vector>

namespace ebbtide {

struct MarginSum {
  std::vector<std::size_t> entries;
  double sum = 0.0;  // not negative
};

struct ProportionalFit {
  std::vector<double> values;  // an entry that is zero in the seed stays zero
  std::vector<std::size_t>
      unmet;  // margins that no values on the seed's non-zero entries meet together; empty: all met
};

// Margins may overlap in any way; their order does not change the limit. A sum is met within 1e-10 of the largest one.
ProportionalFit fit_proportionally(std::vector<double> seed, const std::vector<MarginSum>& margins);

}  // namespace ebbtide
