#include "simulation/series_slabs.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

TEST(SeriesSlabs, CutBetweenSeriesOnly) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 3, {fixture::pin(1, 0, 1.0)});
  const std::vector<SeriesResult> series = empty_results(model);  // two of three weeks, a condition of one
  EXPECT_EQ(column_count(series), 7u);
  using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;
  EXPECT_EQ(slab_ranges(series, 10, 70), (Ranges{{0, 3}}));
  EXPECT_EQ(slab_ranges(series, 10, 69), (Ranges{{0, 2}, {2, 3}}));
  EXPECT_EQ(slab_ranges(series, 10, 1), (Ranges{{0, 1}, {1, 2}, {2, 3}}));
  const std::vector<ColumnPlace> columns = columns_of(series, 1, 3);
  ASSERT_EQ(columns.size(), 4u);
  EXPECT_EQ(columns[2].series, 1u);
  EXPECT_EQ(columns[2].week, 2);
  EXPECT_EQ(columns[3].series, 2u);
}

TEST(SeriesSlabs, AnEventIsLookedForInItsOwnSlab) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 3);
  const std::vector<SeriesResult> series = empty_results(model);
  Event event;
  event.target = EventTarget::factor;
  event.variable = "y2";
  event.weeks = {2, 3};
  EXPECT_EQ(first_column(event, series, columns_of(series, 0, 2)), 4u);
  EXPECT_EQ(first_column(event, series, columns_of(series, 1, 2)), 1u);
  EXPECT_EQ(first_column(event, series, columns_of(series, 0, 1)), std::nullopt);
}

TEST(SeriesSlabs, AShareCameWhereBothItsPartsDid) {
  Model model;
  model.calibration = fixture::shipped_calibration("us-spot-etf");
  const auto is_whole = [](const Series& series) { return series.key.is_total(); };
  const RealisedLookup both = [&](const Series& series, int) {
    return std::optional(is_whole(series) ? 400.0 : 100.0);
  };
  EXPECT_EQ(realised_share(model, both, 0, 1), 25.0);
  const RealisedLookup part = [&](const Series& series, int) {
    return is_whole(series) ? std::nullopt : std::optional(100.0);
  };
  EXPECT_EQ(realised_share(model, part, 0, 1), std::nullopt);
  EXPECT_EQ(realised_share(model, {}, 0, 1), std::nullopt);
}

}  // namespace
}  // namespace ebbtide
