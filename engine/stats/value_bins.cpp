#include "stats/value_bins.h"

#include <cmath>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

namespace ebbtide {
namespace {

// Of the floats' keys: NaN lies outside infinity at both ends.
struct Range {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t greatest = 0;
};

[[gnu::always_inline]] inline Range range_body(const float* values, std::size_t count) {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max(), greatest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t key = float_key(values[i]);
    least = key < least ? key : least;
    greatest = key > greatest ? key : greatest;
  }
  return {least, greatest};
}

[[gnu::always_inline]] inline void bins_body(const ValueBins& given, const float* values, std::size_t count,
                                             std::uint16_t* bins) {
  const ValueBins scale = given;
  for (std::size_t i = 0; i < count; ++i) bins[i] = scale.of(values[i]);
}

Range range_plain(const float* values, std::size_t count) {
  return range_body(values, count);
}
EBBTIDE_TARGET_256 Range range_256(const float* values, std::size_t count) {
  return range_body(values, count);
}
EBBTIDE_TARGET_512 Range range_512(const float* values, std::size_t count) {
  return range_body(values, count);
}

void bins_plain(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}
EBBTIDE_TARGET_256 void bins_256(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}
EBBTIDE_TARGET_512 void bins_512(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}

}  // namespace

ValueBins ValueBins::over(std::span<const float> values, std::size_t bins, VectorLevel level) {
  EBBTIDE_REQUIRE(bins > 0 && bins <= 65'536);
  const Range range = version_of(level, range_plain, range_256, range_512)(values.data(), values.size());
  if (values.empty()) return {};
  ValueBins result;
  result.least = float_of_key(range.least);
  result.greatest = float_of_key(range.greatest);
  const double per_unit = static_cast<double>(bins) / (result.greatest - result.least);
  if (!std::isfinite(per_unit) || !(per_unit > 0.0)) return result;
  result.per_unit = per_unit;
  result.last = static_cast<std::uint16_t>(bins - 1);
  return result;
}

void ValueBins::assign(std::span<const float> values, std::span<std::uint16_t> bins, VectorLevel level) const {
  EBBTIDE_REQUIRE(bins.size() >= values.size());
  if (last == 0) {
    for (std::size_t i = 0; i < values.size(); ++i) bins[i] = 0;
    return;
  }
  version_of(level, bins_plain, bins_256, bins_512)(*this, values.data(), values.size(), bins.data());
}

}  // namespace ebbtide
