#include "simulation/path_pieces.h"

#include <gtest/gtest.h>

#include <map>

#include "simulation/streaming.h"
#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

// Any piece holds the paths that a run of all of them has at that place.
TEST(PathPieces, HoldThePathsOfTheirPlace) {
  const Model model = fixture::model_of(fixture::two_lag_market(5.0), 3);
  SimulationOptions options;
  options.seed = 6;
  options.paths = 20'003;
  const Executor executor(2);
  const BlockSimulator simulator(model, options.seed, options.paths);
  const std::vector<SeriesResult> series = empty_results(model);
  const std::vector<ColumnPlace> columns = columns_of(series, 0, 2);
  SimulationMemory memory, other;
  const PathPieces::Source source{model, options, executor, simulator, nullptr, false};
  options.piece_paths = 1 << 15;
  PathPieces whole(source, series, columns, memory);
  const Piece all = whole.simulate(0, whole.most_paths());
  EXPECT_EQ(all.paths, 20'003u);
  EXPECT_EQ(all.groups, simulator.group_count());
  options.piece_paths = 2'304;
  PathPieces pieces(source, series, columns, other);
  EXPECT_EQ(pieces.most_paths(), 2'304u);
  for (std::uint64_t first = 0; first < options.paths; first += pieces.most_paths()) {
    const Piece piece = pieces.simulate(first, pieces.most_paths());
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto part = whole.samples(c, all).subspan(first, piece.paths);
      const auto samples = pieces.samples(c, piece);
      ASSERT_TRUE(std::equal(samples.begin(), samples.end(), part.begin(), part.end()));
      const auto sums = pieces.group_sums(c, piece);
      const auto expected = whole.group_sums(c, all).subspan(piece.first_group, piece.groups);
      ASSERT_TRUE(std::equal(sums.begin(), sums.end(), expected.begin(), expected.end()));
    }
    double paths = 0.0;
    for (const double weight : pieces.group_weights(piece)) paths += weight;
    EXPECT_EQ(paths, static_cast<double>(piece.paths));
    EXPECT_TRUE(pieces.weights(piece).empty());
  }
}

TEST(PathPieces, HoldWhatMembersTellWhereItIsWanted) {
  Model model;
  model.calibration = fixture::shipped_calibration("us-spot-etf");
  model.horizon_weeks = 2;
  SimulationOptions options;
  options.paths = 5'000;
  options.piece_paths = kPilotPaths;
  const Executor executor(2);
  const BlockSimulator simulator(model, 1, options.paths);
  const std::vector<SeriesResult> series = empty_results(model);
  const std::vector<ColumnPlace> columns = columns_of(series, 0, 2);
  SimulationMemory memory;
  PathPieces pieces({model, options, executor, simulator, nullptr, true}, series, columns, memory);
  const Piece piece = pieces.simulate(kPilotPaths, kPilotPaths);
  ASSERT_NE(pieces.members(), nullptr);
  ASSERT_EQ(pieces.columns(), columns.size() + pieces.members()->shares());
  // Shares of the members of a dimension add up.
  std::map<std::pair<Dimension, int>, double> sums, group_sums;
  for (std::size_t c = columns.size(); c < pieces.columns(); ++c) {
    const MarketShare share = pieces.members()->share_of(c - columns.size());
    const Dimension dimension = model.calibration->funds->members[share.member].dimension;
    sums[{dimension, share.week}] += static_cast<double>(pieces.samples(c, piece)[77]);
    group_sums[{dimension, share.week}] += pieces.group_sums(c, piece)[5];
  }
  EXPECT_EQ(sums.size(), 6u);
  for (const auto& [place, sum] : sums) EXPECT_NEAR(sum, 100.0, 1e-3);
  const auto group_size = static_cast<double>(simulator.group_size());
  for (const auto& [place, sum] : group_sums) EXPECT_NEAR(sum, 100.0 * group_size, 1e-6);
}

TEST(PathPieces, HoldThePilotHoweverLittleIsAskedFor) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 1);
  SimulationOptions options;
  options.paths = 100'000;
  options.piece_paths = 1;
  const Executor executor(2);
  const BlockSimulator simulator(model, 1, options.paths);
  const std::vector<SeriesResult> series = empty_results(model);
  const std::vector<ColumnPlace> columns = columns_of(series, 0, 1);
  SimulationMemory memory;
  EXPECT_EQ(PathPieces({model, options, executor, simulator, nullptr, false}, series, columns, memory).most_paths(),
            kPilotPaths);
}

}  // namespace
}  // namespace ebbtide
