// Order statistics of a column that is read several times and never held. A first reading has counted it into bins;
// every further one cuts the bins that hold wanted ranks into 64 parts, or holds their values where those are few.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "stats/pilot_bins.h"
#include "stats/value_bins.h"

namespace ebbtide {

class RankSearch {
 public:
  // counts: by bin, range: of all values, ranks: wanted, from 0. Keeps a reference to the bins.
  RankSearch(const PilotBins& bins, std::span<const std::uint32_t> counts, ValueRange range,
             std::span<const std::size_t> ranks);

  bool done() const { return intervals_.empty(); }
  // Values that the next reading would hold.
  std::uint64_t open() const;

  // A reading of all values, in any order and cut. hold: keep the open values and be done.
  void begin(bool hold);
  void add(std::span<const float> values);
  void end();

  // The value of a wanted rank, once done.
  float at(std::size_t rank) const { return found_.at(rank); }

 private:
  struct Part {
    std::uint64_t count = 0;
    float least = 0.0f, greatest = 0.0f;
  };
  // Values of one bin from `least` to `greatest`; of a whole bin those are its ends, but for rounding.
  struct Interval {
    std::uint16_t bin = 0;
    bool whole_bin = true;
    float least = 0.0f, greatest = 0.0f;
    std::uint64_t first_rank = 0, count = 0;
    std::vector<std::size_t> ranks;  // wanted
    std::vector<Part> parts;
    std::vector<float> held;

    std::size_t part_of(float value) const;
  };
  void add(float value, Interval& interval) const;
  // Into narrower intervals, or found.
  void narrow(const Interval& interval, std::vector<Interval>& narrower);

  const PilotBins& bins_;
  std::vector<Interval> intervals_;
  std::map<std::size_t, float> found_;
  bool hold_ = false;
  std::vector<std::uint8_t> wanted_;  // by bin: whether an interval lies in it
  std::vector<std::uint16_t> scratch_;
  std::vector<std::uint32_t> places_;
};

}  // namespace ebbtide
