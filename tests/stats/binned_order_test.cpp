#include "stats/binned_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/contract.h"
#include "stats/column_summary.h"
#include "stats/order_statistics.h"
#include "stats/weighted_order.h"
#include "support/student_column.h"

namespace ebbtide {
namespace {

constexpr std::size_t kBins = 3'072;
constexpr std::size_t kCount = 300'000;

using fixture::kStudentPilot;
using fixture::pilot_of;

std::vector<float> draws() {
  return fixture::student_column(4.0, 9, kCount);
}

double exact_quantile(std::span<const float> values, double p) {
  OrderStatistics order;
  order.assign(values);
  const double rank = p * static_cast<double>(values.size() - 1);
  const std::array<std::size_t, 2> ranks = {static_cast<std::size_t>(rank), static_cast<std::size_t>(rank) + 1};
  order.gather(ranks);
  const auto [low, high] = order.at(ranks[0], ranks[1]);
  return static_cast<double>(low) + (rank - std::floor(rank)) * (static_cast<double>(high) - static_cast<double>(low));
}

// Standard error of a quantile of independent values, from the values themselves.
double quantile_error_of(std::span<const float> values, double p) {
  const double error = std::sqrt(p * (1.0 - p) / static_cast<double>(values.size()));
  return 0.5 * (exact_quantile(values, p + error) - exact_quantile(values, p - error));
}

struct Counted {
  PilotBins bins;
  std::vector<std::uint32_t> counts;
  ValueRange range;

  Counted(std::span<const float> values, std::size_t bin_count) : bins(Pilot(values.first(kStudentPilot)), bin_count) {
    counts.resize(bins.size());
    std::vector<std::uint16_t> scratch;
    count_values(bins, values, scratch, counts);
    range = range_of(values);
  }
  BinnedOrder order() const { return {bins, counts, range}; }
};

double worst_error(std::span<const float> values, std::size_t bin_count) {
  const Counted counted(values, bin_count);
  double worst = 0.0;
  for (const double p : kQuantileLevels) {
    const double gap = counted.order().quantile(p, static_cast<double>(values.size())) - exact_quantile(values, p);
    worst = std::max(worst, std::abs(gap) / quantile_error_of(values, p));
  }
  return worst;
}

// 3.8 standard deviations of the bridge: fewer than 2 false alarms in 1,000 runs of the nine levels, and the values
// are fixed.
TEST(BinnedOrder, QuantilesAreWithinATenthOfTheirErrors) {
  const std::vector<float> values = draws();
  EXPECT_LT(worst_error(values, kBins), 0.1);
  EXPECT_GT(worst_error(values, 520), 0.1);  // one bin a cell: what the test is there to see
}

TEST(BinnedOrder, WeightedQuantilesAreThoseOfTheWeightedOrder) {
  const std::vector<float> values = draws();
  std::vector<double> weights;
  double total = 0.0, squares = 0.0;
  for (const float value : values) {
    weights.push_back(std::exp(-0.5 * std::clamp(static_cast<double>(value), -3.0, 3.0)));
    total += weights.back();
  }
  for (double& weight : weights) {
    weight /= total;
    squares += weight * weight;
  }
  const std::span<const double> pilot_weights(weights.data(), kStudentPilot);
  const PilotBins bins(Pilot(pilot_of(values), pilot_weights), kBins);
  std::vector<std::uint64_t> counts(bins.size());
  std::vector<std::uint16_t> scratch;
  count_weights(bins, values, weights, scratch, counts);
  const BinnedOrder binned(bins, counts, range_of(values));
  EXPECT_NEAR(binned.total() / kFixedWeight, 1.0, 1e-12);
  WeightedOrder order;
  order.assign(values, weights);
  for (const double p : kQuantileLevels) {
    const double error = std::sqrt(p * (1.0 - p) * squares);
    const double spread = 0.5 * (order.quantile(p + error) - order.quantile(p - error));
    EXPECT_NEAR(binned.quantile(p, order.effective_count()), order.quantile(p), 0.1 * spread) << p;
  }
}

TEST(BinnedOrder, CountsInAnyOrderAndAnyCut) {
  const std::vector<float> values = draws();
  const Counted whole(values, kBins);
  std::vector<std::uint32_t> counts(whole.bins.size());
  std::vector<std::uint16_t> scratch;
  for (std::size_t end = kCount; end > 0; end -= std::min<std::size_t>(end, 7'001)) {
    const std::size_t first = end - std::min<std::size_t>(end, 7'001);
    count_values(whole.bins, std::span(values).subspan(first, end - first), scratch, counts);
  }
  EXPECT_EQ(counts, whole.counts);
}

// The integral of the count at or below x is the sum of what lies below.
TEST(BinnedOrder, IntegratesTheDistributionFunction) {
  std::vector<float> values = draws();
  for (std::size_t i = 0; i < kCount; i += 4) values[i] = 0.25f;  // an atom
  const Counted counted(values, kBins);
  const auto below = [&](double x) {
    double sum = 0.0;
    for (const float value : values) sum += std::max(x - static_cast<double>(value), 0.0);
    return sum;
  };
  const BinnedOrder order = counted.order();
  for (const auto& [from, to] : std::vector<std::pair<double, double>>{{-1.0, 1.5}, {1.5, -1.0}, {-60.0, 60.0}}) {
    const double exact = below(to) - below(from);
    // Far out the open bins hold a few hundred values.
    EXPECT_NEAR(order.integral(from, to), exact, 1e-5 * static_cast<double>(kCount) + 2e-5 * std::abs(exact)) << from;
  }
  EXPECT_EQ(order.integral(0.5, 0.5), 0.0);
}

TEST(BinnedOrder, QuantilesInsideAnAtomAreItsValue) {
  std::vector<float> values = draws();
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i % 10 < 6) values[i] = 0.0f;
  }
  const Counted counted(values, kBins);
  const BinnedOrder order = counted.order();
  EXPECT_EQ(order.quantile(0.5, kCount), 0.0);
  EXPECT_LT(order.quantile(0.1, kCount), 0.0);
  EXPECT_GT(order.quantile(0.9, kCount), 0.0);
}

TEST(BinnedOrder, AConstantColumnIsItsValue) {
  const std::vector<float> values(5'000, 7.5f);
  const Counted counted(values, kBins);
  for (const double p : {0.0, 0.01, 0.5, 1.0}) EXPECT_EQ(counted.order().quantile(p, 5'000.0), 7.5);
}

TEST(BinnedOrder, RefusesAnEmptyColumn) {
  const std::vector<float> values = draws();
  const PilotBins bins(Pilot(pilot_of(values)), kBins);
  EXPECT_THROW(BinnedOrder(bins, std::vector<std::uint32_t>(bins.size()), {0.0f, 1.0f}), InternalError);
}

}  // namespace
}  // namespace ebbtide
