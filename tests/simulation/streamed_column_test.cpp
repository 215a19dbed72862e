#include "simulation/streamed_column.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"
#include "random/quantile_table.h"
#include "stats/grouped_share.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPaths = 30'005, kGroup = 16, kPilot = 2'048;

struct Paths {
  std::vector<float> values;
  std::vector<double> group_sums;
  Paths() : values(kPaths) {
    QuantileTable::normal().fill(3, 0, static_cast<int>(kPaths), 1, Purpose::market_shock, 1, values.data(), {kPaths});
    for (std::size_t first = 0; first < kPaths; first += kGroup) {
      group_sums.push_back(0.0);
      for (std::size_t i = first; i < std::min(kPaths, first + kGroup); ++i)
        group_sums.back() += static_cast<double>(values[i]);
    }
  }
};

std::span<const float> pilot_of(const Paths& paths) {
  return std::span(paths.values).first(kPilot);
}

TEST(StreamedColumn, CountsWhatLiesBelowTheRealisedValue) {
  Paths paths;
  paths.values[5'000] = 0.25f;
  StreamedColumn column(Pilot(pilot_of(paths)), {0.25, {}});
  std::vector<std::uint32_t> counts(kPilotBins);
  ColumnScratch scratch;
  column.add(paths.values, paths.group_sums, kGroup, counts, scratch);
  GroupTotals groups;
  groups.weight = kPaths;
  EXPECT_NEAR(column.share_below(groups), fraction_below(paths.values, 0.25), 1e-15);
  EXPECT_EQ(column.realised(), 0.25);
}

// Of values of weight zero nothing is known; pieces of any size give what all values together do.
TEST(StreamedColumn, KnowsTheChanceOfRecords) {
  const Paths paths;
  const std::size_t groups = paths.group_sums.size();
  std::vector<double> weights(kPaths), group_weights(groups);
  for (std::size_t i = 0; i < kPaths; ++i) {
    weights[i] = i % 3 == 0 ? 0.0 : 1.0 + static_cast<double>(i % 5);
    group_weights[i / kGroup] += weights[i];
  }
  const std::vector<double> sizes = group_sizes(kPaths, kGroup);
  for (const bool weighted : {false, true}) {
    const std::span<const double> of_paths = weighted ? std::span<const double>(weights) : std::span<const double>();
    const std::span<const double> of_groups = weighted ? group_weights : sizes;
    StreamedColumn column(Pilot(pilot_of(paths), of_paths.first(weighted ? kPilot : 0)), {{}, FlowExtremes{-1.5, 2.0}});
    std::vector<std::uint32_t> counts(kPilotBins);
    std::vector<std::uint64_t> fixed_counts(kPilotBins);
    ColumnScratch scratch;
    GroupTotals totals;
    totals.groups = groups;
    for (const double weight : of_groups) {
      totals.weight += weight;
      totals.weight_squares += weight * weight;
    }
    constexpr std::size_t kPiece = 4'096;
    for (std::size_t first = 0; first < kPaths; first += kPiece) {
      const std::size_t size = std::min(kPiece, kPaths - first), piece_groups = (size + kGroup - 1) / kGroup;
      const auto values = std::span(paths.values).subspan(first, size);
      const auto sums = std::span(paths.group_sums).subspan(first / kGroup, piece_groups);
      if (weighted) {
        column.add(values, sums, kGroup,
                   {of_paths.subspan(first, size), of_groups.subspan(first / kGroup, piece_groups)}, fixed_counts,
                   scratch);
      } else {
        column.add(values, sums, kGroup, counts, scratch);
      }
    }
    const PathGroups all{of_paths, of_groups, kGroup};
    const auto record = column.record(totals);
    ASSERT_TRUE(record);
    const Estimate lowest = share_below(paths.values, -1.5, all), highest = share_above(paths.values, 2.0, all);
    EXPECT_NEAR(lowest.value, 0.0668, 0.01);
    EXPECT_NEAR(record->lowest.value, lowest.value, 1e-14);
    EXPECT_NEAR(record->highest.value, highest.value, 1e-14);
    EXPECT_NEAR(record->lowest.standard_error, lowest.standard_error, 1e-12);
    EXPECT_NEAR(record->highest.standard_error, highest.standard_error, 1e-12);
  }
  EXPECT_FALSE(StreamedColumn(Pilot(pilot_of(paths)), {}).record({}));
}

TEST(StreamedColumn, ASampleThatIsNotFiniteIsAnErrorWhereItsPathCounts) {
  Paths paths;
  paths.values[9'999] = std::numeric_limits<float>::infinity();
  std::vector<double> weights(kPaths, 1.0 / kPaths), group_weights(paths.group_sums.size(), kGroup * 1.0 / kPaths);
  std::vector<std::uint64_t> counts(kPilotBins);
  ColumnScratch scratch;
  StreamedColumn column(Pilot(pilot_of(paths), std::span(weights).first(kPilot)), {});
  EXPECT_THROW(column.add(paths.values, paths.group_sums, kGroup, {weights, group_weights}, counts, scratch),
               NumericalError);
  weights[9'999] = 0.0;
  StreamedColumn other(Pilot(pilot_of(paths), std::span(weights).first(kPilot)), {});
  EXPECT_NO_THROW(other.add(paths.values, paths.group_sums, kGroup, {weights, group_weights}, counts, scratch));
  std::vector<std::uint32_t> plain(kPilotBins);
  StreamedColumn unweighted(Pilot(pilot_of(paths)), {});
  EXPECT_THROW(unweighted.add(paths.values, paths.group_sums, kGroup, plain, scratch), NumericalError);
}

}  // namespace
}  // namespace ebbtide
