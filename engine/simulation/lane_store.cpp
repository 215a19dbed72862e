#include "simulation/lane_store.h"

#include <cstring>

#if defined(__SSE__)
#include <xmmintrin.h>
#else
#include <algorithm>
#endif

namespace ebbtide {
namespace {

#if defined(__SSE__)
[[gnu::always_inline]] inline void write_line(const float* values, float* line) {
  for (std::size_t i = 0; i < kLanes; i += 4) _mm_stream_ps(line + i, _mm_loadu_ps(values + i));
}
#else
inline void write_line(const float* values, float* line) {
  std::copy_n(values, kLanes, line);
}
#endif
static_assert(kLanes * sizeof(float) == 64);

// Sum of the values of a theta group's paths, weighted where there are weights. The order of the additions is fixed.
[[gnu::always_inline]] inline double sum_lanes(const Lanes& values, const double* weights) {
  constexpr std::size_t kHalf = kLanes / 2;
  typedef double Half __attribute__((vector_size(kHalf * sizeof(double))));
  static_assert(kHalf == 8);
  double terms[kLanes];
  for (std::size_t lane = 0; lane < kLanes; ++lane) terms[lane] = values[lane];
  if (weights != nullptr) {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      terms[lane] = weights[lane] > 0.0 ? weights[lane] * values[lane] : 0.0;
  }
  Half low, high;
  std::memcpy(&low, terms, sizeof low);
  std::memcpy(&high, terms + kHalf, sizeof high);
  // ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7))
  low += high;
  low += __builtin_shufflevector(low, low, 4, 5, 6, 7, 0, 1, 2, 3);
  low += __builtin_shufflevector(low, low, 2, 3, 0, 1, 6, 7, 4, 5);
  return low[0] + low[1];
}

}  // namespace

void finish_stores() {
#if defined(__SSE__)
  _mm_sfence();
#endif
}

EBBTIDE_VECTOR_WIDTHS
double store_past_caches(const Lanes& values, const double* weights, float* line) {
  float rounded[kLanes];
  for (std::size_t lane = 0; lane < kLanes; ++lane) rounded[lane] = static_cast<float>(values[lane]);
  write_line(rounded, line);
  return sum_lanes(values, weights);
}

EBBTIDE_VECTOR_WIDTHS
double store_some_lanes(const Lanes& values, const double* weights, std::size_t count, float* out) {
  Lanes some{}, some_weights{};
  for (std::size_t lane = 0; lane < count; ++lane) {
    out[lane] = static_cast<float>(values[lane]);
    some[lane] = values[lane];
    if (weights != nullptr) some_weights[lane] = weights[lane];
  }
  return sum_lanes(some, weights != nullptr ? some_weights.data() : nullptr);
}

}  // namespace ebbtide
