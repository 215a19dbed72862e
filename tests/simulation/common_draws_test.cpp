#include "simulation/common_draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "simulation/week_word.h"
#include "support/fund_fixture.h"
#include "support/market_fixture.h"

namespace {

std::atomic<std::size_t> largest_request{0};  // of memory, in bytes

}  // namespace

// Not inlined: g++ 12 takes a pair of which it sees one half for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (size > largest_request) largest_request = size;
  void* memory = std::malloc(std::max<std::size_t>(size, 1));
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace ebbtide {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr std::uint64_t kPaths = 1'000;

Model model_of_funds(int horizon = 3) {
  return fixture::model_of(fixture::two_funds(), horizon);
}

void expect_same(const BlockDraws& a, const BlockDraws& b) {
  EXPECT_EQ(a.market.values, b.market.values);
  EXPECT_EQ(a.flow.values, b.flow.values);
  for (std::size_t dimension = 0; dimension < 3; ++dimension)
    EXPECT_EQ(a.members[dimension].values, b.members[dimension].values);
  ASSERT_EQ(a.market_thetas.size(), b.market_thetas.size());
  for (std::size_t i = 0; i < a.market_thetas.size(); ++i) {
    EXPECT_EQ(a.market_thetas[i].constant, b.market_thetas[i].constant);
    EXPECT_EQ(a.market_thetas[i].impact, b.market_thetas[i].impact);
  }
  ASSERT_EQ(a.fund_thetas.size(), b.fund_thetas.size());
  for (std::size_t i = 0; i < a.fund_thetas.size(); ++i) {
    EXPECT_EQ(a.fund_thetas[i].flow.coefficients, b.fund_thetas[i].flow.coefficients);
    EXPECT_EQ(a.fund_thetas[i].opening_members, b.fund_thetas[i].opening_members);
  }
}

TEST(CommonDraws, AreTheWordsOfTheirPlaces) {
  const Model model = model_of_funds();
  CommonDraws common(DrawKey::of(model, kSeed, kPaths));
  BlockDraws scratch;
  const BlockDraws& draws = common.block(2, scratch);
  const QuantileTable normal = QuantileTable::normal();
  const std::size_t group_size = theta_group_size(kPaths), groups = kBlockPaths / group_size;
  constexpr std::size_t kPath = 37;
  const std::size_t group = kPath / group_size, lane = kPath % group_size;
  for (int week = 0; week < 3; ++week) {
    const DrawPlace place{2 * kBlockPaths + kPath, week_word(week, model.lead_weeks), Purpose::flow_shock, 0};
    EXPECT_EQ(draws.flow.of(group)[static_cast<std::size_t>(week) * kLanes + lane], normal.draw(kSeed, place));
  }
  ASSERT_EQ(draws.fund_thetas.size(), groups);
  const FundSampler sampler(*model.calibration->funds);
  EXPECT_EQ(draws.fund_thetas[5].flow.coefficients, sampler.draw(kSeed, 2 * groups + 5).flow.coefficients);
}

TEST(CommonDraws, AreTheSameWhetherTheyAreKeptOrNot) {
  const Model model = model_of_funds();
  const DrawKey key = DrawKey::of(model, kSeed, kPaths);
  CommonDraws fresh(key), kept(key, Keeping::always);
  BlockDraws scratch, unused;
  for (std::size_t block = 0; block < 4; ++block) {
    expect_same(kept.block(block, unused), fresh.block(block, scratch));
    EXPECT_EQ(&kept.block(block, unused), &kept.block(block, scratch)) << "drawn once";
  }
  EXPECT_TRUE(unused.market.values.empty());
  // The last block is short: groups only of paths there are.
  EXPECT_EQ(fresh.block(3, scratch).market_thetas.size(), (kPaths - 3 * kBlockPaths) / theta_group_size(kPaths));
}

TEST(DrawKey, IsTheSameForSimulationsThatDrawTheSame) {
  const Model model = model_of_funds();
  const DrawKey key = DrawKey::of(model, kSeed, kPaths);
  Model conditioned = model;
  conditioned.constraints.push_back(fixture::pin(0, 0, 1.0));
  EXPECT_EQ(DrawKey::of(conditioned, kSeed, kPaths), key);
  EXPECT_NE(DrawKey::of(model, kSeed + 1, kPaths), key);
  EXPECT_NE(DrawKey::of(model, kSeed, kPaths + 1), key);
  EXPECT_NE(DrawKey::of(model_of_funds(4), kSeed, kPaths), key);
  Model later = model;
  later.lead_weeks = 1;
  EXPECT_NE(DrawKey::of(later, kSeed, kPaths), key);
  // Another calibration draws other parameters, be it equal.
  EXPECT_NE(DrawKey::of(model_of_funds(), kSeed, kPaths), key);
}

TEST(CommonDraws, KnowRoughlyWhatTheyWeigh) {
  const Model model = model_of_funds();
  const DrawKey key = DrawKey::of(model, kSeed, 20'000);
  CommonDraws common(key);
  BlockDraws scratch;
  const BlockDraws& draws = common.block(0, scratch);
  std::size_t floats = draws.market.values.size() + draws.flow.values.size();
  for (const GroupedNoise& members : draws.members) floats += members.values.size();
  const std::size_t blocks = (20'000 + kBlockPaths - 1) / kBlockPaths, bytes = CommonDraws::bytes(key);
  EXPECT_GE(bytes, blocks * floats * sizeof(float));
  EXPECT_LT(bytes, 2 * blocks * floats * sizeof(float));
}

// Noise is the bulk of a block: one week of one slot would be this much. What parameters ask for is less.
TEST(CommonDraws, AskForNoMemoryForNoiseOnceABlockWasDrawn) {
  const Model model = model_of_funds();
  CommonDraws common(DrawKey::of(model, kSeed, kPaths));
  BlockDraws scratch;
  common.block(0, scratch);
  largest_request = 0;
  common.block(1, scratch);
  EXPECT_LT(largest_request, kNoiseStride * sizeof(float));
  BlockDraws fresh;
  common.block(1, fresh);
  EXPECT_GE(largest_request, kNoiseStride * sizeof(float));
}

}  // namespace
}  // namespace ebbtide
