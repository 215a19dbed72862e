// Memory brought nearer before it is wanted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ebbtide {

// What lies so many bytes behind a place, into the second cache. It need not exist, so that it is not named by a
// pointer's arithmetic.
[[gnu::always_inline]] inline void fetch_behind(const void* place, std::size_t bytes) {
  constexpr int kRead = 0, kSecondCache = 2;
  const std::uintptr_t behind = reinterpret_cast<std::uintptr_t>(place) + bytes;
  __builtin_prefetch(reinterpret_cast<const void*>(behind), kRead, kSecondCache);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace ebbtide
