// Order statistics of many floats: a radix sort, 11 bits a pass, several times faster than a comparison sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ebbtide {

// The ascending order of the values last assigned. Negative zero comes before zero, infinities at the ends, NaN outside
// them. Keeps its memory from one assignment to the next.
class SortedFloats {
 public:
  // At most 2^32 - 1 values.
  void assign(std::span<const float> values);

  std::size_t size() const { return keys_.size(); }
  float operator[](std::size_t rank) const;

 private:
  std::vector<std::uint32_t> keys_;  // unsigned integers in the order of the floats
  std::vector<std::uint32_t> buffer_;
};

}  // namespace ebbtide
