// What a pass over all paths keeps of them for member_statistics.h: a few bytes a path, week and dimension, and the
// market shares of the first and the last week.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"
#include "simulation/block_simulator.h"
#include "simulation/member_statistics.h"

namespace ebbtide {

class MemberReadings {
 public:
  MemberReadings(const Model& model, std::uint64_t paths, std::size_t group_size);

  // Samples of market shares, whose memory is the caller's: room for this many, set before the first group.
  std::size_t share_samples() const { return shares_.size() * stride_; }
  void keep_shares_in(float* samples) { share_samples_ = samples; }

  // Groups may come from several threads, each once.
  void read(const GroupPaths& group, std::span<const double> weights);

  // realised: share of a member at the end of a week, in percent, where it is published.
  using RealisedShare = std::function<std::optional<double>(std::size_t member, int week)>;
  // weights: empty where all paths weigh the same; group_weights: their sums over theta groups.
  MemberStatistics summarise(std::span<const double> weights, std::span<const double> group_weights,
                             const RealisedShare& realised, const Executor& executor) const;

 private:
  struct Side {
    std::vector<std::size_t> members;
    Dimension dimension;
  };
  struct ShareColumn {
    std::size_t member;
    int week;
  };
  // Bits by path of a group: the member gains, it loses, all others together gain, lose.
  enum Sign : std::size_t { kGains, kLoses, kOthersGain, kOthersLose, kSigns };
  using Bits = std::uint16_t;

  // Week 1, and all weeks where there are more.
  std::size_t windows() const { return weeks_ > 1 ? 2 : 1; }
  void count_inflows(const GroupPaths& group);
  void mark_signs(const GroupPaths& group);
  void take_shares(const GroupPaths& group, std::span<const double> weights);
  Bits* signs(std::size_t window, std::size_t member, Sign sign) {
    return signs_.data() + ((window * named_.size() + member) * kSigns + sign) * groups_;
  }
  const Bits* signs(std::size_t window, std::size_t member, Sign sign) const {
    return signs_.data() + ((window * named_.size() + member) * kSigns + sign) * groups_;
  }
  BreadthWeek breadth_week(std::size_t side, std::size_t week, std::span<const double> weights,
                           std::span<const double> group_weights) const;
  std::vector<Rotation> rotations(std::size_t window, std::span<const double> weights,
                                  std::span<const double> group_weights, const Executor& executor) const;

  const FundPosterior* funds_ = nullptr;
  std::size_t weeks_ = 0, paths_ = 0, group_size_ = 1, groups_ = 0, stride_ = 0;
  std::vector<Side> sides_;
  std::vector<std::size_t> named_;    // members of all sides
  std::vector<std::uint8_t> counts_;  // [side][week][path]
  std::vector<Bits> signs_;           // [window][named member][sign][group]
  std::vector<ShareColumn> shares_;
  float* share_samples_ = nullptr;  // [share][path]
  std::vector<double> share_sums_;  // [share][group]
};

}  // namespace ebbtide
