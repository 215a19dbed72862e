#include "simulation/cell_kernel.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulation/fund_kernel.h"
#include "support/cube_fixture.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using fixture::TestDraws;

Lanes filled(double value) {
  Lanes lanes;
  lanes.fill(value);
  return lanes;
}

// A week of cells, by hand.
struct Week {
  explicit Week(const FundPosterior& posterior)
      : funds(posterior), theta(FundSampler(with_flow()).mean()), kernel(funds, {}), columns(fund_columns(funds)) {
    const std::size_t cells = funds.cube->cells.size();
    own.assign(cells * kLanes, 0.0F);
    quiet.assign(cells * kLanes, 0.0F);
    common.assign(funds.members.size() * kLanes, 0.0F);
    for (const MemberPosterior& member : funds.members) {
      if (member.dimension != Dimension::asset) continue;
      flow.push_back(filled(0.0));
      opening.push_back(filled(member.opening_aum_musd));
      returns.push_back(filled(0.0));
    }
    paths.flow = paths.market = paths.aum = LaneGrid(1, columns.size());
    paths.log_weight.fill(0.0);
  }

  FundPosterior with_flow() const {
    FundPosterior result = funds;
    result.flow.posterior = fixture::known_regression({0.0, 0.0, 0.0, 0.0, 0.0, 0.0}, 1.0);
    result.flow.opening = Vector::Zero(2);
    result.flow.opening_covariance = Matrix::Zero(2, 2);
    return result;
  }

  void draw(TestDraws& draws) {
    for (auto* noise : {&own, &common, &quiet}) {
      for (float& value : *noise) value = static_cast<float>(draws.normal());
    }
  }

  std::uint64_t run() {
    kernel.start(theta);
    CellWeekInputs inputs{flow.data(), opening.data(), returns.data(), {}, true};
    for (const FundPin& pin : pins) {
      inputs.pins.push_back({&columns[static_cast<std::size_t>(pin.member)].cells, &pin});
    }
    const std::uint64_t clipped =
        kernel.draw_flows(theta, {own.data(), common.data(), quiet.data()}, inputs, kLanes, 0, paths);
    kernel.close_week(returns.data(), 0, paths);
    return clipped;
  }

  double cell(std::size_t c, std::size_t lane = 0) const { return paths.flow.at(0, funds.members.size() + c)[lane]; }
  std::size_t column_of(const SeriesKey& key) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].key == key) return i;
    }
    return columns.size();
  }

  FundPosterior funds;
  FundTheta theta;
  CellKernel kernel;
  std::vector<FundColumn> columns;
  std::vector<float> own, common, quiet;
  std::vector<Lanes> flow, opening, returns;
  std::vector<FundPin> pins;
  FundPaths paths;
};

// The dense law of one lane: means, W and the gain of the formula of the header.
struct Dense {
  Vector mean;
  Vector drawn;
  Matrix covariance;
};

Dense dense_of(const Week& week, std::size_t lane) {
  const std::vector<CellPosterior>& cells = week.funds.cube->cells;
  const auto count = static_cast<Eigen::Index>(cells.size());
  Dense dense{Vector(count), Vector(count), Matrix::Zero(count, count)};
  double own_share = 1.0;
  for (const double share : week.funds.cube->common_shares) own_share -= share;
  Vector spread(count);
  for (Eigen::Index c = 0; c < count; ++c) {
    const CellPosterior& cell = cells[static_cast<std::size_t>(c)];
    const auto members = members_of(week.funds, cell);
    const Vector& b = cell.posterior.mean;
    const double x =
        b(0) + b(1) * cell.last_mean + b(2) * 100.0 * week.flow[members[0]][lane] / week.opening[members[0]][lane];
    dense.mean(c) = 0.01 * cell.opening_aum_musd * x;
    spread(c) = 0.01 * cell.opening_aum_musd * std::sqrt(cell.posterior.residual_variance);
    double shock = std::sqrt(own_share) * static_cast<double>(week.own[static_cast<std::size_t>(c) * kLanes + lane]);
    for (std::size_t d = 0; d < 3; ++d)
      shock +=
          std::sqrt(week.funds.cube->common_shares[d]) * static_cast<double>(week.common[members[d] * kLanes + lane]);
    dense.drawn(c) = dense.mean(c) + spread(c) * shock;
  }
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index j = 0; j < count; ++j) {
      double correlation = i == j ? own_share : 0.0;
      for (const Dimension dimension : kDimensions) {
        const auto d = static_cast<std::size_t>(dimension);
        if (cells[static_cast<std::size_t>(i)].key.part(dimension) ==
            cells[static_cast<std::size_t>(j)].key.part(dimension))
          correlation += week.funds.cube->common_shares[d];
      }
      dense.covariance(i, j) = correlation * spread(i) * spread(j);
    }
  }
  return dense;
}

Matrix rows_of(const Week& week, const std::vector<SeriesKey>& keys) {
  Matrix h =
      Matrix::Zero(static_cast<Eigen::Index>(keys.size()), static_cast<Eigen::Index>(week.funds.cube->cells.size()));
  for (std::size_t r = 0; r < keys.size(); ++r) {
    for (const std::size_t c : cells_of(week.funds, keys[r]))
      h(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = 1.0;
  }
  return h;
}

TEST(CellKernel, TwoLeavesGivenTheirTotalAreThoseOfMinT) {
  // Total and two leaves, forecasts 10, 4, 5 with variances 4, 1, 2: the reconciled total is 9.428571429 (methods,
  // F.3).
  FundPosterior funds;
  funds.cube.emplace();
  fixture::add_cell(funds, {"Bitcoin", "R", "A"}, 100.0, {4.0, 0.0, 0.0}, 1.0);
  fixture::add_cell(funds, {"Bitcoin", "R", "B"}, 100.0, {5.0, 0.0, 0.0}, std::sqrt(2.0));
  fixture::add_members(funds);
  Week week(funds);
  week.flow[0].fill(66.0 / 7.0);
  EXPECT_EQ(week.run(), 0U);
  EXPECT_NEAR(week.cell(0), 4.142857143, 1e-9);
  EXPECT_NEAR(week.cell(1), 5.285714286, 1e-9);
}

TEST(CellKernel, MovesDrawsAsTheDenseLawDoes) {
  Week week(fixture::small_cube({0.05, 0.1, 0.4}));
  TestDraws draws(1);
  week.draw(draws);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    week.flow[0][lane] = -40.0 + 5.0 * static_cast<double>(lane);
    week.flow[1][lane] = 12.0 - 2.0 * static_cast<double>(lane);
  }
  const Matrix h = rows_of(week, {{"Bitcoin", "", ""}, {"Ether", "", ""}});
  week.run();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const Dense dense = dense_of(week, lane);
    Vector given(2);
    given << week.flow[0][lane], week.flow[1][lane];
    const Vector flow = dense.drawn + dense.covariance * h.transpose() *
                                          (h * dense.covariance * h.transpose()).inverse() * (given - h * dense.drawn);
    for (Eigen::Index c = 0; c < flow.size(); ++c)
      EXPECT_NEAR(week.cell(static_cast<std::size_t>(c), lane), flow(c), 1e-6) << c;
  }
}

TEST(CellKernel, PinnedSumsAreMetAndWeighedByTheirDensity) {
  for (const bool percent : {false, true}) {
    Week week(fixture::small_cube({0.0, 0.1, 0.3}));
    TestDraws draws(2);
    week.draw(draws);
    for (Lanes& flow : week.flow) flow.fill(8.0);
    const std::vector<SeriesKey> pinned = {{"", "", "A"}, {"Bitcoin", "United States", "B"}};
    const std::vector<double> asked = {-30.0, 6.0}, held = {6000.0, 2000.0};
    for (std::size_t p = 0; p < 2; ++p) {
      FundPin pin;
      pin.member = static_cast<int>(week.column_of(pinned[p]));
      pin.percent = percent;
      pin.value.fill(percent ? 100.0 * asked[p] / held[p] : asked[p]);
      pin.proposed.fill(0.3);
      pin.proposed_sd = 2.0;
      week.pins.push_back(pin);
    }
    week.run();
    const Matrix h = rows_of(week, {{"Bitcoin", "", ""}, {"Ether", "", ""}, pinned[0], pinned[1]});
    const Dense dense = dense_of(week, 0);
    const Matrix s = h * dense.covariance * h.transpose();
    Vector given(4);
    given << 8.0, 8.0, asked[0], asked[1];
    const Vector flow = dense.drawn + dense.covariance * h.transpose() * s.inverse() * (given - h * dense.drawn);
    for (Eigen::Index c = 0; c < flow.size(); ++c) EXPECT_NEAR(week.cell(static_cast<std::size_t>(c)), flow(c), 1e-6);
    // The density of the pinned sums given the assets' flows, over that of the proposal.
    const Vector gap = given - h * dense.mean;
    const auto log_density = [&](Eigen::Index n) {
      const Matrix part = s.topLeftCorner(n, n);
      return -0.5 * gap.head(n).dot(part.inverse() * gap.head(n)) - 0.5 * std::log(part.determinant());
    };
    double expected = log_density(4) - log_density(2) + 2.0 * (0.5 * 0.3 * 0.3 + std::log(2.0));
    if (percent) expected += std::log(0.01 * held[0]) + std::log(0.01 * held[1]);
    EXPECT_NEAR(week.paths.log_weight[0], expected, 1e-6) << percent;
  }
}

TEST(CellKernel, SpreadGivenTheAssetsIsThatOfTheClosedForm) {
  Week week(fixture::small_cube({0.0, 0.0, 0.4}));
  week.flow[0].fill(20.0);
  week.flow[1].fill(-5.0);
  const Matrix h = rows_of(week, {{"Bitcoin", "", ""}, {"Ether", "", ""}});
  const Matrix w = dense_of(week, 0).covariance;
  const Matrix closed = w - w * h.transpose() * (h * w * h.transpose()).inverse() * h * w;
  Matrix sum = Matrix::Zero(6, 6);
  Vector mean = Vector::Zero(6);
  TestDraws draws(3);
  constexpr int kRuns = 4000;
  for (int run = 0; run < kRuns; ++run) {
    week.draw(draws);
    week.run();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      Vector flow(6);
      for (std::size_t c = 0; c < 6; ++c) flow(static_cast<Eigen::Index>(c)) = week.cell(c, lane);
      sum += flow * flow.transpose();
      mean += flow;
    }
  }
  const double n = kRuns * static_cast<double>(kLanes);
  mean /= n;
  const Matrix covariance = sum / n - mean * mean.transpose();
  // Five standard errors of a Gaussian covariance: one correct program in 80,000 fails one of 21 entries.
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j <= i; ++j) {
      const double error = std::sqrt((closed(i, i) * closed(j, j) + closed(i, j) * closed(i, j)) / n);
      EXPECT_NEAR(covariance(i, j), closed(i, j), 5.0 * error + 1e-9) << i << " " << j;
    }
  }
  // Planted: without conditioning the spread of the largest cell is another.
  EXPECT_GT(std::abs(w(0, 0) - closed(0, 0)), 5.0 * std::sqrt(2.0 * w(0, 0) * w(0, 0) / n));
}

TEST(CellKernel, QuietCellsAreExactlyZeroAsOftenAsTheyShould) {
  Week week(fixture::small_cube({0.0, 0.0, 0.2}));
  week.theta.quiet = {0.0, 0.5, 0.2, 0.0, 0.3, 0.7};
  for (Lanes& flow : week.flow) flow.fill(10.0);
  TestDraws draws(4);
  std::vector<double> zeros(6, 0.0);
  constexpr int kRuns = 2000;
  for (int run = 0; run < kRuns; ++run) {
    week.draw(draws);
    week.run();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double sum = 0.0;
      for (std::size_t c = 0; c < 6; ++c) zeros[c] += week.cell(c, lane) == 0.0 ? 1.0 : 0.0;
      for (std::size_t c = 0; c < 3; ++c) sum += week.cell(c, lane);
      ASSERT_NEAR(sum, 10.0, 1e-9);
    }
  }
  const double n = kRuns * static_cast<double>(kLanes);
  // Four and a half standard errors: one correct program in 20,000 fails one of six.
  for (std::size_t c = 0; c < 6; ++c) {
    const double p = week.theta.quiet[c];
    EXPECT_NEAR(zeros[c] / n, p, 4.5 * std::sqrt(p * (1.0 - p) / n)) << c;
  }
  // Where an asset's cells would all be quiet, its flow is still theirs.
  week.theta.quiet.assign(6, 0.999999);
  week.run();
  EXPECT_NEAR(week.cell(0) + week.cell(1) + week.cell(2), 10.0, 1e-9);
}

TEST(CellKernel, NoCellRedeemsMoreThanItHolds) {
  Week week(fixture::small_cube());
  week.theta.cells[2].sigma = 90.0;
  week.returns[0].fill(-0.2);
  week.flow[0].fill(-5900.0);  // of 6,000 that are left
  TestDraws draws(5);
  week.draw(draws);
  EXPECT_GT(week.run(), 0U);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    double sum = 0.0;
    for (std::size_t c = 0; c < 3; ++c) {
      const double held = 0.8 * week.funds.cube->cells[c].opening_aum_musd;
      EXPECT_GE(week.cell(c, lane), -held - 1e-9);
      EXPECT_GE(week.paths.aum.at(0, week.funds.members.size() + c)[lane], 0.0);
      sum += week.cell(c, lane);
    }
    EXPECT_NEAR(sum, -5900.0, 1e-6);
  }
}

// An asset of a single cell redeems everything while the cell's issuer is pinned: the cell ends at what it holds but
// for rounding, which is no reason to drop the path.
TEST(CellKernel, AnAssetOfOneCellMayRedeemEverythingBesideAPin) {
  FundPosterior funds = fixture::small_cube({0.0, 0.1, 0.2});
  fixture::add_cell(funds, {"Solana", "Germany", "C"}, 49.7, {0.1, 0.1, 0.3}, 1.3);
  fixture::add_members(funds);
  Week week(funds);
  TestDraws draws(8);
  week.draw(draws);
  week.flow[0].fill(-20.0);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    week.returns[2][lane] = 0.01 * draws.normal();
    week.flow[2][lane] = -week.opening[2][lane] * (1.0 + week.returns[2][lane]);
  }
  FundPin pin;
  pin.member = static_cast<int>(week.column_of(margin_key(Dimension::issuer, "C")));
  pin.value.fill(-60.0);
  pin.proposed_sd = 1.0;
  week.pins = {pin};
  week.run();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    EXPECT_TRUE(std::isfinite(week.paths.log_weight[lane])) << lane;
    EXPECT_NEAR(week.cell(6, lane), week.flow[2][lane], 1e-12);
    EXPECT_NEAR(week.cell(2, lane) + week.cell(5, lane) + week.cell(6, lane), -60.0, 1e-9);
    EXPECT_NEAR(week.cell(0, lane) + week.cell(1, lane) + week.cell(2, lane), -20.0, 1e-9);
    EXPECT_GE(week.paths.aum.at(0, week.funds.members.size() + 6)[lane], 0.0);
  }
}

TEST(CellKernel, MarginsAndPairsAreSumsOfCells) {
  Week week(fixture::small_cube({0.0, 0.1, 0.2}));
  TestDraws draws(6);
  week.draw(draws);
  week.returns[0].fill(0.05);
  week.run();
  for (std::size_t i = 0; i < week.columns.size(); ++i) {
    if (week.columns[i].cells.empty()) continue;
    double flow = 0.0, aum = 0.0;
    for (const std::size_t c : week.columns[i].cells) {
      flow += week.cell(c, 7);
      aum += week.paths.aum.at(0, week.funds.members.size() + c)[7];
    }
    EXPECT_NEAR(week.paths.flow.at(0, i)[7], flow, 1e-9);
    EXPECT_NEAR(week.paths.aum.at(0, i)[7], aum, 1e-9);
  }
}

// The order in which cells are declared moves nothing.
TEST(CellKernel, OrderOfCellsDoesNotMatter) {
  const FundPosterior funds = fixture::small_cube({0.0, 0.1, 0.3});
  FundPosterior turned = funds;
  std::swap(turned.cube->cells[0], turned.cube->cells[5]);
  std::swap(turned.cube->cells[1], turned.cube->cells[3]);
  Week one(funds), two(turned);
  TestDraws draws(7);
  one.draw(draws);
  two.common = one.common;
  const std::array<std::size_t, 6> place = {5, 3, 2, 1, 4, 0};
  for (std::size_t c = 0; c < 6; ++c) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) two.own[place[c] * kLanes + lane] = one.own[c * kLanes + lane];
  }
  for (Week* week : {&one, &two}) {
    week->flow[0].fill(30.0);
    week->flow[1].fill(-4.0);
    week->run();
  }
  for (std::size_t c = 0; c < 6; ++c) EXPECT_NEAR(one.cell(c), two.cell(place[c]), 1e-9);
}

}  // namespace
}  // namespace ebbtide
