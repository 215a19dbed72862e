#include "stats/streamed_summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "random/quantile_table.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPilot = 2'048;
constexpr std::size_t kGroup = 16;

// Values whose groups share a part, so that errors are far from those of independent values; skewed, on an offset.
struct Sample {
  std::vector<float> values;
  std::vector<double> weights, group_sums, group_weights;

  Sample(std::size_t count, bool weighted) : values(count) {
    const QuantileTable normal = QuantileTable::normal();
    for (std::size_t i = 0; i < count; ++i) {
      const double own = normal.draw(5, {i, 0, Purpose::market_shock, 0});
      const double shared = normal.draw(5, {i / kGroup, 0, Purpose::parameter, 0});
      const double y = own + 0.7 * shared;
      values[i] = static_cast<float>(1'000.0 + 30.0 * (y + 0.2 * y * y));
      if (weighted) weights.push_back(std::exp(0.8 * own - 0.5 * shared));
    }
    double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight /= total;
    for (std::size_t first = 0; first < count; first += kGroup) {
      double sum = 0.0, weight = 0.0;
      for (std::size_t i = first; i < std::min(count, first + kGroup); ++i) {
        const double w = weighted ? weights[i] : 1.0;
        sum += w * static_cast<double>(values[i]);
        weight += w;
      }
      group_sums.push_back(sum);
      group_weights.push_back(weight);
    }
  }

  GroupTotals totals() const {
    GroupTotals totals;
    totals.groups = group_sums.size();
    double squares = 0.0;
    for (const double weight : weights) squares += weight * weight;
    for (const double weight : group_weights) {
      totals.weight += weight;
      totals.weight_squares += weight * weight;
    }
    totals.effective_count = weights.empty() ? static_cast<double>(values.size()) : 1.0 / squares;
    return totals;
  }
};

ColumnSummary streamed(const Sample& sample) {
  const std::span<const float> pilot = std::span(sample.values).first(kPilot);
  const std::span<const double> weights = std::span(sample.weights).first(sample.weights.empty() ? 0 : kPilot);
  const Pilot known(pilot, weights);
  const PilotBins bins(known, 3'072);
  const GroupPassInput input = pilot_thresholds(known);
  const ValueRange range = range_of(sample.values);
  std::vector<std::uint16_t> scratch;
  if (sample.weights.empty()) {
    std::vector<std::uint32_t> counts(bins.size());
    count_values(bins, sample.values, scratch, counts);
    GroupPass pass(input);
    pass.add(sample.values, kGroup, sample.group_sums);
    const ColumnMoments moments = moments_of(pass.sums(), sample.values.size(), kGroup);
    return streamed_summary(sample.totals(), moments, input, BinnedOrder(bins, counts, range), range);
  }
  std::vector<std::uint64_t> counts(bins.size());
  count_weights(bins, sample.values, sample.weights, scratch, counts);
  KeptSamples kept;
  keep_weighted(sample.values, sample.weights, kGroup, kept);
  std::vector<WeightedSums> sums(sample.group_sums.size());
  weighted_pass(kept, input, sums);
  ColumnMoments moments;
  for (std::size_t g = 0; g < sums.size(); ++g) {
    sums[g].deviation = sample.group_sums[g] - input.centre * sample.group_weights[g];
    add_group(sums[g], moments);
  }
  return streamed_summary(sample.totals(), moments, input, BinnedOrder(bins, counts, range), range);
}

void expect_like(const ColumnSummary& streamed, const ColumnSummary& exact) {
  EXPECT_NEAR(streamed.mean.value, exact.mean.value, 1e-9 * exact.mean.value);
  EXPECT_NEAR(streamed.mean.standard_error / exact.mean.standard_error, 1.0, 1e-6);
  EXPECT_NEAR(streamed.standard_deviation.value / exact.standard_deviation.value, 1.0, 1e-6);
  EXPECT_NEAR(streamed.standard_deviation.standard_error / exact.standard_deviation.standard_error, 1.0, 1e-5);
  for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) {
    const Estimate &a = exact.quantiles[q], &b = streamed.quantiles[q];
    EXPECT_NEAR(b.value, a.value, 0.1 * a.standard_error) << kQuantileLevels[q];
    EXPECT_NEAR(b.standard_error / a.standard_error, 1.0, 0.1) << kQuantileLevels[q];
  }
  EXPECT_NEAR(streamed.shortfall.value, exact.shortfall.value, 0.02 * exact.shortfall.standard_error);
  EXPECT_NEAR(streamed.shortfall.standard_error / exact.shortfall.standard_error, 1.0, 0.015);
}

TEST(StreamedSummary, IsThatOfTheSamples) {
  for (const std::size_t count : {std::size_t{160'000}, std::size_t{160'005}}) {
    const Sample sample(count, false);
    SummaryScratch scratch;
    const ColumnSummary exact = summarise_column(sample.values, sample.group_sums, kGroup, scratch);
    // Groups share enough for the formula of independent values to be far off.
    EXPECT_GT(exact.mean.standard_error, 2.0 * exact.standard_deviation.value / std::sqrt(static_cast<double>(count)));
    expect_like(streamed(sample), exact);
  }
}

TEST(StreamedSummary, IsThatOfWeightedSamples) {
  const Sample sample(160'005, true);
  WeightedSummaryScratch scratch;
  expect_like(streamed(sample), summarise_column(sample.values, sample.group_sums, sample.weights, kGroup, scratch));
}

// Around the pilot's mean the error of the standard deviation would be another; that is what the products mend.
TEST(StreamedSummary, ErrorsAreTakenAroundTheMeanOfAllAndNotOfThePilot) {
  Sample sample(160'000, false);
  for (std::size_t i = 0; i < kPilot; ++i) sample.values[i] += 20.0f;  // a pilot half a standard deviation off
  for (std::size_t g = 0; g < kPilot / kGroup; ++g) sample.group_sums[g] += 20.0 * kGroup;
  SummaryScratch scratch;
  const ColumnSummary exact = summarise_column(sample.values, sample.group_sums, kGroup, scratch);
  const ColumnSummary result = streamed(sample);
  EXPECT_NEAR(result.standard_deviation.standard_error / exact.standard_deviation.standard_error, 1.0, 1e-5);
  EXPECT_NEAR(result.mean.value, exact.mean.value, 1e-9 * exact.mean.value);
  EXPECT_NEAR(result.shortfall.value, exact.shortfall.value, 0.05 * exact.shortfall.standard_error);
}

TEST(StreamedSummary, AConstantColumnHasNoSpreadAndNoError) {
  Sample sample(20'000, false);
  sample.values.assign(20'000, 4.0f);
  sample.group_sums.assign(20'000 / kGroup, 4.0 * kGroup);
  const ColumnSummary summary = streamed(sample);
  EXPECT_EQ(summary.mean.value, 4.0);
  EXPECT_EQ(summary.standard_deviation.value, 0.0);
  for (const Estimate& quantile : summary.quantiles) {
    EXPECT_EQ(quantile.value, 4.0);
    EXPECT_EQ(quantile.standard_error, 0.0);
  }
  EXPECT_EQ(summary.shortfall.value, 4.0);
  EXPECT_EQ(summary.shortfall.standard_error, 0.0);
}

}  // namespace
}  // namespace ebbtide
