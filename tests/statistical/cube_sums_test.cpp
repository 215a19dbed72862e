// Every shipped scenario, every entry of its sweeps, path by path: cells add to assets, regions, issuers and the total.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdio>

#include "app/scenario_batch.h"
#include "model/cube.h"
#include "simulation/block_simulator.h"
#include "support/scenarios.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 512;
constexpr double kTolerance = 1e-9;  // of AUM

struct Sums {
  double worst = 0.0;   // difference between a sum and what it should be, share of the total's opening AUM
  double lowest = 0.0;  // AUM, million USD
  std::uint64_t clipped = 0, member_weeks = 0;
};

// Differences of flow, market effect and AUM between each member and its cells, and between each dimension and the
// total.
void compare(const FundPosterior& funds, const std::vector<std::vector<std::size_t>>& member_cells,
             const GroupPaths& group, std::size_t lane, std::size_t week, Sums& sums) {
  const double whole = group.funds.total.at(week, FundPaths::kOpening)[lane];
  const auto cell_column = [&](std::size_t c) { return funds.members.size() + c; };
  const std::array<std::pair<const LaneGrid*, FundPaths::Total>, 3> parts = {{{&group.funds.flow, FundPaths::kFlow},
                                                                              {&group.funds.market, FundPaths::kMarket},
                                                                              {&group.funds.aum, FundPaths::kAum}}};
  for (const auto& [grid, total] : parts) {
    std::array<double, 3> by_dimension{};
    for (std::size_t m = 0; m < funds.members.size(); ++m) {
      const MemberPosterior& member = funds.members[m];
      const double own = grid->at(week, m)[lane];
      by_dimension[static_cast<std::size_t>(member.dimension)] += own;
      double of_cells = 0.0;
      for (const std::size_t c : member_cells[m]) of_cells += grid->at(week, cell_column(c))[lane];
      sums.worst = std::max(sums.worst, std::abs(of_cells - own) / whole);
    }
    for (const double sum : by_dimension)
      sums.worst = std::max(sums.worst, std::abs(sum - group.funds.total.at(week, total)[lane]) / whole);
  }
  for (std::size_t i = 0; i < funds.members.size() + funds.cube->cells.size(); ++i)
    sums.lowest = std::min(sums.lowest, group.funds.aum.at(week, i)[lane]);
}

TEST(CubeSums, HoldOnEveryPathOfEveryShippedScenario) {
  ScenarioInput input;
  input.files = testing::yaml_files(std::string(EBBTIDE_SOURCE_DIR) + "/scenarios");
  input.data_folder = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
  input.overrides = {{"paths", std::to_string(kPaths)}};
  ScenarioBatch batch(input);
  const std::vector<PreparedScenario> prepared = batch.bind(BindFor::simulation, Executor(2));
  ASSERT_GE(prepared.size(), 20U);
  for (const PreparedScenario& scenario : prepared) {
    const FundPosterior& funds = *scenario.model.calibration->funds;
    ASSERT_TRUE(funds.cube) << scenario.scenario.name;
    const BlockSimulator simulator(scenario.model, scenario.scenario.seed, kPaths);
    std::vector<std::vector<std::size_t>> member_cells;
    for (const MemberPosterior& member : funds.members)
      member_cells.push_back(cells_of(funds, margin_key(member.dimension, member.name)));
    Sums sums;
    const auto weeks = static_cast<std::size_t>(scenario.model.horizon_weeks);
    for (std::size_t block = 0; block < simulator.block_count(); ++block) {
      simulator.simulate(block, [&](const GroupPaths& group) {
        sums.clipped += group.funds.clipped;
        for (std::size_t lane = 0; lane < group.lanes; ++lane) {
          // A path that no condition lets live may redeem more than there is.
          if (std::isinf(group.log_weight[lane])) continue;
          for (std::size_t week = 0; week < weeks; ++week) compare(funds, member_cells, group, lane, week, sums);
        }
      });
    }
    sums.member_weeks = kPaths * weeks * flow_equations(funds);
    const double clip_rate = static_cast<double>(sums.clipped) / static_cast<double>(sums.member_weeks);
    std::printf("%-34s worst %.1e of AUM, clip rate %.4f %%\n", scenario.scenario.name.c_str(), sums.worst,
                100.0 * clip_rate);
    EXPECT_LT(sums.worst, kTolerance) << scenario.scenario.name;
    EXPECT_GE(sums.lowest, 0.0) << scenario.scenario.name;
    EXPECT_LT(clip_rate, 1e-3) << scenario.scenario.name;
  }
}

}  // namespace
}  // namespace ebbtide
