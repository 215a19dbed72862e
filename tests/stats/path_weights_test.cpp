#include "stats/path_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

constexpr double kExcluded = -std::numeric_limits<double>::infinity();

std::vector<double> normal_log_weights(std::size_t paths, double spread) {
  fixture::TestDraws draws(7);
  std::vector<double> log_weights(paths);
  for (double& log_weight : log_weights) log_weight = spread * draws.normal();
  return log_weights;
}

TEST(PathWeights, AreNormalisedAndDiagnosedAsByHand) {
  // Weights 1 : 2 : 0 : 5.
  const PathWeights weights({std::log(1.0), std::log(2.0), kExcluded, std::log(5.0)});
  EXPECT_NEAR(weights.values()[0], 0.125, 1e-15);
  EXPECT_NEAR(weights.values()[1], 0.25, 1e-15);
  EXPECT_EQ(weights.values()[2], 0.0);
  EXPECT_NEAR(weights.values()[3], 0.625, 1e-15);
  const WeightDiagnostics& found = weights.diagnostics();
  EXPECT_EQ(found.paths, 4u);
  EXPECT_EQ(found.excluded, 1u);
  EXPECT_NEAR(found.effective_sample_size, 64.0 / 30.0, 1e-14);
  EXPECT_NEAR(found.effective_share, 16.0 / 30.0, 1e-14);
  EXPECT_NEAR(found.greatest_weight, 0.625, 1e-15);
  EXPECT_NEAR(found.log_sum, std::log(8.0), 1e-14);
  // Groups of two weigh 3 : 5.
  EXPECT_NEAR(weights.effective_groups(2), 64.0 / 34.0, 1e-14);
  EXPECT_NEAR(weights.effective_groups(4), 1.0, 1e-14);
}

TEST(PathWeights, DoNotOverflowWhereverTheReferenceLies) {
  for (const double reference : {-1e6, -800.0, 0.0, 800.0, 1e6}) {
    const PathWeights weights({reference, reference + 1.0, reference - 1000.0});
    EXPECT_NEAR(weights.values()[1], 1.0 / (1.0 + std::exp(-1.0)), 1e-9) << reference;
    EXPECT_EQ(weights.values()[2], 0.0);
    EXPECT_EQ(weights.diagnostics().excluded, 0u);
  }
}

TEST(PathWeights, AgreeWithLongDoubleOverManyBlocks) {
  const std::vector<double> log_weights = normal_log_weights(10 * kWeightBlockPaths + 17, 2.0);
  long double sum = 0.0L, squares = 0.0L;
  for (const double log_weight : log_weights) {
    const long double weight = std::exp(static_cast<long double>(log_weight));
    sum += weight;
    squares += weight * weight;
  }
  const PathWeights weights(log_weights);
  EXPECT_NEAR(weights.diagnostics().effective_sample_size / static_cast<double>(sum * sum / squares), 1.0, 1e-13);
  EXPECT_NEAR(std::accumulate(weights.values().begin(), weights.values().end(), 0.0), 1.0, 1e-12);
  for (std::size_t path = 0; path < log_weights.size(); path += 997) {
    const auto expected = static_cast<double>(std::exp(static_cast<long double>(log_weights[path])) / sum);
    EXPECT_NEAR(weights.values()[path] / expected, 1.0, 1e-13);
  }
}

TEST(PathWeights, GiveTheSameBitsHoweverThePathsAreCutIntoParts) {
  const std::vector<double> log_weights = normal_log_weights(8 * kWeightBlockPaths + 100, 3.0);
  const auto block = [&](std::size_t index) {
    const std::size_t first = index * kWeightBlockPaths;
    const std::size_t count = std::min(kWeightBlockPaths, log_weights.size() - first);
    return weigh_block(std::span(log_weights).subspan(first, count));
  };
  // Parts done last to first, then laid in the order of paths.
  std::vector<WeightBlock> blocks(9);
  for (std::size_t index = 9; index-- > 0;) blocks[index] = block(index);
  const WeightDiagnostics merged = diagnose_weights(blocks), whole = PathWeights(log_weights).diagnostics();
  EXPECT_EQ(merged.effective_sample_size, whole.effective_sample_size);
  EXPECT_EQ(merged.greatest_weight, whole.greatest_weight);
  EXPECT_EQ(merged.log_sum, whole.log_sum);
}

TEST(PathWeights, ReportThatEveryPathIsExcluded) {
  const PathWeights weights(std::vector<double>(5, kExcluded));
  EXPECT_TRUE(weights.diagnostics().all_excluded());
  EXPECT_EQ(weights.diagnostics().effective_sample_size, 0.0);
  EXPECT_EQ(weights.diagnostics().effective_share, 0.0);
  EXPECT_EQ(weights.diagnostics().greatest_weight, 0.0);
  EXPECT_EQ(weights.effective_groups(2), 0.0);
  EXPECT_TRUE(std::all_of(weights.values().begin(), weights.values().end(), [](double w) { return w == 0.0; }));
  EXPECT_FALSE(weights.summary_weights().empty());
}

TEST(PathWeights, AllTheSameAreUnweightedForTheSummaries) {
  EXPECT_TRUE(PathWeights::equal(10).summary_weights().empty());
  EXPECT_TRUE(PathWeights(std::vector<double>(10, -3.0)).summary_weights().empty());
  EXPECT_EQ(PathWeights::equal(10).diagnostics().effective_sample_size, 10.0);
  EXPECT_FALSE(PathWeights({0.0, 0.0, kExcluded}).summary_weights().empty());
  EXPECT_FALSE(PathWeights({0.0, 1e-9}).summary_weights().empty());
}

TEST(PathWeights, RefuseLogWeightsThatAreNoWeights) {
  EXPECT_THROW(PathWeights({0.0, std::numeric_limits<double>::quiet_NaN()}), NumericalError);
  EXPECT_THROW(PathWeights({0.0, std::numeric_limits<double>::infinity()}), NumericalError);
  EXPECT_THROW(PathWeights(std::vector<double>()), InternalError);
}

}  // namespace
}  // namespace ebbtide
