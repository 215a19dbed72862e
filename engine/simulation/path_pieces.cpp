#include "simulation/path_pieces.h"

#include <algorithm>

#include "core/contract.h"
#include "simulation/lane_store.h"
#include "simulation/streaming.h"

namespace ebbtide {
namespace {

constexpr std::size_t kBytesPerThread = std::size_t{24} << 20;

std::size_t piece_paths(const SimulationOptions& options, std::size_t threads, std::size_t path_bytes) {
  const std::size_t wanted = options.piece_paths > 0 ? options.piece_paths : threads * kBytesPerThread / path_bytes;
  return std::max(wanted / kBlockPaths * kBlockPaths, std::max(kPilotPaths, threads * kBlockPaths));
}

}  // namespace

PathPieces::PathPieces(const Source& source, const std::vector<SeriesResult>& series,
                       const std::vector<ColumnPlace>& columns, SimulationMemory& memory)
    : source_(source), series_(series), columns_(columns) {
  const std::size_t group_size = source.simulator.group_size();
  const std::size_t path_bytes = columns.size() * (sizeof(float) + sizeof(double) / kLanes) +
                                 (source.with_members ? MemberReadings(source.model, 0, group_size).path_bytes() : 0);
  most_paths_ = piece_paths(source.options, static_cast<std::size_t>(source.executor.threads()), path_bytes);
  stride_ = most_paths_ + kLanes;
  group_stride_ = stride_ / group_size;
  if (source.with_members) members_.emplace(source.model, stride_, group_size);
  samples_ = memory.samples(this->columns() * stride_);
  if (members_) members_->keep_shares_in(samples_ + columns.size() * stride_);
  group_sums_.resize(columns.size() * group_stride_);
  weights_.resize(source.weights != nullptr ? stride_ : 0);
  group_weights_.resize(group_stride_);
}

Piece PathPieces::simulate(std::uint64_t first_path, std::size_t count) {
  EBBTIDE_REQUIRE(count <= most_paths_ && first_path % kBlockPaths == 0);
  const std::size_t group_size = source_.simulator.group_size();
  Piece piece;
  piece.first_path = first_path;
  piece.first_group = first_path / group_size;
  piece.paths = static_cast<std::size_t>(std::min<std::uint64_t>(count, source_.options.paths - first_path));
  piece.groups = (piece.paths + group_size - 1) / group_size;
  clipped_ = 0;
  if (members_) members_->begin(first_path, piece.paths);
  const auto first_block = static_cast<std::size_t>(first_path / kBlockPaths);
  source_.executor.for_blocks((piece.paths + kBlockPaths - 1) / kBlockPaths,
                              [&](std::size_t block) {
                                std::uint64_t clipped = 0;
                                source_.simulator.simulate(first_block + block, [&](const GroupPaths& group) {
                                  store(group, piece);
                                  clipped += group.funds.clipped;
                                });
                                finish_stores();
                                clipped_ += clipped;
                              },
                              source_.options.stop);
  return piece;
}

void PathPieces::store(const GroupPaths& group, const Piece& piece) {
  const auto path = static_cast<std::size_t>(group.first_path - piece.first_path);
  const auto place = static_cast<std::size_t>(group.group - piece.first_group);
  const double* weights = nullptr;
  group_weights_[place] = static_cast<double>(group.lanes);
  if (source_.weights != nullptr) {
    const std::span<double> of_group(weights_.data() + path, group.lanes);
    source_.weights->weigh(group, of_group);
    weights = of_group.data();
    double sum = 0.0;
    for (const double weight : of_group) sum += weight;
    group_weights_[place] = sum;
  }
  float* samples = samples_ + path;
  double* group_sum = group_sums_.data() + place;
  Lanes scratch;
  for (const ColumnPlace& column : columns_) {
    const Lanes& values = advance_series(source_.model, series_[column.series].series, column.week, group, scratch);
    *group_sum = group.lanes == kLanes ? store_past_caches(values, weights, samples)
                                       : store_some_lanes(values, weights, group.lanes, samples);
    samples += stride_;
    group_sum += group_stride_;
  }
  if (members_) members_->read(group, weights_);
}

}  // namespace ebbtide
