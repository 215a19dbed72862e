// What a pass over paths keeps of them for member_statistics.h: a few bytes a path, week and dimension, and the market
// shares of the first and the last week. Held are all paths of a run, or one piece of them after the other.
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

// Of one side and week: weights of paths in all and by number of inflows, which are added to; and by theta group held,
// inflows and the weights of paths without any, with most, with all.
struct BreadthSums {
  double total = 0.0;
  std::vector<double> probability, mean, none, most, all;
};

// Members, counted among the named of all sides; none: all others together.
struct RotationPair {
  std::optional<std::size_t> loses, gains;
};

class MemberReadings {
 public:
  // paths: most that are held at one time; those from the first on, until begin().
  MemberReadings(const Model& model, std::size_t paths, std::size_t group_size);

  // Samples of market shares, whose memory is the caller's: room for this many, set before the first group.
  std::size_t share_samples() const { return shares_.size() * stride_; }
  void keep_shares_in(float* samples) { share_samples_ = samples; }
  // Bytes that a path takes, shares and all.
  std::size_t path_bytes() const;

  // Holds these paths in place of those before; whole theta groups, but for the last of a run.
  void begin(std::uint64_t first_path, std::size_t paths);
  // Groups of the paths held may come from several threads, each once. weights: by path held, as everywhere here.
  void read(const GroupPaths& group, std::span<const double> weights);

  std::size_t groups() const { return (paths_ + group_size_ - 1) / group_size_; }
  // Week 1, and all weeks where there are more.
  std::size_t windows() const { return funds_ == nullptr ? 0 : weeks_ > 1 ? 2 : 1; }
  // Every side and week, nothing known yet.
  std::vector<BreadthLaw> breadth() const;
  void add_breadth(std::size_t side, std::size_t week, std::span<const double> weights, BreadthSums& sums) const;
  std::vector<RotationPair> rotation_pairs() const;
  Rotation rotation_of(const RotationPair& pair) const;
  // sums: by theta group held.
  void rotation_sums(std::size_t window, const RotationPair& pair, std::span<const double> weights,
                     std::span<double> sums) const;
  std::size_t shares() const { return shares_.size(); }
  MarketShare share_of(std::size_t column) const;  // nothing known yet but where it was
  std::span<const float> share_values(std::size_t column) const { return {share_samples_ + column * stride_, paths_}; }
  std::span<const double> share_sums(std::size_t column) const {
    return std::span(share_sums_).subspan(column * group_stride_, groups());
  }

  // realised: share of a member at the end of a week, in percent, where it is published.
  using RealisedShare = std::function<std::optional<double>(std::size_t member, int week)>;
  // Of the paths held. weights: empty where all weigh the same; group_weights: their sums over theta groups.
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

  void count_inflows(const GroupPaths& group);
  void mark_signs(const GroupPaths& group);
  void take_shares(const GroupPaths& group, std::span<const double> weights);
  Bits* signs(std::size_t window, std::size_t member, Sign sign) {
    return signs_.data() + ((window * named_.size() + member) * kSigns + sign) * group_stride_;
  }
  const Bits* signs(std::size_t window, std::size_t member, Sign sign) const {
    return signs_.data() + ((window * named_.size() + member) * kSigns + sign) * group_stride_;
  }
  std::vector<Rotation> rotations(std::size_t window, std::span<const double> weights,
                                  std::span<const double> group_weights, const Executor& executor) const;

  const FundPosterior* funds_ = nullptr;
  std::size_t weeks_ = 0, paths_ = 0, group_size_ = 1;
  std::size_t stride_ = 0, group_stride_ = 0;  // paths and groups from one row to the next
  std::uint64_t first_path_ = 0;
  std::vector<Side> sides_;
  std::vector<std::size_t> named_;    // members of all sides
  std::vector<std::uint8_t> counts_;  // [side][week][path]
  std::vector<Bits> signs_;           // [window][named member][sign][group]
  std::vector<ShareColumn> shares_;
  float* share_samples_ = nullptr;  // [share][path]
  std::vector<double> share_sums_;  // [share][group]
};

}  // namespace ebbtide
