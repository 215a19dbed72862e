// Some order statistics of many floats. Values are counted into bins of equal width; only the bins that hold a wanted
// rank are brought out and put in order, so a few dozen ranks cost a fraction of a sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "stats/value_bins.h"

namespace ebbtide {

// The ascending order of the values last assigned. Negative zero comes before zero, infinities at the ends, NaN outside
// them. Keeps its memory from one assignment to the next.
class OrderStatistics {
 public:
  // At most 2^32 - 1 values, which must stay where they are until the next assignment.
  void assign(std::span<const float> values);
  // Makes ranks known to at(); one call for many costs little more than for one.
  void gather(std::span<const std::size_t> ranks);

  std::size_t size() const { return values_.size(); }
  float lowest() const { return range_.least; }
  float highest() const { return range_.greatest; }
  // The value of a gathered rank, from 0.
  float at(std::size_t rank);
  // The values of two ranks that were gathered, one after the other or the same.
  std::pair<float, float> at(std::size_t rank, std::size_t next);

 private:
  enum class BinState : std::uint8_t { unknown, gathered, sorted };
  void count_bins(const ValueBins& scale, std::size_t bins);
  std::size_t bin_of(std::size_t rank) const;
  std::uint32_t count(std::size_t bin) const { return first_ranks_[bin + 1] - first_ranks_[bin]; }

  std::span<const float> values_;
  ValueRange range_;
  std::vector<std::uint16_t> bins_;         // of every value
  std::vector<std::uint32_t> counts_;       // by table, then bin
  std::vector<std::uint32_t> first_ranks_;  // of every bin, and the size at the end
  std::vector<std::uint32_t> keys_;         // of the gathered values, by bin: integers in the order of the floats
  std::vector<std::uint32_t> places_;       // of a bin's keys, once they are gathered
  std::vector<BinState> states_;
  std::vector<std::uint16_t> wanted_;
  BinMarks marks_;
  std::vector<std::uint32_t> found_;
};

}  // namespace ebbtide
