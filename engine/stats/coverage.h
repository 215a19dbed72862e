// How many of n independent outcomes intervals of a stated coverage may hold: exact binomial bands. For overlapping
// horizons, whose outcomes are not independent, use every h-th origin or the errors of block_bootstrap.h.
//
// Pure. No weeks, or a probability outside (0, 1), is an InternalError.
#pragma once

#include <span>
#include <vector>

namespace ebbtide {

// Counts low .. high are taken for right.
struct CoverageBand {
  double nominal = 0.0;  // the intervals' stated coverage
  int low = 0;
  int high = 0;

  bool contains(int count) const { return low <= count && count <= high; }
};

// A correct forecast leaves the band on either side with at most (1 - confidence) / 2.
CoverageBand coverage_band(int weeks, double nominal, double confidence);

// Bands of several levels whose intervals lie inside one another (central intervals of one forecast), such that a
// correct forecast keeps all its counts inside with at least the joint confidence: pointwise bands of one common tail
// probability, the largest that the joint confidence allows. It is found from the exact joint law: from outside in,
// the count of a level is binomial given that of the next wider one. (The idea of Saeilynoja, Buerkner and Vehtari
// 2022, "Graphical test for discrete uniformity", for interval counts; never wider than Bonferroni.)
// nominals: strictly ascending.
std::vector<CoverageBand> joint_coverage_bands(int weeks, std::span<const double> nominals, double confidence);

// Probability that a correct forecast keeps all its counts inside the bands, which are in ascending nominals.
double joint_coverage_probability(int weeks, std::span<const CoverageBand> bands);

}  // namespace ebbtide
