#include "stats/path_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/contract.h"
#include "core/error.h"
#include "stats/exponential.h"
#include "stats/grouped_mean.h"

namespace ebbtide {
namespace {

constexpr double kExcluded = -std::numeric_limits<double>::infinity();

}  // namespace

WeightBlock weigh_block(std::span<const double> log_weights) {
  EBBTIDE_REQUIRE(log_weights.size() <= kWeightBlockPaths);
  WeightBlock block{kExcluded, 0.0, 0.0, log_weights.size(), 0};
  for (const double log_weight : log_weights) {
    if (!(log_weight < std::numeric_limits<double>::infinity()))
      throw NumericalError("the log weight of a path is not a number below infinity");
    block.greatest = std::max(block.greatest, log_weight);
    block.excluded += log_weight == kExcluded ? 1 : 0;
  }
  if (block.greatest == kExcluded) return block;
  std::array<double, kWeightBlockPaths> weights;
  std::copy(log_weights.begin(), log_weights.end(), weights.begin());
  const std::span<double> used(weights.data(), log_weights.size());
  exponentials(used, block.greatest);
  for (const double weight : used) {
    block.sum += weight;
    block.sum_of_squares += weight * weight;
  }
  return block;
}

WeightDiagnostics diagnose_weights(std::span<const WeightBlock> blocks) {
  WeightDiagnostics total;
  double greatest = kExcluded;
  for (const WeightBlock& block : blocks) {
    total.paths += block.paths;
    total.excluded += block.excluded;
    greatest = std::max(greatest, block.greatest);
  }
  if (total.all_excluded()) return total;
  double sum = 0.0, sum_of_squares = 0.0;
  for (const WeightBlock& block : blocks) {
    const double scale = exponential(block.greatest - greatest);
    sum += scale * block.sum;
    sum_of_squares += scale * scale * block.sum_of_squares;
  }
  total.effective_sample_size = sum * sum / sum_of_squares;
  total.effective_share = total.effective_sample_size / static_cast<double>(total.paths);
  total.greatest_weight = 1.0 / sum;
  total.greatest_log_weight = greatest;
  total.log_sum = greatest + std::log(sum);
  return total;
}

PathWeights::PathWeights(std::vector<double> log_weights) : log_weights_(std::move(log_weights)) {
  EBBTIDE_REQUIRE(!log_weights_.empty());
  std::vector<WeightBlock> blocks;
  for (std::size_t first = 0; first < log_weights_.size(); first += kWeightBlockPaths) {
    const std::size_t count = std::min(kWeightBlockPaths, log_weights_.size() - first);
    blocks.push_back(weigh_block(std::span(log_weights_).subspan(first, count)));
  }
  diagnostics_ = diagnose_weights(blocks);
  if (diagnostics_.all_excluded()) {
    values_.assign(log_weights_.size(), 0.0);
    return;
  }
  equal_ = std::all_of(log_weights_.begin(), log_weights_.end(),
                       [this](double log_weight) { return log_weight == log_weights_.front(); });
  values_ = log_weights_;
  exponentials(values_, diagnostics_.greatest_log_weight);
  for (double& value : values_) value *= diagnostics_.greatest_weight;
}

PathWeights PathWeights::equal(std::size_t paths) {
  return PathWeights(std::vector<double>(paths, 0.0));
}

std::span<const double> PathWeights::summary_weights() const {
  return equal_ ? std::span<const double>() : values();
}

double PathWeights::effective_groups(std::size_t group_size) const {
  double total = 0.0, squares = 0.0;
  for (const double weight : group_weights(values_, group_size)) {
    total += weight;
    squares += weight * weight;
  }
  return squares > 0.0 ? total * total / squares : 0.0;
}

}  // namespace ebbtide
