#include "stats/view_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "core/contract.h"
#include "stats/entropy_tilt.h"
#include "stats/weighted_order.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

EntropyTilt tilted(std::size_t paths, const std::vector<IndicatorView>& views) {
  std::vector<MomentBound> bounds;
  for (const IndicatorView& view : views) bounds.push_back(view.bound());
  TiltResult result = entropy_tilt(PathWeights::equal(paths), bounds);
  EXPECT_TRUE(std::holds_alternative<EntropyTilt>(result));
  return std::move(std::get<EntropyTilt>(result));
}

double quantile(const std::vector<float>& values, const PathWeights& weights, double p) {
  WeightedOrder order;
  order.assign(values, std::vector<double>(weights.values().begin(), weights.values().end()));
  return order.quantile(p);
}

TEST(IndicatorColumn, KnowsItsFourRegions) {
  const std::vector<float> values = {1, 2, 3};
  EXPECT_THAT(indicator_column(values, Region::below, 2.0), ElementsAre(1, 0, 0));
  EXPECT_THAT(indicator_column(values, Region::at_or_below, 2.0), ElementsAre(1, 1, 0));
  EXPECT_THAT(indicator_column(values, Region::above, 2.0), ElementsAre(0, 0, 1));
  EXPECT_THAT(indicator_column(values, Region::at_or_above, 2.0), ElementsAre(0, 1, 1));
}

TEST(QuantileViews, MoveAQuantileWhereTheyAreAsked) {
  fixture::TestDraws draws(1);
  std::vector<float> values(20000);
  for (float& value : values) value = static_cast<float>(draws.normal());
  for (const double p : {0.05, 0.5}) {
    for (const double at : {-1.2, -0.4}) {
      const EntropyTilt tilt = tilted(values.size(), quantile_views(values, p, at, at));
      // Neighbours lie about 1 / (n density) apart, density above 0.19 there; the window is an effective sample wide.
      EXPECT_NEAR(quantile(values, tilt.weights, p), at, 40.0 / (20000.0 * 0.19)) << p << ", " << at;
    }
  }
}

TEST(QuantileViews, BindOnlyOnTheSideAsked) {
  fixture::TestDraws draws(2);
  std::vector<float> values(5000);
  for (float& value : values) value = static_cast<float>(draws.normal());
  EXPECT_NEAR(tilted(5000, quantile_views(values, 0.5, -0.5, kInfinity)).relative_entropy, 0.0, 1e-13);
  EXPECT_NEAR(tilted(5000, quantile_views(values, 0.5, -kInfinity, 0.5)).relative_entropy, 0.0, 1e-13);
  const EntropyTilt raised = tilted(5000, quantile_views(values, 0.5, 0.5, kInfinity));
  EXPECT_GT(raised.relative_entropy, 0.05);
  EXPECT_NEAR(quantile(values, raised.weights, 0.5), 0.5, 0.02);
}

TEST(QuantileViews, CountAnAtomOnEitherSide) {
  // 40 % of the weight at zero: the median is pinned there without any change.
  const std::vector<float> values = {-2, -1, -1.5, 0, 0, 0, 0, 1, 2, 3};
  const std::vector<IndicatorView> views = quantile_views(values, 0.5, 0.0, 0.0);
  ASSERT_EQ(views.size(), 2u);
  EXPECT_NEAR(tilted(10, views).relative_entropy, 0.0, 1e-14);
  EXPECT_THROW(quantile_views(values, 0.0, 0.0, 0.0), InternalError);
  EXPECT_THROW(quantile_views(values, 0.5, 1.0, 0.0), InternalError);
}

}  // namespace
}  // namespace ebbtide
