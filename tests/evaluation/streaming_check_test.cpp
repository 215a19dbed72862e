#include "evaluation/streaming_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/findings.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found(const Model& model, const Scenario& scenario, bool exact_quantiles) {
  Findings findings;
  check_streaming(model, scenario, exact_quantiles, findings);
  return short_findings(findings);
}

TEST(StreamingCheck, RefusesViewsOfMorePathsThanAreHeld) {
  Scenario scenario;
  scenario.paths = 100'000'000;
  const Model model = fixture::model_of(fixture::two_lag_market(), 8);
  EXPECT_EQ(statistics_mode(model, scenario), StatisticsMode::streaming);
  EXPECT_THAT(found(model, scenario, true), IsEmpty());
  View view;
  view.where = {"s.yaml", 9, 5};
  scenario.views = {view, view};
  EXPECT_THAT(found(model, scenario, false), ElementsAre("9:5 too-many-paths-for-views"));
  scenario.paths = (std::uint64_t{1} << 30) / 16;
  EXPECT_EQ(statistics_mode(model, scenario), StatisticsMode::exact);
  EXPECT_THAT(found(model, scenario, false), IsEmpty());
}

TEST(StreamingCheck, RefusesExactQuantilesOfWeightedPaths) {
  Scenario scenario;
  scenario.paths = 100'000'000;
  const Model bounded = fixture::model_of(fixture::two_lag_market(), 8, {fixture::between(1, 0, 0.0, 1.0)});
  EXPECT_THAT(found(bounded, scenario, false), IsEmpty());
  EXPECT_THAT(found(bounded, scenario, true), ElementsAre("0:0 too-many-weighted-paths"));
}

}  // namespace
}  // namespace ebbtide
