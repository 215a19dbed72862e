// The one pass over a column in path order that standard deviation, shortfall and standard errors need (internal to
// engine/stats).
//
// Samples below each quantile are counted in the first kCountedGroups theta groups alone: counts have no heavy tails,
// so that a quantile's error judged by them is sure to a few per cent (docs/decisions/0012-errors-of-quantiles.md).
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/vector_level.h"
#include "stats/column_summary.h"
#include "stats/level_counts.h"

namespace ebbtide {

inline constexpr std::size_t kCountedGroups = 4'096;

struct GroupPassInput {
  double centre = 0.0;                                     // deviations are taken from here
  double tail_threshold = 0.0;                             // the shortfall's quantile
  std::array<float, kQuantileLevels.size()> thresholds{};  // samples at or below are counted
};

// A quantity's group sums x_g: their sum, the sum of their squares, and that of the last group, which may be short.
struct GroupedQuantity {
  double total = 0.0;
  double squares = 0.0;
  double last = 0.0;
};

// Sums over a column; d = sample - centre.
struct GroupPassSums {
  double deviation = 0.0;  // d
  GroupedQuantity square;  // d^2
  GroupedQuantity tail;    // min(sample - tail_threshold, 0)
  // Where groups' sums before rounding are given: d of these, and the sum of its products with the square.
  GroupedQuantity given;
  double square_given = 0.0;

  // Over the first kCountedGroups groups.
  struct Counted {
    std::size_t samples = 0;
    std::array<GroupedQuantity, kQuantileLevels.size()> below{};
    GroupedQuantity tail;
    double tail_below = 0.0;  // sum of products of tail and the samples below the shortfall's level, sums being given
  } counted;
};

// Groups of samples[g * group_size ...] of at most 16 samples; the last may be short. The order of the additions is
// fixed.
GroupPassSums group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                         VectorLevel level = machine_vector_level());

// The same of a column that comes in pieces of whole groups (the last of the last may be short), with the same bits
// however it is cut.
class GroupPass {
 public:
  GroupPass() = default;
  // fetched_behind: bytes from each sample to memory that is wanted soon; it need not exist.
  explicit GroupPass(const GroupPassInput& input, std::size_t fetched_behind = 0)
      : input_(input), fetched_behind_(fetched_behind) {}

  // group_sums[g]: a group's sum before samples were rounded; may be empty.
  void add(std::span<const float> samples, std::size_t group_size, std::span<const double> group_sums = {},
           VectorLevel level = machine_vector_level());
  GroupPassSums sums() const;
  const GroupPassInput& input() const { return input_; }

  // What is carried from piece to piece; places: vectors of eight doubles, laid out in group_pass.cpp.
  struct State {
    alignas(64) std::array<double, 40> places{};
    LevelCountSums below;
    std::array<std::uint16_t, kQuantileLevels.size()> last_below{};
  };

 private:
  void add_counted(std::span<const float> samples, std::size_t group_size, const double* group_sums, VectorLevel level);

  GroupPassInput input_;
  std::size_t fetched_behind_ = 0;
  std::size_t counted_groups_ = 0, counted_samples_ = 0;  // so far
  GroupedQuantity counted_tail_;
  State state_;
};

}  // namespace ebbtide
