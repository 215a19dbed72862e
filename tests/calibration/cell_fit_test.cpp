// Cells simulated from known equations and fitted.
#include "calibration/cell_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/posterior_interval.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using fixture::TestDraws;

constexpr int kAssets = 3, kIssuers = 6, kWeeks = 150;
const Date kFirstWeek = *parse_date("2023-01-06");
const std::array<const char*, 3> kAssetNames = {"Bitcoin", "Ethereum", "Solana"};
const std::array<const char*, 6> kIssuerNames = {"A", "B", "C", "D", "E", "F"};

struct Truth {
  double level = 0.0, own_lag = 0.1, parent = 1.0, sd = 1.0, quiet = 0.0;
};

struct Simulated {
  FundHistory history;
  CubeHistory cube;
  std::vector<Truth> truth;
};

MemberHistory member_of(Dimension dimension, const char* name) {
  MemberHistory member;
  member.member.name = name;
  member.member.dimension = dimension;
  member.aum_status = AumStatus::seen;
  member.aum_musd.assign(kWeeks, 0.0);
  return member;
}

// Residuals of one issuer share `common` of their variance.
Simulated simulate(std::uint64_t seed, double common) {
  TestDraws draws(seed);
  Simulated out;
  out.history.first_week = out.cube.first_week = kFirstWeek;
  out.history.weeks.resize(kWeeks);
  for (const char* asset : kAssetNames) out.history.members.push_back(member_of(Dimension::asset, asset));
  out.history.members.push_back(member_of(Dimension::region, "United States"));
  for (const char* issuer : kIssuerNames) out.history.members.push_back(member_of(Dimension::issuer, issuer));
  for (const char* asset : kAssetNames) {
    for (const char* issuer : kIssuerNames) {
      CellHistory cell;
      cell.product.key = {asset, "United States", issuer};
      cell.weeks.resize(kWeeks);
      out.cube.cells.push_back(cell);
      Truth truth;
      truth.level = 0.1 * draws.normal();
      truth.parent = 1.0 + 0.3 * draws.normal();
      truth.sd = 0.5 + 0.5 * draws.uniform();
      truth.quiet = issuer == kIssuerNames.back() ? 0.6 : issuer == kIssuerNames.front() ? 0.0 : 0.2;
      out.truth.push_back(truth);
    }
  }
  std::vector<double> last(out.truth.size(), 0.0);
  for (std::size_t t = 0; t < kWeeks; ++t) {
    std::array<double, kIssuers> shared{};
    for (double& value : shared) value = draws.normal();
    for (int a = 0; a < kAssets; ++a) {
      const double asset = 0.2 + 1.5 * draws.normal();
      double held = 0.0, flow = 0.0;
      for (int i = 0; i < kIssuers; ++i) {
        const auto c = static_cast<std::size_t>(a * kIssuers + i);
        const Truth& truth = out.truth[c];
        const double u = truth.sd * (std::sqrt(common) * shared[static_cast<std::size_t>(i)] +
                                     std::sqrt(1.0 - common) * draws.normal());
        double x = truth.level + truth.own_lag * last[c] + truth.parent * asset + u;
        if (draws.uniform() < truth.quiet) x = 0.0;
        // The largest of an asset takes what the asset's flow leaves, so that the cells add to it.
        const double aum = i == 0 ? 20'000.0 : 300.0;
        if (i > 0) {
          out.cube.cells[c].weeks[t] = {0.01 * x * aum, 0.0, aum, CellStatus::seen};
          flow += 0.01 * x * aum;
        }
        held += aum;
        last[c] = x;
      }
      const auto largest = static_cast<std::size_t>(a * kIssuers);
      out.cube.cells[largest].weeks[t] = {0.01 * asset * held - flow, 0.0, 20'000.0, CellStatus::seen};
      last[largest] = 100.0 * out.cube.cells[largest].weeks[t].flow_musd / 20'000.0;
    }
  }
  for (std::size_t a = 0; a < kAssets; ++a) out.history.members[a].aum_musd.back() = 43'000.0;
  return out;
}

TEST(CellFit, RecoversItsOwnParameters) {
  constexpr int kReplications = 40;
  std::array<double, 3> sum{}, square{}, off{}, off_square{};
  double quiet_error = 0.0, quiet_square = 0.0, quiet_count = 0.0;
  for (int r = 0; r < kReplications; ++r) {
    const Simulated made = simulate(10 + static_cast<std::uint64_t>(r), 0.0);
    const auto fit = fit_cells(made.cube, made.history, kFirstWeek);
    ASSERT_TRUE(fit);
    std::array<double, 3> covered{}, error{};
    for (std::size_t c = 0; c < made.truth.size(); ++c) {
      if (c % kIssuers == 0) continue;
      const Truth& truth = made.truth[c];
      const std::array<double, 3> b = {truth.level, truth.own_lag, truth.parent};
      for (int j = 0; j < 3; ++j) {
        covered[static_cast<std::size_t>(j)] +=
            fixture::coefficient_covered(fit->cells[c].posterior, j, b[static_cast<std::size_t>(j)], 0.9) ? 1.0 / 15
                                                                                                          : 0;
        error[static_cast<std::size_t>(j)] += (fit->cells[c].posterior.mean(j) - b[static_cast<std::size_t>(j)]) / 15.0;
      }
      const CellPosterior& cell = fit->cells[c];
      const double miss = cell.quiet_weeks / (cell.quiet_weeks + cell.trading_weeks) - truth.quiet;
      quiet_error += miss;
      quiet_square += miss * miss;
      quiet_count += 1.0;
    }
    for (std::size_t j = 0; j < 3; ++j) {
      sum[j] += covered[j] / kReplications;
      square[j] += covered[j] * covered[j] / kReplications;
      off[j] += error[j] / kReplications;
      off_square[j] += error[j] * error[j] / kReplications;
    }
  }
  // Four standard errors over replications: one correct program in 15,000 fails one of the coefficients. Discounted
  // rows allow for coefficients that move; these do not, so the intervals hold them more often than they say.
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_GT(sum[j], 0.9 - 4.0 * std::sqrt((square[j] - sum[j] * sum[j]) / kReplications)) << j;
    EXPECT_NEAR(off[j], 0.0, 4.0 * std::sqrt((off_square[j] - off[j] * off[j]) / kReplications)) << j;
  }
  EXPECT_NEAR(quiet_error / quiet_count, 0.0, 4.0 * std::sqrt(quiet_square) / quiet_count + 0.02);
}

TEST(CellFit, FindsWhatResidualsOfAnIssuerHaveInCommon) {
  double with = 0.0, without = 0.0;
  constexpr int kReplications = 20;
  for (int r = 0; r < kReplications; ++r) {
    for (const double common : {0.4, 0.0}) {
      const Simulated made = simulate(500 + static_cast<std::uint64_t>(r), common);
      const auto fit = fit_cells(made.cube, made.history, kFirstWeek);
      (common > 0.0 ? with : without) += fit->common_shares[2] / kReplications;
      EXPECT_EQ(fit->common_shares[1], 0.0);  // one region is no dimension
    }
  }
  // The largest cell of an asset takes the rest and has none of it: a sixth of the pairs is diluted, and the estimate
  // is shrunk.
  EXPECT_GT(with, 0.2);
  EXPECT_LT(with, 0.4);
  EXPECT_LT(without, 0.03);
}

TEST(CellFit, CellsHoldWhatTheirAssetHolds) {
  const Simulated made = simulate(3, 0.2);
  const auto fit = fit_cells(made.cube, made.history, kFirstWeek);
  double held = 0.0;
  for (std::size_t c = 0; c < kIssuers; ++c) held += fit->cells[c].opening_aum_musd;
  EXPECT_NEAR(held, 43'000.0, 1e-6);
}

TEST(CellFit, AMemberWithoutACellLeavesMarginsAsTheyAre) {
  Simulated made = simulate(3, 0.2);
  made.history.members.push_back(member_of(Dimension::issuer, "G"));
  EXPECT_FALSE(fit_cells(made.cube, made.history, kFirstWeek));
}

}  // namespace
}  // namespace ebbtide
