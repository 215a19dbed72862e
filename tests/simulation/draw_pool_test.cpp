#include "simulation/draw_pool.h"

#include <gtest/gtest.h>

#include "core/contract.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 2'000;

class DrawPoolTest : public testing::Test {
 protected:
  Model model_ = fixture::model_of(fixture::var_of_f2(), 4);
  Model conditioned_ = [this] {
    Model model = model_;
    model.constraints.push_back(fixture::pin(0, 0, 1.0));
    return model;
  }();
  Model other_ = fixture::model_of(fixture::var_of_f2(), 5);
  // Two draw the same, with another between them and a third of another seed.
  std::vector<DrawKey> requests_ = {DrawKey::of(model_, 1, kPaths), DrawKey::of(other_, 1, kPaths),
                                    DrawKey::of(conditioned_, 1, kPaths), DrawKey::of(model_, 2, kPaths)};
};

TEST_F(DrawPoolTest, HandsTheSameDrawsToSimulationsThatShareThem) {
  DrawPool pool(requests_);
  const CommonDraws* first = pool.draws_of(0);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->key(), requests_[0]);
  pool.done(0);
  EXPECT_EQ(pool.draws_of(1), nullptr) << "nobody else draws these";
  pool.done(1);
  EXPECT_EQ(pool.draws_of(2), first);
  pool.done(2);
  EXPECT_EQ(pool.draws_of(3), nullptr);
}

TEST_F(DrawPoolTest, DoesNotKeepDrawsForTheLastThatIsLeft) {
  DrawPool pool(requests_);
  pool.done(0);
  EXPECT_EQ(pool.draws_of(2), nullptr);
}

TEST_F(DrawPoolTest, KeepsWithinItsMemoryAndGivesItBack) {
  const std::size_t one = CommonDraws::bytes(requests_[0]);
  requests_ = {DrawKey::of(model_, 1, kPaths), DrawKey::of(model_, 2, kPaths), DrawKey::of(conditioned_, 1, kPaths),
               DrawKey::of(conditioned_, 2, kPaths)};
  DrawPool pool(requests_, one);
  EXPECT_NE(pool.draws_of(0), nullptr);
  EXPECT_EQ(pool.draws_of(1), nullptr) << "no room beside the first";
  pool.done(0);
  EXPECT_NE(pool.draws_of(2), nullptr);
  pool.done(2);
  EXPECT_NE(pool.draws_of(1), nullptr);
  EXPECT_THROW(pool.done(0), InternalError);
}

}  // namespace
}  // namespace ebbtide
