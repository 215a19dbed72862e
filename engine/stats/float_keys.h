// Unsigned integers in the order of the floats (internal to engine/stats).
#pragma once

#include <bit>
#include <cstdint>

namespace ebbtide {

// Positive floats order as their bits, negative ones in reverse: flip the sign bit of the first, all bits of the
// others.
inline std::uint32_t float_key(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return bits ^ ((0u - (bits >> 31)) | 0x80000000u);
}

inline float float_of_key(std::uint32_t key) {
  return std::bit_cast<float>(key ^ (((key >> 31) - 1u) | 0x80000000u));
}

}  // namespace ebbtide
