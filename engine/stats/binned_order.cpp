#include "stats/binned_order.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {

void fetch_counts(std::span<std::uint32_t> counts) {
  constexpr std::size_t kLine = 64 / sizeof(std::uint32_t);
  for (std::size_t i = 0; i < counts.size(); i += kLine) __builtin_prefetch(&counts[i], 1);
}

void count_values(const PilotBins& bins, std::span<const float> values, std::vector<std::uint16_t>& scratch,
                  std::span<std::uint32_t> counts) {
  EBBTIDE_REQUIRE(counts.size() >= bins.size());
  scratch.resize(values.size());
  bins.assign(values, scratch);
  for (const std::uint16_t bin : scratch) ++counts[bin];
}

void count_weights(const PilotBins& bins, std::span<const float> values, std::span<const double> weights,
                   std::vector<std::uint16_t>& scratch, std::span<std::uint64_t> counts) {
  EBBTIDE_REQUIRE(counts.size() >= bins.size() && weights.size() == values.size());
  scratch.resize(values.size());
  bins.assign(values, scratch);
  for (std::size_t i = 0; i < values.size(); ++i) counts[scratch[i]] += fixed_weight(weights[i]);
}

BinnedOrder::BinnedOrder(const PilotBins& bins, std::span<const std::uint32_t> counts, ValueRange range)
    : bins_(bins), range_(range) {
  add_up(counts);
}

BinnedOrder::BinnedOrder(const PilotBins& bins, std::span<const std::uint64_t> counts, ValueRange range)
    : bins_(bins), range_(range) {
  add_up(counts);
}

template <typename Count>
void BinnedOrder::add_up(std::span<const Count> counts) {
  EBBTIDE_REQUIRE(counts.size() >= bins_.size());
  std::uint64_t sum = 0;
  before_.push_back(0.0);
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    sum += counts[bin];
    before_.push_back(static_cast<double>(sum));
  }
  EBBTIDE_REQUIRE(sum > 0);
}

PilotBins::Ends BinnedOrder::ends(std::size_t bin) const {
  const PilotBins::Ends ends = bins_.ends(bin);
  const double least = range_.least, greatest = range_.greatest;
  return {std::clamp(ends.from, least, greatest), std::clamp(ends.to, least, greatest)};
}

std::size_t BinnedOrder::bin_at(double place) const {
  const auto after = std::upper_bound(before_.begin() + 1, before_.end() - 1, place);
  return static_cast<std::size_t>(after - before_.begin()) - 1;
}

double BinnedOrder::quantile(double probability, double effective_count) const {
  const double share =
      (std::clamp(probability, 0.0, 1.0) * (effective_count - 1.0) + 0.5) / std::max(effective_count, 1.0);
  const double place = share * total();
  const std::size_t bin = bin_at(place);
  const PilotBins::Ends within = ends(bin);
  const double part = (place - before_[bin]) / (before_[bin + 1] - before_[bin]);
  return within.from + std::min(part, 1.0) * (within.to - within.from);
}

double BinnedOrder::integral(double from, double to) const {
  return integral_from_least(to) - integral_from_least(from);
}

double BinnedOrder::integral_from_least(double to) const {
  double sum = 0.0, reached = range_.least;
  for (std::size_t bin = 0; bin < bins_.size() && reached < to; ++bin) {
    const double count = before_[bin + 1] - before_[bin];
    if (count == 0.0) continue;
    const PilotBins::Ends within = ends(bin);
    // Flat up to the bin, then rising through it.
    const double start = std::min(within.from, to);
    sum += before_[bin] * (start - reached);
    const double end = std::min(within.to, to);
    if (end > start) sum += (end - start) * (before_[bin] + 0.5 * count * (end - start) / (within.to - within.from));
    reached = std::max(start, end);
  }
  return reached < to ? sum + total() * (to - reached) : sum;
}

}  // namespace ebbtide
