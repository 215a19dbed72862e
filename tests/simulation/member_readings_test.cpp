#include "simulation/member_readings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "calibration/calibrate.h"
#include "support/market_fixture.h"
#include "support/shipped_history.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 3'005;  // the last theta group is short
constexpr int kWeeks = 3;

Model shipped_model(const std::string& universe) {
  const Calibration calibration =
      calibrate(fixture::shipped_history(universe).as_of(*parse_date("2026-01-19")), CalibrationSettings{});
  Model model = fixture::model_of(calibration, kWeeks);
  model.lead_weeks = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
  return model;
}

// Flows and AUM of members and total, path by path.
struct Paths {
  std::vector<std::vector<std::vector<double>>> flow, aum;  // [week][member][path]; the total behind the members
  std::vector<double> weights, group_weights;
  MemberStatistics statistics;
};

Paths simulated(const Model& model, bool weighted, const Executor& executor) {
  const std::size_t members = model.calibration->funds->members.size();
  Paths result;
  const auto grid = [&] {
    return std::vector<std::vector<std::vector<double>>>(
        kWeeks, std::vector<std::vector<double>>(members + 1, std::vector<double>(kPaths)));
  };
  result.flow = result.aum = grid();
  const BlockSimulator simulator(model, 11, kPaths);
  if (weighted) {
    for (std::uint64_t path = 0; path < kPaths; ++path)
      result.weights.push_back(path % 7 == 0 ? 0.0 : 1.0 + static_cast<double>(path % 5));
    result.group_weights = group_weights(result.weights, simulator.group_size());
  } else {
    result.group_weights = group_sizes(kPaths, simulator.group_size());
  }
  MemberReadings readings(model, kPaths, simulator.group_size());
  std::vector<float> shares(readings.share_samples());
  readings.keep_shares_in(shares.data());
  executor.for_blocks(simulator.block_count(), [&](std::size_t block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      readings.read(group, result.weights);
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        const std::size_t path = group.first_path + lane;
        for (std::size_t week = 0; week < kWeeks; ++week) {
          for (std::size_t m = 0; m < members; ++m) {
            result.flow[week][m][path] = group.funds.flow.at(week, m)[lane];
            result.aum[week][m][path] = group.funds.aum.at(week, m)[lane];
          }
          result.flow[week][members][path] = group.funds.total.at(week, FundPaths::kFlow)[lane];
          result.aum[week][members][path] = group.funds.total.at(week, FundPaths::kAum)[lane];
        }
      }
    });
  });
  result.statistics = readings.summarise(result.weights, result.group_weights, {}, executor);
  return result;
}

// Weighted share of paths for which the question is answered with yes.
template <typename Question>
double share_of(const Paths& paths, Question question) {
  double yes = 0.0, all = 0.0;
  for (std::size_t path = 0; path < kPaths; ++path) {
    const double weight = paths.weights.empty() ? 1.0 : paths.weights[path];
    all += weight;
    if (question(path)) yes += weight;
  }
  return yes / all;
}

struct Case {
  const char* universe;
  bool weighted;
};

class EveryPath : public testing::TestWithParam<Case> {};

TEST_P(EveryPath, IsCountedOnceInBreadth) {
  const Model model = shipped_model(GetParam().universe);
  const Paths paths = simulated(model, GetParam().weighted, Executor(2));
  ASSERT_FALSE(paths.statistics.breadth.empty());
  for (const BreadthLaw& breadth : paths.statistics.breadth) {
    for (const std::size_t m : breadth.members) EXPECT_FALSE(model.calibration->funds->members[m].residual);
    for (std::size_t week = 0; week < kWeeks; ++week) {
      const auto inflows = [&](std::size_t path) {
        std::size_t count = 0;
        for (const std::size_t m : breadth.members) count += paths.flow[week][m][path] > 0.0 ? 1 : 0;
        return count;
      };
      const BreadthWeek& law = breadth.weeks[week];
      const std::size_t members = breadth.members.size();
      double mean = 0.0;
      for (std::size_t k = 0; k <= members; ++k) {
        const double exact = share_of(paths, [&](std::size_t path) { return inflows(path) == k; });
        EXPECT_NEAR(law.probability[k], exact, 1e-12);
        mean += static_cast<double>(k) * exact;
      }
      EXPECT_NEAR(law.mean.value, mean, 1e-9);
      EXPECT_NEAR(law.none.value, law.probability.front(), 1e-12);
      EXPECT_NEAR(law.all.value, law.probability.back(), 1e-12);
      EXPECT_NEAR(law.most.value, share_of(paths, [&](std::size_t path) { return 2 * inflows(path) > members; }),
                  1e-12);
      EXPECT_GT(law.mean.standard_error, 0.0);
    }
  }
}

TEST_P(EveryPath, IsCountedOnceInRotation) {
  const Model model = shipped_model(GetParam().universe);
  const Paths paths = simulated(model, GetParam().weighted, Executor(1));
  const std::size_t total = model.calibration->funds->members.size();
  for (const bool horizon : {false, true}) {
    const auto flow = [&](std::size_t member, std::size_t path) {
      double sum = 0.0;
      for (std::size_t week = 0; week < (horizon ? kWeeks : 1u); ++week) sum += paths.flow[week][member][path];
      return sum;
    };
    const std::vector<Rotation>& rotations = horizon ? paths.statistics.whole_horizon : paths.statistics.first_week;
    ASSERT_FALSE(rotations.empty());
    for (const Rotation& rotation : rotations) {
      const double exact = share_of(paths, [&](std::size_t path) {
        const double lost =
            rotation.loses ? flow(*rotation.loses, path) : flow(total, path) - flow(*rotation.gains, path);
        const double gained =
            rotation.gains ? flow(*rotation.gains, path) : flow(total, path) - flow(*rotation.loses, path);
        return lost < 0.0 && gained > 0.0;
      });
      ASSERT_NEAR(rotation.probability.value, exact, 1e-12);
    }
  }
}

TEST_P(EveryPath, GivesItsMarketShares) {
  const Model model = shipped_model(GetParam().universe);
  const Paths paths = simulated(model, GetParam().weighted, Executor(2));
  const std::size_t total = model.calibration->funds->members.size();
  std::array<double, 3> sums{};
  for (const MarketShare& share : paths.statistics.market_shares) {
    const auto week = static_cast<std::size_t>(share.week);
    double mean = 0.0, all = 0.0;
    for (std::size_t path = 0; path < kPaths; ++path) {
      const double weight = paths.weights.empty() ? 1.0 : paths.weights[path];
      mean += weight * 100.0 * paths.aum[week][share.member][path] / paths.aum[week][total][path];
      all += weight;
    }
    EXPECT_NEAR(share.summary.mean.value, mean / all, 1e-9);
    EXPECT_LE(share.summary.quantiles[1].value, share.summary.quantiles[7].value);
    const Dimension dimension = model.calibration->funds->members[share.member].dimension;
    if (share.week == 0) sums[static_cast<std::size_t>(dimension)] += share.summary.mean.value;
  }
  for (const double sum : sums) EXPECT_NEAR(sum, 100.0, 1e-6);  // every member of these universes has AUM
}

INSTANTIATE_TEST_SUITE_P(All, EveryPath,
                         testing::Values(Case{"global-etp", false}, Case{"global-etp", true},
                                         Case{"us-spot-etf", false}, Case{"us-spot-etf", true}),
                         [](const auto& instance) {
                           return std::string(instance.param.universe == std::string("global-etp") ? "GlobalEtp"
                                                                                                   : "UsSpotEtf") +
                                  (instance.param.weighted ? "Weighted" : "");
                         });

TEST(MemberReadings, AreTheSameForAnyNumberOfThreads) {
  const Model model = shipped_model("global-etp");
  const Paths one = simulated(model, true, Executor(1)), two = simulated(model, true, Executor(2));
  for (std::size_t i = 0; i < one.statistics.first_week.size(); ++i) {
    const Estimate &a = one.statistics.first_week[i].probability, &b = two.statistics.first_week[i].probability;
    EXPECT_EQ(a.value, b.value);
    EXPECT_EQ(a.standard_error, b.standard_error);
  }
  for (std::size_t i = 0; i < one.statistics.market_shares.size(); ++i) {
    EXPECT_EQ(one.statistics.market_shares[i].summary.mean.value, two.statistics.market_shares[i].summary.mean.value);
  }
}

TEST(MemberReadings, AMarketWithoutFundsHasNone) {
  const Model model = fixture::model_of(
      fixture::reduced_market(Vector::Zero(1), {Matrix::Zero(1, 1)}, Matrix::Identity(1, 1), Matrix::Zero(1, 1)), 2);
  MemberReadings readings(model, 32, 16);
  EXPECT_EQ(readings.share_samples(), 0u);
  readings.read(GroupPaths{}, {});
  const std::vector<double> sizes = group_sizes(32, 16);
  EXPECT_TRUE(readings.summarise({}, sizes, {}, Executor(1)).breadth.empty());
}

}  // namespace
}  // namespace ebbtide
