#include "simulation/streamed_column.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "stats/quantile_place.h"

namespace ebbtide {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

}  // namespace

StreamedColumn::StreamedColumn(std::span<const float> pilot, std::span<const double> weights,
                               std::optional<double> realised)
    : bins_(pilot, weights, kPilotBins),
      pass_(pilot_thresholds(pilot, weights)),
      range_{kInfinity, -kInfinity},
      realised_(realised) {}

void StreamedColumn::widen(ValueRange range) {
  if (!std::isfinite(range.least) || !std::isfinite(range.greatest))
    throw NumericalError("a simulated column is not finite");
  range_.least = std::min(range_.least, range.least);
  range_.greatest = std::max(range_.greatest, range.greatest);
}

void StreamedColumn::add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
                         std::span<std::uint32_t> counts, ColumnScratch& scratch) {
  widen(range_of(samples));
  scratch.deviations.resize(group_sums.size());
  for (std::size_t group = 0; group < group_sums.size(); ++group) {
    const std::size_t size = std::min(group_size, samples.size() - group * group_size);
    scratch.deviations[group] = group_sums[group] - pass_.input().centre * static_cast<double>(size);
  }
  pass_.add(samples, group_size, scratch.deviations);
  count_values(bins_, samples, scratch.bins, counts);
  if (!realised_) return;
  for (const float sample : samples) {
    below_ += sample < *realised_ ? 1.0 : 0.0;
    equal_ += sample == *realised_ ? 1.0 : 0.0;
  }
}

void StreamedColumn::add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
                         const PieceWeights& weights, std::span<std::uint64_t> counts, ColumnScratch& scratch) {
  KeptSamples& kept = scratch.kept;
  keep_weighted(samples, weights.weights, group_size, kept);
  scratch.sums.resize(group_sums.size());
  weighted_pass(kept, pass_.input(), scratch.sums);
  for (std::size_t group = 0; group < group_sums.size(); ++group) {
    WeightedSums& sums = scratch.sums[group];
    sums.weight = weights.group_weights[group];
    sums.deviation = group_sums[group] - pass_.input().centre * sums.weight;
    add_group(sums, moments_);
  }
  if (kept.count == 0) return;
  const std::span<const float> values = std::span(kept.samples).first(kept.count);
  const std::span<const double> kept_weights = std::span(kept.weights).first(kept.count);
  widen(range_of(values));
  count_weights(bins_, values, kept_weights, scratch.bins, counts);
  if (!realised_) return;
  for (std::size_t i = 0; i < values.size(); ++i) {
    below_ += values[i] < *realised_ ? kept_weights[i] : 0.0;
    equal_ += values[i] == *realised_ ? kept_weights[i] : 0.0;
  }
}

ColumnSummary StreamedColumn::summary(const GroupTotals& groups, std::size_t group_size,
                                      std::span<const std::uint32_t> counts, const QuantileValues* exact) const {
  const ColumnMoments moments = moments_of(pass_.sums(), static_cast<std::size_t>(groups.weight), group_size);
  return streamed_summary(groups, moments, pass_.input(), BinnedOrder(bins_, counts, range_), range_, exact);
}

ColumnSummary StreamedColumn::summary(const GroupTotals& groups, std::span<const std::uint64_t> counts) const {
  return streamed_summary(groups, moments_, pass_.input(), BinnedOrder(bins_, counts, range_), range_);
}

RankSearch StreamedColumn::search(std::uint64_t paths, std::span<const std::uint32_t> counts) const {
  std::vector<std::size_t> ranks;
  for (const double level : kQuantileLevels) {
    const QuantilePlace place(static_cast<std::size_t>(paths), level);
    ranks.insert(ranks.end(), {place.below, place.above});
  }
  return {bins_, counts, range_, ranks};
}

QuantileValues found_quantiles(const RankSearch& search, std::uint64_t paths) {
  QuantileValues values;
  for (std::size_t level = 0; level < values.size(); ++level) {
    const QuantilePlace place(static_cast<std::size_t>(paths), kQuantileLevels[level]);
    const double low = search.at(place.below), above = search.at(place.above);
    values[level] = low + place.share * (above - low);
  }
  return values;
}

}  // namespace ebbtide
