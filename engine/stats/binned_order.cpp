#include "stats/binned_order.h"

#include <algorithm>

#include "core/contract.h"
#include "core/fetch.h"

namespace ebbtide {
namespace {

constexpr std::size_t kCountsOfLine = 64 / sizeof(std::uint32_t);

}  // namespace

void fetch_counts(std::span<const std::uint32_t> counts) {
  for (std::size_t i = 0; i < counts.size(); i += kCountsOfLine) __builtin_prefetch(&counts[i], 1);
}

void fetch_next_counts(std::span<const std::uint32_t> counts, std::size_t part, std::size_t parts) {
  const std::size_t lines = counts.size() / kCountsOfLine;
  for (std::size_t line = lines * part / parts; line < lines * (part + 1) / parts; ++line)
    fetch_behind(&counts[line * kCountsOfLine], counts.size_bytes());
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
  before_.reserve(bins_.size() + 1);
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
  return from <= to ? integral_upwards(from, to) : -integral_upwards(to, from);
}

double BinnedOrder::integral_upwards(double from, double to) const {
  // A bin early: its ends are those of the value in single precision.
  const auto value = static_cast<float>(std::max(from, static_cast<double>(range_.least)));
  std::uint16_t first = 0;
  bins_.assign({&value, 1}, {&first, 1}, VectorLevel::plain);
  double sum = 0.0, reached = std::max(from, static_cast<double>(range_.least));
  for (std::size_t bin = first > 0 ? first - 1u : 0u; bin < bins_.size() && reached < to; ++bin) {
    const double count = before_[bin + 1] - before_[bin];
    if (count == 0.0) continue;
    const PilotBins::Ends within = ends(bin);
    // Flat up to the bin, then rising through it.
    const double start = std::min(within.from, to);
    if (start > reached) {
      sum += before_[bin] * (start - reached);
      reached = start;
    }
    const double end = std::min(within.to, to);
    if (end > reached) {
      const double middle = 0.5 * (reached + end) - within.from;
      sum += (end - reached) * (before_[bin] + count * middle / (within.to - within.from));
      reached = end;
    }
  }
  return reached < to ? sum + total() * (to - reached) : sum;
}

}  // namespace ebbtide
