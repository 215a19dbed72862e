#include "stats/exponential.h"

namespace ebbtide {
namespace {

[[gnu::always_inline]] inline void body(double* values, std::size_t count, double less) {
  for (std::size_t i = 0; i < count; ++i) values[i] = exponential(values[i] - less);
}

void plain(double* values, std::size_t count, double less) {
  body(values, count, less);
}

EBBTIDE_TARGET_256 void bits_256(double* values, std::size_t count, double less) {
  body(values, count, less);
}

EBBTIDE_TARGET_512 void bits_512(double* values, std::size_t count, double less) {
  body(values, count, less);
}

}  // namespace

void exponentials(std::span<double> values, double less, VectorLevel level) {
  version_of(level, plain, bits_256, bits_512)(values.data(), values.size(), less);
}

}  // namespace ebbtide
