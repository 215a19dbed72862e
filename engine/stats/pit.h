// Probability integral transform of an outcome in its forecast samples, and a test that many of them are uniform.
//
// PIT: the outcome's rank among the samples, made continuous by a uniform draw,
//   (samples below + u (samples equal + 1)) / (M + 1),   u uniform on (0, 1) and handed over.
// Where outcome and samples are exchangeable it is exactly uniform for every M and with any ties (Hamill 2001,
// "Interpretation of rank histograms"; Czado, Gneiting and Held 2009 for the randomised form).
//
// Test: Neyman's smooth test (Neyman 1937; Rayner and Best 1989) with the first four normalised Legendre polynomials
// p_j on [0, 1]: z_j = sum_t p_j(u_t) / sqrt(n), statistic sum z_j^2, chi squared with 4 degrees of freedom for large n
// (checked by simulation from n = 30 on). Each z_j is about N(0, 1) and says what is wrong. It takes the values to be
// independent: for overlapping horizons use every h-th origin.
//
// Pure. No sample, fewer than two values or a value outside [0, 1] is an InternalError.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ebbtide {

double randomised_pit(std::span<const double> samples, double observed, double uniform);

struct UniformityTest {
  // In order: location, > 0 where outcomes lie above their forecasts; spread, > 0 where forecasts are too narrow; what
  // is left of skewness and of the tails.
  std::array<double, 4> components{};
  double statistic = 0.0;
  double p_value = 1.0;
};

UniformityTest test_uniformity(std::span<const double> pits);

// Values per bin of equal width; the last one holds 1.
std::vector<int> pit_histogram(std::span<const double> pits, std::size_t bins);

}  // namespace ebbtide
