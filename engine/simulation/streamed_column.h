// One column of a streamed simulation: what its values have been added up to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "simulation/simulate.h"
#include "stats/rank_search.h"
#include "stats/streamed_summary.h"

namespace ebbtide {

// Paths of a piece and their groups. weights: by path, group_weights: by group; both empty where paths weigh the same.
struct PieceWeights {
  std::span<const double> weights, group_weights;
};

// What values are compared with as they come, where it is known.
struct ColumnMarks {
  std::optional<double> realised;
  std::optional<FlowExtremes> extremes;
};

struct ColumnScratch {
  std::vector<std::uint16_t> bins;
  std::vector<double> beyond;
  KeptSamples kept;
  std::vector<WeightedSums> sums;
};

class StreamedColumn {
 public:
  // pilot: of the first values.
  StreamedColumn(const Pilot& pilot, const ColumnMarks& marks);

  // The next values, of whole groups but for the last of all; group_sums as in weighted_summary.h. counts: this
  // column's, by bin; paths that weigh the same count one each, others their fixed weight.
  void add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
           std::span<std::uint32_t> counts, ColumnScratch& scratch);
  void add(std::span<const float> samples, std::span<const double> group_sums, std::size_t group_size,
           const PieceWeights& weights, std::span<std::uint64_t> counts, ColumnScratch& scratch);

  // exact: quantiles found by a search, or null.
  ColumnSummary summary(const GroupTotals& groups, std::size_t group_size, std::span<const std::uint32_t> counts,
                        const QuantileValues* exact) const;
  ColumnSummary summary(const GroupTotals& groups, std::span<const std::uint64_t> counts) const;

  // Of the order statistics that the summary's quantiles lie between, of `paths` values that weigh the same.
  RankSearch search(std::uint64_t paths, std::span<const std::uint32_t> counts) const;

  const std::optional<double>& realised() const { return marks_.realised; }
  // Share of the weight below the realised value, ties counted half.
  double share_below(const GroupTotals& groups) const { return (below_ + 0.5 * equal_) / groups.weight; }
  std::optional<RecordChances> record(const GroupTotals& groups) const;

 private:
  void widen(ValueRange range);
  void compare(std::span<const float> samples, std::size_t group_size, const PieceWeights& weights,
               ColumnScratch& scratch);

  PilotBins bins_;
  GroupPass pass_;
  ColumnMoments moments_;  // where paths carry weights
  ValueRange range_;
  ColumnMarks marks_;
  double below_ = 0.0, equal_ = 0.0;  // weight of values below what came, and of those that are the same
  GroupMoment lowest_, highest_;      // of values beyond the extremes
};

// The quantiles of a finished search.
QuantileValues found_quantiles(const RankSearch& search, std::uint64_t paths);

}  // namespace ebbtide
