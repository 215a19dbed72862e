// Paths of a run held piece by piece: samples of some columns, their sums over theta groups, the paths' weights, and
// what members tell together. Market shares are columns behind the others.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "parallel/executor.h"
#include "simulation/member_readings.h"
#include "simulation/series_slabs.h"
#include "simulation/streamed_weights.h"

namespace ebbtide {

// Whole blocks of consecutive paths; the last piece of a run may be short.
struct Piece {
  std::uint64_t first_path = 0, first_group = 0;
  std::size_t paths = 0, groups = 0;
};

class PathPieces {
 public:
  struct Source {
    const Model& model;
    const SimulationOptions& options;
    const Executor& executor;
    const BlockSimulator& simulator;
    const StreamedWeights* weights;  // null where paths weigh the same
    bool with_members;
  };
  // Keeps references to all it is given.
  PathPieces(const Source& source, const std::vector<SeriesResult>& series, const std::vector<ColumnPlace>& columns,
             SimulationMemory& memory);

  // Paths from `first_path` on, at most `count` <= most_paths(), in place of those held before.
  Piece simulate(std::uint64_t first_path, std::size_t count);
  std::size_t columns() const { return columns_.size() + (members_ ? members_->shares() : 0); }
  // Null where the source is without them.
  const MemberReadings* members() const { return members_ ? &*members_ : nullptr; }
  std::size_t most_paths() const { return most_paths_; }
  // Of the piece held: member weeks at what the member owns.
  std::uint64_t clipped() const { return clipped_; }

  std::span<const float> samples(std::size_t column, const Piece& piece) const {
    return {samples_ + column * stride_, piece.paths};
  }
  std::span<const double> group_sums(std::size_t column, const Piece& piece) const {
    return column < columns_.size() ? std::span(group_sums_).subspan(column * group_stride_, piece.groups)
                                    : members_->share_sums(column - columns_.size());
  }
  // By path, and by theta group; without weights, nothing and the paths of the group.
  std::span<const double> weights(const Piece& piece) const {
    return std::span(weights_).first(weights_.empty() ? 0 : piece.paths);
  }
  std::span<const double> group_weights(const Piece& piece) const {
    return std::span(group_weights_).first(piece.groups);
  }

 private:
  void store(const GroupPaths& group, const Piece& piece);

  Source source_;
  const std::vector<SeriesResult>& series_;
  const std::vector<ColumnPlace>& columns_;
  // Paths and groups from one column to the next: a cache line more than the paths, since columns a power of two apart
  // would share the same few places of a cache.
  std::size_t most_paths_ = 0, stride_ = 0, group_stride_ = 0;
  std::optional<MemberReadings> members_;
  float* samples_ = nullptr;
  std::vector<double> group_sums_, weights_, group_weights_;
  std::atomic<std::uint64_t> clipped_{0};
};

}  // namespace ebbtide
