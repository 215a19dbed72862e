#include "simulation/streamed_column.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"
#include "random/quantile_table.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPaths = 30'005, kGroup = 16, kPilot = 2'048;

struct Paths {
  std::vector<float> values;
  std::vector<double> group_sums;
  Paths() : values(kPaths) {
    QuantileTable::normal().fill(3, 0, static_cast<int>(kPaths), 1, Purpose::market_shock, 1, values.data(), kPaths);
    for (std::size_t first = 0; first < kPaths; first += kGroup) {
      group_sums.push_back(0.0);
      for (std::size_t i = first; i < std::min(kPaths, first + kGroup); ++i)
        group_sums.back() += static_cast<double>(values[i]);
    }
  }
};

TEST(StreamedColumn, CountsWhatLiesBelowTheRealisedValue) {
  Paths paths;
  paths.values[5'000] = 0.25f;
  const std::span<const float> pilot(paths.values.data(), kPilot);
  StreamedColumn column(pilot, {}, 0.25);
  std::vector<std::uint32_t> counts(kPilotBins);
  ColumnScratch scratch;
  column.add(paths.values, paths.group_sums, kGroup, counts, scratch);
  GroupTotals groups;
  groups.weight = kPaths;
  EXPECT_NEAR(column.share_below(groups), fraction_below(paths.values, 0.25), 1e-15);
  EXPECT_EQ(column.realised(), 0.25);
}

TEST(StreamedColumn, ASampleThatIsNotFiniteIsAnErrorWhereItsPathCounts) {
  Paths paths;
  paths.values[9'999] = std::numeric_limits<float>::infinity();
  std::vector<double> weights(kPaths, 1.0 / kPaths), group_weights(paths.group_sums.size(), kGroup * 1.0 / kPaths);
  std::vector<std::uint64_t> counts(kPilotBins);
  ColumnScratch scratch;
  const std::span<const float> pilot(paths.values.data(), kPilot);
  StreamedColumn column(pilot, std::span(weights).first(kPilot), {});
  EXPECT_THROW(column.add(paths.values, paths.group_sums, kGroup, {weights, group_weights}, counts, scratch),
               NumericalError);
  weights[9'999] = 0.0;
  StreamedColumn other(pilot, std::span(weights).first(kPilot), {});
  EXPECT_NO_THROW(other.add(paths.values, paths.group_sums, kGroup, {weights, group_weights}, counts, scratch));
  std::vector<std::uint32_t> plain(kPilotBins);
  StreamedColumn unweighted(pilot, {}, {});
  EXPECT_THROW(unweighted.add(paths.values, paths.group_sums, kGroup, plain, scratch), NumericalError);
}

}  // namespace
}  // namespace ebbtide
