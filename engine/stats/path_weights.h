// Importance weights of simulated paths, from log weights.
//
// A path's log weight is known up to a constant that all paths of a scenario share; minus infinity excludes the path.
// Weights are w_i = exp(l_i - max l) / sum_j exp(l_j - max l): they sum to 1, and excluded paths have exactly 0.
// Diagnostics (Kish 1965): effective sample size 1 / sum w^2 over paths, the one every output states. Paths of a group
// share parameters; effective_groups says over how many of these the weight spreads, 1 / sum_b (sum_{i in b} w_i)^2.
//
// Mergeable: paths fall into blocks of kWeightBlockPaths in path order. A block's sums are relative to its own greatest
// log weight and depend on its paths alone; whoever holds whole blocks computes them, in any order and place, and the
// total adds them in block order. So every way of cutting the paths into parts gives the same bits.
//
// A log weight that is NaN or plus infinity is a NumericalError. Pure, the same bits on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ebbtide {

inline constexpr std::size_t kWeightBlockPaths = 1024;

// Sums over the paths of one block, relative to exp(greatest).
struct WeightBlock {
  double greatest = 0.0;  // log weight; minus infinity where every path is excluded
  double sum = 0.0;
  double sum_of_squares = 0.0;
  std::uint64_t paths = 0;
  std::uint64_t excluded = 0;
};

// At most kWeightBlockPaths log weights.
WeightBlock weigh_block(std::span<const double> log_weights);

struct WeightDiagnostics {
  std::uint64_t paths = 0;
  std::uint64_t excluded = 0;  // all of them: no weights exist, and everything below is 0
  double effective_sample_size = 0.0;
  double effective_share = 0.0;  // of paths
  double greatest_weight = 0.0;  // share of the total
  double greatest_log_weight = 0.0;
  double log_sum = 0.0;  // log sum_i exp(l_i)
  bool all_excluded() const { return excluded == paths; }
};

// blocks[i]: the paths i * kWeightBlockPaths ...
WeightDiagnostics diagnose_weights(std::span<const WeightBlock> blocks);

class PathWeights {
 public:
  // log_weights[path], at least one.
  explicit PathWeights(std::vector<double> log_weights);
  // Every path the same.
  static PathWeights equal(std::size_t paths);

  std::size_t size() const { return log_weights_.size(); }
  const WeightDiagnostics& diagnostics() const { return diagnostics_; }
  // Normalised; all 0 where all paths are excluded.
  std::span<const double> values() const { return values_; }
  // values() or, where all paths weigh the same, nothing: what the summaries of engine/stats take for unweighted.
  std::span<const double> summary_weights() const;
  std::span<const double> log_weights() const { return log_weights_; }
  double effective_groups(std::size_t group_size) const;

 private:
  std::vector<double> log_weights_;
  std::vector<double> values_;
  WeightDiagnostics diagnostics_;
  bool equal_ = false;
};

}  // namespace ebbtide
