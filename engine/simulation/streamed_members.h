// What members tell together (member_statistics.h), of paths that are held piece by piece: sums over theta groups,
// added in the order of the paths. Market shares are columns (streamed_column.h).
#pragma once

#include <vector>

#include "parallel/executor.h"
#include "simulation/member_readings.h"
#include "simulation/streamed_column.h"

namespace ebbtide {

class StreamedMembers {
 public:
  // Keeps a reference to the readings.
  explicit StreamedMembers(const MemberReadings& readings);

  // The paths that the readings hold. group_weights: without weights, paths of the groups.
  void add(const PieceWeights& weights, const Executor& executor);

  // Breadth and rotation.
  MemberStatistics statistics(const GroupTotals& groups) const;

 private:
  struct Breadth {
    BreadthSums sums;
    GroupMoment mean, none, most, all;
  };
  std::vector<Rotation> rotations(std::size_t window, const GroupTotals& groups) const;

  const MemberReadings& readings_;
  std::vector<BreadthLaw> laws_;
  std::vector<RotationPair> pairs_;
  std::vector<std::vector<Breadth>> breadth_;  // by side and week
  std::vector<GroupMoment> rotation_;          // by window and pair
};

}  // namespace ebbtide
