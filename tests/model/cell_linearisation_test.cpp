#include "model/cell_linearisation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/cube_fixture.h"

namespace ebbtide {
namespace {

// Three inputs: the flows of Bitcoin and Ether in the first week, and a pin's residual.
constexpr Eigen::Index kInputs = 3;

Linear given(double value, Eigen::Index input) {
  Linear result{value, Vector::Zero(kInputs)};
  if (input >= 0) result.slope(input) = 1.0;
  return result;
}

FundTheta theta_of(const FundPosterior& funds) {
  FundTheta theta;
  for (const CellPosterior& cell : funds.cube->cells) {
    theta.cells.push_back({cell.posterior.mean, std::sqrt(cell.posterior.residual_variance)});
    theta.opening_cells.push_back(0.4);
    theta.quiet.push_back(0.0);
  }
  return theta;
}

struct TwoWeeks {
  CellLinearisation::Parts issuer, region;
  CellLinearisation::Pinned pinned;
};

TwoWeeks run(double bitcoin, double ether, double noise) {
  const FundPosterior funds = fixture::small_cube({0.0, 0.1, 0.3});
  const FundTheta theta = theta_of(funds);
  CellLinearisation cells(funds, theta, kInputs, true);
  TwoWeeks result;
  std::vector<Linear> held = {given(7500.0, -1), given(1500.0, -1)};
  cells.open_week({given(bitcoin, 0), given(ether, 1)}, held);
  result.pinned = cells.pin(cells_of(funds, {"", "", "A"}), noise, 2, false, false, 0.0);
  const std::vector<Linear> returns = {given(-3.0, -1), given(5.0, -1)};
  cells.close_week(returns);
  held[0].value = 0.97 * 7500.0 + bitcoin;
  held[0].slope(0) = 1.0;
  held[1].value = 1.05 * 1500.0 + ether;
  held[1].slope(1) = 1.0;
  cells.open_week({given(25.0, -1), given(-8.0, -1)}, held);
  cells.close_week(returns);
  result.issuer = cells.sum(cells_of(funds, {"", "", "A"}));
  result.region = cells.sum(cells_of(funds, {"", "Germany", ""}));
  return result;
}

TEST(CellLinearisation, HasTheSlopesOfItsOwnPath) {
  const double step = 1e-3;
  const TwoWeeks at = run(40.0, -10.0, 0.7);
  const auto check = [&](Eigen::Index input, const TwoWeeks& above, const TwoWeeks& below) {
    for (const auto& part : {&TwoWeeks::issuer, &TwoWeeks::region}) {
      const double flow = ((above.*part).flow.value - (below.*part).flow.value) / (2.0 * step);
      const double aum = ((above.*part).aum.value - (below.*part).aum.value) / (2.0 * step);
      // The weights by which cells add to their assets are held, a matter of hundredths.
      EXPECT_NEAR((at.*part).flow.slope(input), flow, 0.02 * std::abs(flow) + 1e-3) << input;
      EXPECT_NEAR((at.*part).aum.slope(input), aum, 0.02 * std::abs(aum) + 1e-3) << input;
    }
  };
  check(0, run(40.0 + step, -10.0, 0.7), run(40.0 - step, -10.0, 0.7));
  check(1, run(40.0, -10.0 + step, 0.7), run(40.0, -10.0 - step, 0.7));
  check(2, run(40.0, -10.0, 0.7 + step), run(40.0, -10.0, 0.7 - step));
}

TEST(CellLinearisation, APinnedSumHasTheSpreadThatItsAssetsLeave) {
  const FundPosterior funds = fixture::small_cube();
  const FundTheta theta = theta_of(funds);
  CellLinearisation cells(funds, theta, kInputs, false);
  cells.open_week({given(40.0, 0), given(-10.0, 1)}, {given(7500.0, -1), given(1500.0, -1)});
  const auto pinned = cells.pin(cells_of(funds, {"", "", "A"}), 0.0, 2, false, false, 0.0);
  const auto variance = [&](std::size_t c) {
    const CellPosterior& cell = funds.cube->cells[c];
    return std::pow(0.01 * cell.opening_aum_musd, 2) * cell.posterior.residual_variance;
  };
  double expected = 0.0;
  for (const std::size_t first : {0U, 3U}) {
    const double own = variance(first), all = own + variance(first + 1) + variance(first + 2);
    expected += own * (1.0 - own / all);
  }
  EXPECT_NEAR(pinned.sd, std::sqrt(expected), 1e-9);
  EXPECT_NEAR(pinned.scale, 60.0, 1e-9);
}

TEST(CellLinearisation, CellsAddToTheirAssets) {
  const FundPosterior funds = fixture::small_cube({0.1, 0.1, 0.3});
  const FundTheta theta = theta_of(funds);
  CellLinearisation cells(funds, theta, kInputs, true);
  cells.open_week({given(40.0, 0), given(-10.0, 1)}, {given(7500.0, -1), given(1500.0, -1)});
  cells.pin({1}, 1.3, 2, true, false, -25.0);
  cells.close_week({given(0.0, -1), given(0.0, -1)});
  const auto bitcoin = cells.sum(cells_of(funds, {"Bitcoin", "", ""}));
  EXPECT_NEAR(bitcoin.flow.value, 40.0, 1e-9);
  EXPECT_NEAR(bitcoin.flow.slope(0), 1.0, 1e-9);
  EXPECT_NEAR(bitcoin.flow.slope(2), 0.0, 1e-9);
  EXPECT_NEAR(cells.sum({1}).flow.value, -25.0, 1e-9);
  EXPECT_NEAR(cells.sum(cells_of(funds, {"Ether", "", ""})).flow.value, -10.0, 1e-9);
}

}  // namespace
}  // namespace ebbtide
