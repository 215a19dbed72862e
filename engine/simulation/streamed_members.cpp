#include "simulation/streamed_members.h"

#include "parallel/scratch_pool.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPairsPerBlock = 16;

void add_up(std::span<const double> sums, std::span<const double> group_weights, GroupMoment& moment) {
  for (std::size_t group = 0; group < sums.size(); ++group) moment.add(sums[group], group_weights[group]);
}

}  // namespace

StreamedMembers::StreamedMembers(const MemberReadings& readings)
    : readings_(readings), laws_(readings.breadth()), pairs_(readings.rotation_pairs()) {
  for (const BreadthLaw& law : laws_) breadth_.emplace_back(law.weeks.size());
  rotation_.resize(readings.windows() * pairs_.size());
}

void StreamedMembers::add(const PieceWeights& weights, const Executor& executor) {
  for (std::size_t side = 0; side < breadth_.size(); ++side) {
    executor.for_blocks(breadth_[side].size(), [&](std::size_t week) {
      Breadth& breadth = breadth_[side][week];
      readings_.add_breadth(side, week, weights.weights, breadth.sums);
      add_up(breadth.sums.mean, weights.group_weights, breadth.mean);
      add_up(breadth.sums.none, weights.group_weights, breadth.none);
      add_up(breadth.sums.most, weights.group_weights, breadth.most);
      add_up(breadth.sums.all, weights.group_weights, breadth.all);
    });
  }
  ScratchPool<std::vector<double>> scratch(
      [this] { return std::make_unique<std::vector<double>>(readings_.groups()); });
  executor.for_blocks((rotation_.size() + kPairsPerBlock - 1) / kPairsPerBlock, [&](std::size_t block) {
    const auto sums = scratch.borrow();
    const std::size_t end = std::min((block + 1) * kPairsPerBlock, rotation_.size());
    for (std::size_t i = block * kPairsPerBlock; i < end; ++i) {
      readings_.rotation_sums(i / pairs_.size(), pairs_[i % pairs_.size()], weights.weights, *sums);
      add_up(*sums, weights.group_weights, rotation_[i]);
    }
  });
}

MemberStatistics StreamedMembers::statistics(const GroupTotals& groups) const {
  MemberStatistics result;
  result.breadth = laws_;
  for (std::size_t side = 0; side < breadth_.size(); ++side) {
    for (std::size_t week = 0; week < breadth_[side].size(); ++week) {
      const Breadth& breadth = breadth_[side][week];
      BreadthWeek& law = result.breadth[side].weeks[week];
      for (const double weight : breadth.sums.probability) law.probability.push_back(weight / breadth.sums.total);
      law.mean = groups.mean(breadth.mean);
      law.none = groups.mean(breadth.none);
      law.most = groups.mean(breadth.most);
      law.all = groups.mean(breadth.all);
    }
  }
  if (readings_.windows() > 0) result.first_week = rotations(0, groups);
  if (readings_.windows() > 1) result.whole_horizon = rotations(1, groups);
  return result;
}

std::vector<Rotation> StreamedMembers::rotations(std::size_t window, const GroupTotals& groups) const {
  std::vector<Rotation> result;
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    result.push_back(readings_.rotation_of(pairs_[i]));
    result.back().probability = groups.mean(rotation_[window * pairs_.size() + i]);
  }
  return result;
}

}  // namespace ebbtide
