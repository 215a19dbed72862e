// Conditions on the market paths of one theta group, lane by lane: the mixing variable given pins and sightings, the
// moves of a drawn path onto pins, sightings and bounds, and the weight that bounds leave (docs/methods.md,
// Conditioning).
#pragma once

#include <optional>
#include <vector>

#include "model/conditioner.h"
#include "simulation/lanes.h"

namespace ebbtide {

// One block of weeks of one group. Values are net of what weeks before the block contribute.
struct ConditionValues {
  std::vector<Lanes> pins;
  std::vector<Lanes> sightings;
  std::vector<Lanes> lower, upper;  // of bounds
};

// Rows times the mean of the block before its shocks.
struct ConditionMeans {
  std::vector<Lanes> pins;
  std::vector<Lanes> sightings;
  std::vector<Lanes> bounds;
};

// The paths' value of one row over the block that begins at first_week.
Lanes row_value(const Matrix& rows, int row, std::size_t first_week, const LaneGrid& paths);

class ConditionKernel {
 public:
  // All are kept by reference for the life of the kernel.
  ConditionKernel(const ConditionRows& rows, const Conditioning& maps, const ConditionValues& values);

  // Takes in the means; needed before the rest.
  void start(const ConditionMeans& means);
  // The mixing variable's draws of the law without conditions, root / scale as inverse_root_gamma(shape) gives them,
  // become draws given pins and sightings. tail_index: nu; shape: (nu + pins) / 2. Without draws (infinite tail index)
  // the mixing variable is 1.
  Lanes mixing(const float* draws, double tail_index, double shape) const;
  // Moves paths(first_week ..., variable) and the sightings' noises; adds the log weight of bounds, whose draws are the
  // standard normals `bound_draws[bound]`.
  void impose(const Lanes& mixing, std::size_t first_week, LaneGrid& paths, std::vector<Lanes>& noises,
              const std::vector<const float*>& bound_draws, Lanes& log_weight) const;

 private:
  void impose_pins(std::size_t first_week, LaneGrid& paths) const;
  void impose_sightings(const Lanes& mixing, std::size_t first_week, LaneGrid& paths, std::vector<Lanes>& noises) const;
  void impose_bounds(const Lanes& mixing, std::size_t first_week, LaneGrid& paths, std::vector<Lanes>& noises,
                     const std::vector<const float*>& bound_draws, Lanes& log_weight) const;

  const ConditionRows& rows_;
  const Conditioning& maps_;
  const ConditionValues& values_;
  std::vector<Lanes> pin_gaps_;       // v - C b
  std::vector<Lanes> sighting_gaps_;  // rotated, given the pins
  std::vector<Lanes> bound_means_;    // given the pins
};

}  // namespace ebbtide
