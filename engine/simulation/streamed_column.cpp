#include "simulation/streamed_column.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "stats/grouped_share.h"
#include "stats/quantile_place.h"

namespace ebbtide {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::size_t kSamplesAtOnce = 1'024;

}  // namespace

StreamedColumn::StreamedColumn(const Pilot& pilot, const ColumnMarks& marks)
    : bins_(pilot, kPilotBins),
      pass_(pilot_thresholds(pilot), kSamplesAtOnce * sizeof(float)),
      range_{kInfinity, -kInfinity},
      marks_(marks) {}

void StreamedColumn::widen(ValueRange range) {
  if (!std::isfinite(range.least) || !std::isfinite(range.greatest))
    throw NumericalError("a simulated column is not finite");
  range_.least = std::min(range_.least, range.least);
  range_.greatest = std::max(range_.greatest, range.greatest);
}

void StreamedColumn::compare(std::span<const float> samples, std::size_t group_size, const PieceWeights& weights,
                             ColumnScratch& scratch) {
  if (marks_.realised && weights.weights.empty()) {
    const BelowCount count = count_below(samples, *marks_.realised);
    below_ += static_cast<double>(count.below);
    equal_ += static_cast<double>(count.equal);
  } else if (marks_.realised) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double weight = weights.weights[i];
      below_ += samples[i] < *marks_.realised ? weight : 0.0;
      equal_ += samples[i] == *marks_.realised ? weight : 0.0;
    }
  }
  if (!marks_.extremes) return;
  scratch.beyond.resize((samples.size() + group_size - 1) / group_size);
  const auto add_to = [&](GroupMoment& moment) {
    for (std::size_t group = 0; group < scratch.beyond.size(); ++group) {
      const std::size_t size = std::min(group_size, samples.size() - group * group_size);
      moment.add(scratch.beyond[group],
                 weights.weights.empty() ? static_cast<double>(size) : weights.group_weights[group]);
    }
  };
  sums_below(samples, marks_.extremes->lowest, weights.weights, group_size, scratch.beyond);
  add_to(lowest_);
  sums_above(samples, marks_.extremes->highest, weights.weights, group_size, scratch.beyond);
  add_to(highest_);
}

void StreamedColumn::add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
                         std::span<std::uint32_t> counts, ColumnScratch& scratch) {
  fetch_counts(counts);
  // So many at a time that they and their bins stay in the first cache.
  const std::size_t groups_at_once = kSamplesAtOnce / group_size, at_once = groups_at_once * group_size;
  const std::size_t parts = (samples.size() + at_once - 1) / at_once;
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t first = i * at_once, group = i * groups_at_once;
    const auto part = samples.subspan(first, std::min(at_once, samples.size() - first));
    fetch_next_counts(counts, i, parts);
    widen(range_of(part));
    pass_.add(part, group_size, group_sums.subspan(group, std::min(groups_at_once, group_sums.size() - group)));
    count_values(bins_, part, scratch.bins, counts);
  }
  compare(samples, group_size, {}, scratch);
}

void StreamedColumn::add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
                         const PieceWeights& weights, std::span<std::uint64_t> counts, ColumnScratch& scratch) {
  compare(samples, group_size, weights, scratch);
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
}

std::optional<RecordChances> StreamedColumn::record(const GroupTotals& groups) const {
  if (!marks_.extremes) return std::nullopt;
  return RecordChances{groups.mean(lowest_), groups.mean(highest_)};
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
