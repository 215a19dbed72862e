// Scores of a joint forecast of several quantities (assets, regions, issuers, or horizons) from joint samples.
//
// draws[i * d + k]: quantity k of draw i, with d = observed.size(). The scores compare quantities by their plain
// distance, so the caller scales them first (cells by the AUM they start from); otherwise the largest cell decides.
//
// Energy score E||X - y|| - E||X - X'|| / 2 (Gneiting and Raftery 2007, eq. 22), Euclidean norm, O(M^2 d):
//   edf   mean ||x_i - y|| - sum_{i<j} ||x_i - x_j|| / M^2
//   fair  the spread over pairs of different draws: unbiased in M, as in crps.h
// Variogram score of order p (Scheuerer and Hamill 2015, "Variogram-based proper scoring rules"), O(M d^2):
//   sum_{i<j} w_ij (|y_i - y_j|^p - mean_m |x_mi - x_mj|^p)^2
// over unordered pairs: implementations that count (i, j) and (j, i) give twice the value. It sees correlation, which
// the energy score hardly does, and is blind to a shift common to all quantities: use it beside the energy score.
// Its mean over few draws makes it larger on average, so compare it at equal numbers of draws only.
//
// Pure. Shapes that do not fit or too few draws are an InternalError, what is not finite a NumericalError.
#pragma once

#include <cstddef>
#include <span>

namespace ebbtide {

double edf_energy_score(std::span<const double> draws, std::span<const double> observed);   // M >= 1
double fair_energy_score(std::span<const double> draws, std::span<const double> observed);  // M >= 2

// weights: of the pairs (0, 1), (0, 2), ..., (1, 2), ..., none negative; empty: all 1. order > 0; two quantities at
// least.
double variogram_score(std::span<const double> draws, std::span<const double> observed, double order,
                       std::span<const double> weights = {});

}  // namespace ebbtide
