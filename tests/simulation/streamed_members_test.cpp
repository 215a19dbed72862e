#include "simulation/streamed_members.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 3'005;  // the last theta group is short
constexpr std::size_t kPiece = 1'024;

Model model_of_universe(const std::string& universe) {
  Model model;
  model.calibration = fixture::shipped_calibration(universe);
  model.horizon_weeks = 2;
  return model;
}

void expect_near(const Estimate& streamed, const Estimate& exact) {
  EXPECT_NEAR(streamed.value, exact.value, 1e-12);
  EXPECT_NEAR(streamed.standard_error, exact.standard_error, 1e-9);
}

class StreamedMembersOf : public testing::TestWithParam<bool> {};

// Pieces one after the other against all paths at once.
TEST_P(StreamedMembersOf, PathsInPiecesAreThoseOfAllTogether) {
  const Model model = model_of_universe("us-spot-etf");
  const Executor executor(2);
  const BlockSimulator simulator(model, 4, kPaths);
  const std::size_t size = simulator.group_size();
  std::vector<double> weights;
  for (std::uint64_t path = 0; GetParam() && path < kPaths; ++path)
    weights.push_back(path % 7 == 0 ? 0.0 : 1.0 + static_cast<double>(path % 5));
  const std::vector<double> of_groups = GetParam() ? group_weights(weights, size) : group_sizes(kPaths, size);
  GroupTotals totals;
  totals.groups = of_groups.size();
  for (const double weight : of_groups) {
    totals.weight += weight;
    totals.weight_squares += weight * weight;
  }

  MemberReadings all(model, kPaths, size), piece(model, kPiece, size);
  std::vector<float> all_shares(all.share_samples()), piece_shares(piece.share_samples());
  all.keep_shares_in(all_shares.data());
  piece.keep_shares_in(piece_shares.data());
  StreamedMembers streamed(piece);
  for (std::size_t first = 0; first < kPaths; first += kPiece) {
    const std::size_t paths = std::min<std::size_t>(kPiece, kPaths - first), groups = (paths + size - 1) / size;
    const std::span<const double> of_paths = std::span(weights).subspan(GetParam() ? first : 0, GetParam() ? paths : 0);
    piece.begin(first, paths);
    for (std::size_t block = first / kBlockPaths; block * kBlockPaths < first + paths; ++block) {
      simulator.simulate(block, [&](const GroupPaths& group) {
        all.read(group, weights);
        piece.read(group, of_paths);
      });
    }
    streamed.add({of_paths, std::span(of_groups).subspan(first / size, groups)}, executor);
    for (std::size_t share = 0; share < all.shares(); ++share) {
      const auto expected = all.share_values(share).subspan(first, paths), got = piece.share_values(share);
      ASSERT_TRUE(std::equal(got.begin(), got.end(), expected.begin(), expected.end()));
      const auto sums = all.share_sums(share).subspan(first / size, groups), got_sums = piece.share_sums(share);
      ASSERT_TRUE(std::equal(got_sums.begin(), got_sums.end(), sums.begin(), sums.end()));
    }
  }

  const MemberStatistics exact = all.summarise(weights, of_groups, {}, executor), got = streamed.statistics(totals);
  ASSERT_EQ(got.breadth.size(), exact.breadth.size());
  ASSERT_FALSE(exact.breadth.empty());
  for (std::size_t side = 0; side < exact.breadth.size(); ++side) {
    EXPECT_EQ(got.breadth[side].members, exact.breadth[side].members);
    for (std::size_t week = 0; week < exact.breadth[side].weeks.size(); ++week) {
      const BreadthWeek &a = got.breadth[side].weeks[week], &b = exact.breadth[side].weeks[week];
      EXPECT_EQ(a.probability, b.probability);
      expect_near(a.mean, b.mean);
      expect_near(a.none, b.none);
      expect_near(a.most, b.most);
      expect_near(a.all, b.all);
    }
  }
  ASSERT_EQ(got.first_week.size(), exact.first_week.size());
  ASSERT_EQ(got.whole_horizon.size(), exact.whole_horizon.size());
  double apart = 0.0;
  for (std::size_t i = 0; i < exact.first_week.size(); ++i) {
    EXPECT_EQ(got.first_week[i].loses, exact.first_week[i].loses);
    EXPECT_EQ(got.first_week[i].gains, exact.first_week[i].gains);
    expect_near(got.first_week[i].probability, exact.first_week[i].probability);
    expect_near(got.whole_horizon[i].probability, exact.whole_horizon[i].probability);
    apart = std::max(apart, std::abs(exact.first_week[i].probability.value - exact.whole_horizon[i].probability.value));
  }
  EXPECT_GT(apart, 0.01);  // the two windows are not the same question
}

INSTANTIATE_TEST_SUITE_P(Weights, StreamedMembersOf, testing::Bool(),
                         [](const auto& instance) { return instance.param ? "Weighted" : "Alike"; });

TEST(StreamedMembers, AMarketWithoutFundsHasNone) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 2);
  MemberReadings readings(model, 32, 16);
  StreamedMembers streamed(readings);
  const std::vector<double> sizes = group_sizes(32, 16);
  streamed.add({{}, sizes}, Executor(1));
  const MemberStatistics statistics = streamed.statistics({});
  EXPECT_TRUE(statistics.breadth.empty());
  EXPECT_TRUE(statistics.first_week.empty());
}

}  // namespace
}  // namespace ebbtide
