// Order statistics of many floats. Values are cut into bins of equal width in one pass; a bin is put in order as far as
// its ranks are asked for, so a few dozen ranks cost a fraction of a full sort.
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
  // The value of a rank, from 0.
  float at(std::size_t rank);
  // Sum of the `count` lowest values, in an order that the input alone decides.
  double sum_of_lowest(std::size_t count);

 private:
  std::size_t bin_of(std::size_t rank) const;
  void place(std::size_t rank);
  std::vector<std::uint32_t> keys_;      // unsigned integers in the order of the floats, by bin
  std::vector<std::uint16_t> bin_of_;    // of every value, while they are assigned
  std::vector<std::uint32_t> bins_;      // first rank of every bin, and the size at the end
  std::vector<std::uint8_t> is_sorted_;  // by bin
};

}  // namespace ebbtide
