#include "stats/weighted_order.h"

#include <algorithm>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"
#include "stats/value_bins.h"

namespace ebbtide {
namespace {

constexpr std::size_t kBins = 1u << 13;

}  // namespace

void WeightedOrder::assign(std::span<const float> values, std::span<const double> weights) {
  const std::size_t n = values.size();
  EBBTIDE_REQUIRE(n > 0 && n <= std::numeric_limits<std::uint32_t>::max() && weights.size() == n);
  values_ = values;
  weights_ = weights;
  bin_of_.resize(n);
  const ValueRange range = range_of(values);
  ValueBins::over(range, kBins).assign(values, bin_of_);
  bins_.assign(kBins + 1, 0);
  bin_weights_.assign(kBins + 1, 0.0);
  sorted_.assign(kBins, 0);
  order_.resize(n);
  double squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    ++bins_[bin_of_[i] + 1u];
    bin_weights_[bin_of_[i] + 1u] += weights[i];
    squares += weights[i] * weights[i];
  }
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    bins_[bin + 1] += bins_[bin];
    bin_weights_[bin + 1] += bin_weights_[bin];
  }
  for (std::size_t i = 0; i < n; ++i) order_[bins_[bin_of_[i]]++] = static_cast<std::uint32_t>(i);
  // Filling moved every bin's start to its end, the next one's start.
  std::copy_backward(bins_.begin(), bins_.end() - 1, bins_.end());
  bins_[0] = 0;
  effective_count_ = std::max(total() * total() / squares, 1.0);
  lowest_ = range.least;
  highest_ = range.greatest;
}

void WeightedOrder::sort_bin(std::size_t bin) {
  if (sorted_[bin] != 0) return;
  // Among equal values the order of weights decides nothing but rounding; it is fixed all the same.
  std::sort(order_.begin() + bins_[bin], order_.begin() + bins_[bin + 1], [this](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t key = float_key(values_[a]), other = float_key(values_[b]);
    return key != other ? key < other : weights_[a] < weights_[b];
  });
  sorted_[bin] = 1;
}

double WeightedOrder::mean_between(double from, double to) {
  EBBTIDE_REQUIRE(0.0 <= from && from < to);
  const auto after = std::upper_bound(bin_weights_.begin() + 1, bin_weights_.end() - 1, from);
  auto bin = static_cast<std::size_t>(after - bin_weights_.begin()) - 1;
  double base = highest_, sum = 0.0, covered = 0.0;
  for (; bin < kBins && bin_weights_[bin] < to; ++bin) {
    const double start = bin_weights_[bin];
    const bool whole = from <= start && bin_weights_[bin + 1] <= to;
    if (!whole) sort_bin(bin);
    double before = start;
    for (std::size_t i = bins_[bin]; i < bins_[bin + 1] && (whole || before < to); ++i) {
      const double weight = weights_[order_[i]], end = before + weight;
      const double inside = whole ? weight : std::min(end, to) - std::max(before, from);
      before = end;
      if (!(inside > 0.0)) continue;
      const double value = values_[order_[i]];
      if (covered == 0.0) base = value;
      sum += inside * (value - base);
      covered += inside;
    }
  }
  // Rounding may leave a cut at the upper end beyond the last value.
  return covered > 0.0 ? base + sum / covered : highest_;
}

double WeightedOrder::quantile(double probability) {
  const double n = effective_count_;
  const double from = std::clamp(probability, 0.0, 1.0) * ((n - 1.0) / n);
  return mean_between(from * total(), std::min((from + 1.0 / n), 1.0) * total());
}

}  // namespace ebbtide
