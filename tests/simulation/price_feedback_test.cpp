#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "simulation/block_simulator.h"
#include "simulation/path_weighting.h"
#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

struct PathNumbers {
  double flow_percent = 0.0;  // of the total
  double return_percent = 0.0;
  double opening = 0.0, closing = 0.0, effect = 0.0, flow = 0.0;
  double weight = 0.0;
  double bitcoin = 0.0;  // log percent
  double member = 0.0;   // USD, of the member looked at
};

Model shipped_model(std::optional<PriceImpact> impact, std::vector<FlowPin> pins = {}) {
  Model model = fixture::model_of(*fixture::shipped_calibration("us-spot-etf"), 2);
  model.lead_weeks = weeks_between(model.calibration->market.last_week, model.calibration->week_one) - 1;
  model.price_impact = impact;
  model.flow_pins = std::move(pins);
  return model;
}

int member_of(const std::string& name) {
  const auto& members = fixture::shipped_calibration("us-spot-etf")->funds->members;
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (members[m].name == name) return static_cast<int>(m);
  }
  return -1;
}

PriceImpact impact_of(double multiplier, double sigma) {
  return {.market_cap_musd = 1.9e6, .multiplier = multiplier, .multiplier_sigma = sigma, .where = {}};
}

std::vector<PathNumbers> paths_of(const Model& model, std::uint64_t paths, std::size_t week, int member = 0) {
  const BlockSimulator simulator(model, 17, paths);
  const auto bitcoin = static_cast<std::size_t>(variable_index(model.calibration->market.variables, "bitcoin"));
  std::vector<PathNumbers> result;
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        const auto total = [&](FundPaths::Total column) { return group.funds.total.at(week, column)[lane]; };
        PathNumbers path;
        path.opening = total(FundPaths::kOpening);
        path.closing = total(FundPaths::kAum);
        path.effect = total(FundPaths::kMarket);
        path.flow = total(FundPaths::kFlow);
        path.flow_percent = 100.0 * path.flow / path.opening;
        path.return_percent = 100.0 * path.effect / path.opening;
        path.weight = group.log_weight[lane];
        path.bitcoin = group.market.at(static_cast<std::size_t>(model.lead_weeks) + week, bitcoin)[lane];
        path.member = group.funds.flow.at(week, static_cast<std::size_t>(member))[lane];
        result.push_back(path);
      }
    });
  }
  return result;
}

// What the methods state: on the same draws r - r* = k (x - E x), with one E x for x and for the flow without impact,
// so that (x - x*)(1 - beta k) = beta k (x* - E x), and with k known both follow from r - r*.
TEST(PriceFeedback, SolvesFlowAndReturnOfTheWeekTogether) {
  auto frozen = std::make_shared<Calibration>(*fixture::shipped_calibration("us-spot-etf"));
  frozen->funds->flow.posterior.unit_covariance.setZero();
  frozen->funds->opening_aum_sd_musd = 0.0;
  const double beta = frozen->funds->flow.posterior.mean(FlowPosterior::kReturn);
  Model plain = shipped_model(std::nullopt), structural = shipped_model(impact_of(5.0, 0.0));
  plain.calibration = structural.calibration = frozen;
  const auto before = paths_of(plain, 2'000, 0), after = paths_of(structural, 2'000, 0);
  const double k = 5.0 * frozen->funds->opening_aum_musd / 1.9e6;
  double moved = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double impact = after[i].return_percent - before[i].return_percent;
    // x = x* + beta (r - r*): the flow answers to the return that it helps to make.
    ASSERT_NEAR(after[i].flow_percent, before[i].flow_percent + beta * impact, 1e-9);
    ASSERT_NEAR(after[i].closing, after[i].opening + after[i].effect + after[i].flow, 1e-6);
    moved = std::max(moved, std::abs(impact));
  }
  EXPECT_GT(moved, k * 0.5);
}

// Bitcoin, of which nearly all is held, moves as the total does.
TEST(PriceFeedback, MovesPricesByTheImpact) {
  const auto before = paths_of(shipped_model(std::nullopt), 1'000, 0);
  const auto after = paths_of(shipped_model(impact_of(5.0, 0.0)), 1'000, 0);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double ratio = (1.0 + 0.01 * after[i].return_percent) / (1.0 + 0.01 * before[i].return_percent);
    ASSERT_NEAR(std::exp(0.01 * (after[i].bitcoin - before[i].bitcoin)), ratio, 1e-9);
  }
}

// E r = E r*: the mean of the paired difference over 40,000 paths, a draw of the parameters per 16, within four
// standard errors and the 0.02 % that taking the expected price at its mean logarithm leaves.
TEST(PriceFeedback, LeavesTheMeanReturn) {
  const auto before = paths_of(shipped_model(std::nullopt), 40'000, 0);
  const auto after = paths_of(shipped_model(impact_of(2.0, 0.7)), 40'000, 0);
  double sum = 0.0, squares = 0.0;
  const std::size_t groups = before.size() / 16;
  for (std::size_t g = 0; g < groups; ++g) {
    double mean = 0.0;
    for (std::size_t i = 16 * g; i < 16 * (g + 1); ++i)
      mean += (after[i].return_percent - before[i].return_percent) / 16.0;
    sum += mean;
    squares += mean * mean;
  }
  const double n = static_cast<double>(groups), mean = sum / n;
  EXPECT_NEAR(mean, 0.0, 4.0 * std::sqrt((squares / n - mean * mean) / n) + 0.02);
}

TEST(PriceFeedback, PinsAreShocksFromOutsideWithoutWeights) {
  const FlowPin pin{0, 0, -1, true, -3.0, 0.0};
  const auto free = paths_of(shipped_model(impact_of(5.0, 0.0)), 500, 0);
  const auto pinned = paths_of(shipped_model(impact_of(5.0, 0.0), {pin}), 500, 0);
  const double k = 5.0 * fixture::shipped_calibration("us-spot-etf")->funds->opening_aum_musd / 1.9e6;
  for (std::size_t i = 0; i < free.size(); ++i) {
    ASSERT_NEAR(pinned[i].flow_percent, -3.0, 1e-9);
    ASSERT_EQ(pinned[i].weight, 0.0);
    // The prices' draw is the same, so prices differ by k times the difference of flows; AUM's own draw is in k.
    const double scale = pinned[i].opening / fixture::shipped_calibration("us-spot-etf")->funds->opening_aum_musd;
    ASSERT_NEAR(pinned[i].return_percent - free[i].return_percent,
                k * scale * (pinned[i].flow_percent - free[i].flow_percent), 1e-9);
  }
  EXPECT_FALSE(needs_weights(shipped_model(impact_of(5.0, 0.0), {pin})));
}

TEST(PriceFeedback, AMembersRedemptionComesOnTopOfWhatTheOthersDo) {
  const int issuer = member_of("iShares");
  const FlowPin pin{0, 0, issuer, false, -5000.0, 0.0};
  const auto free = paths_of(shipped_model(impact_of(2.0, 0.0)), 500, 0, issuer);
  const auto pinned = paths_of(shipped_model(impact_of(2.0, 0.0), {pin}), 500, 0, issuer);
  double impact = 0.0;
  for (std::size_t i = 0; i < free.size(); ++i) {
    ASSERT_NEAR(pinned[i].member, -5000.0, 1e-6);
    const double own = pinned[i].member - free[i].member, all = pinned[i].flow - free[i].flow;
    ASSERT_LE(all, 0.9999 * own);  // and a little more through falling prices
    ASSERT_GE(all, 1.1 * own);
    impact += (pinned[i].return_percent - free[i].return_percent) / static_cast<double>(free.size());
  }
  EXPECT_LT(impact, -0.2);
}

TEST(PriceFeedback, TheMultiplierIsLognormal) {
  const FlowPin pin{0, 0, -1, true, -3.0, 0.0};
  const auto one = paths_of(shipped_model(impact_of(1e-9, 0.0), {pin}), 40'000, 0);
  const auto drawn = paths_of(shipped_model(impact_of(2.0, 0.7), {pin}), 40'000, 0);
  const auto fixed = paths_of(shipped_model(impact_of(2.0, 0.0), {pin}), 40'000, 0);
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (std::size_t i = 0; i < one.size(); i += 16) {
    const double base = fixed[i].return_percent - one[i].return_percent;
    if (std::abs(base) < 1e-3) continue;
    const double logarithm = std::log((drawn[i].return_percent - one[i].return_percent) / base);
    sum += logarithm;
    squares += logarithm * logarithm;
    count += 1.0;
  }
  EXPECT_NEAR(sum / count, 0.0, 4.0 * 0.7 / std::sqrt(count));
  EXPECT_NEAR(squares / count, 0.49, 4.0 * 0.49 * std::sqrt(2.0 / count));
}

}  // namespace
}  // namespace ebbtide
