// Members simulated from known parameters and fitted: how often the posterior's 90 % intervals hold the truth.
#include "calibration/member_fit.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "support/binomial_band.h"
#include "support/posterior_interval.h"
#include "support/simulated_history.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using fixture::TestDraws;

constexpr double kContent = 0.9;
constexpr int kMembers = 3;
constexpr int kWeeks = 160;
// Each count stays in its band for 999 of 1000 correct programs.
constexpr double kFalseAlarm = 1e-3;

struct Truth {
  std::array<double, MemberPosterior::kCount> coefficients{};  // level, own lag, total, own return
  double sd = 0.0;
};

enum class Missing { smoothed, zero };  // weeks without a figure: as they are, or (the planted error) a figure of zero

struct Design {
  AumStatus aum = AumStatus::seen;
  double missing = 0.0;  // share of weeks
  Missing told_as = Missing::smoothed;
  int replications = 200;
};

// A member that follows the total closely. Members without AUM are in % of the total's, a third as large.
Truth typical_truth(double share) {
  return {{0.05 * share, 0.1, 0.95 * share, 0.02 * share}, 0.6 * share};
}

// From the priors of engine/calibration/member_fit.h.
Truth draw_truth(TestDraws& draws, double share) {
  Truth truth;
  truth.sd = share * (0.5 + 0.5 * draws.uniform());
  truth.coefficients = {0.15 * share * draws.normal(), std::clamp(0.3 + 0.3 * draws.normal(), -0.9, 0.9),
                        share * (1.0 + (share < 1.0 ? 1.0 : 0.5) * draws.normal()), 0.05 * share * draws.normal()};
  return truth;
}

MemberHistory draw_member(TestDraws& draws, const Truth& truth, const Design& design, const FundHistory& history,
                          const FlowFit& total) {
  MemberHistory member;
  member.member.name = "simulated";
  member.aum_status = design.aum;
  double before = 0.0, aum = 2000.0;
  for (std::size_t t = 0; t < history.weeks.size(); ++t) {
    const double extra_return = 3.0 * draws.normal();
    const auto& b = truth.coefficients;
    const double x =
        b[0] + b[1] * before + b[2] * total.flow_percent[t] + b[3] * extra_return + truth.sd * draws.normal();
    const double opening = design.aum == AumStatus::none ? history.weeks[t > 0 ? t - 1 : 0].aum.mean_musd : aum;
    Figure figure;
    figure.value_musd = 0.01 * x * opening;
    const bool is_missing = draws.uniform() < design.missing;
    if (is_missing && design.told_as == Missing::zero) figure.value_musd = 0.0;
    const bool has_figure = !is_missing || design.told_as == Missing::zero;
    member.flow.push_back(has_figure ? std::optional(figure) : std::nullopt);
    member.return_percent.push_back(history.weeks[t].return_percent + extra_return);
    aum = 2000.0 + 100.0 * draws.uniform();
    if (design.aum != AumStatus::none) member.aum_musd.push_back(aum);
    before = x;
  }
  return member;
}

// Times covered, by coefficient and the variance last.
using Counts = std::array<int, MemberPosterior::kCount + 1>;

enum class Truths { typical, prior };

Counts coverage(const Design& design, Truths truths) {
  const fixture::SimulatedHistory market = fixture::simulate_history(1);
  const HistoryView view = market.history.as_of(market.as_of);
  CalibrationSettings settings;
  settings.imputation_draws = 60;
  settings.imputation_burn_in = 15;
  settings.member_discount = 1.0;  // the truth stays
  Counts counts{};
  for (int r = 0; r < design.replications; ++r) {
    TestDraws draws(1000 + static_cast<std::uint64_t>(r));
    FundHistory history;
    history.first_week = view.universe().first_flow_week;
    FlowFit total;
    for (int t = 0; t < kWeeks; ++t) {
      FundWeek week;
      week.aum.mean_musd = 1e5;
      week.return_percent = 4.0 * draws.normal();
      history.weeks.push_back(week);
      total.flow_percent.push_back(0.2 + 0.8 * draws.normal());
    }
    const bool alone = design.aum != AumStatus::none;
    const double share = alone ? 1.0 : 1.0 / kMembers;
    const Truth truth = truths == Truths::typical ? typical_truth(share) : draw_truth(draws, share);
    for (int m = 0; m < (alone ? 1 : kMembers); ++m)
      history.members.push_back(draw_member(draws, truth, design, history, total));
    const RegressionPosterior fitted = fit_members(view, history, total, settings).front().posterior;
    for (int j = 0; j < MemberPosterior::kCount; ++j) {
      const auto i = static_cast<std::size_t>(j);
      counts[i] += fixture::coefficient_covered(fitted, j, truth.coefficients[i], kContent) ? 1 : 0;
    }
    counts.back() += fixture::variance_covered(fitted, truth.sd * truth.sd, kContent) ? 1 : 0;
  }
  return counts;
}

void expect_coverage(const Design& design, Truths truths, std::size_t parameters) {
  const Counts counts = coverage(design, truths);
  const fixture::CountBand band = fixture::binomial_band(design.replications, kContent, kFalseAlarm);
  for (std::size_t i = 0; i < parameters; ++i)
    EXPECT_TRUE(band.contains(counts[i])) << "parameter " << i << ": " << counts[i] << " of " << design.replications;
}

constexpr std::size_t kWithVariance = MemberPosterior::kCount + 1;

TEST(MemberFit, RecoversMembersOfKnownAumAtItsStatedCoverage) {
  expect_coverage({}, Truths::typical, kWithVariance);
}

TEST(MemberFit, RecoversMembersWithoutAumAtItsStatedCoverage) {
  expect_coverage({.aum = AumStatus::none}, Truths::typical, kWithVariance);
}

TEST(MemberFit, RecoversMembersDrawnFromItsPriors) {
  expect_coverage({}, Truths::prior, kWithVariance);
  expect_coverage({.aum = AumStatus::none}, Truths::prior, kWithVariance);
}

TEST(MemberFit, RecoversMembersWithAQuarterOfTheirWeeksMissing) {
  expect_coverage({.missing = 0.25, .replications = 100}, Truths::typical, kWithVariance);
}

// The planted error: the total's coefficient is then estimated from weeks that never were.
TEST(MemberFit, TheCoverageNoticesMissingWeeksFilledWithZero) {
  const Design design{.missing = 0.25, .told_as = Missing::zero};
  const Counts counts = coverage(design, Truths::typical);
  const fixture::CountBand band = fixture::binomial_band(design.replications, kContent, kFalseAlarm);
  EXPECT_LT(counts[MemberPosterior::kParent], band.low / 2);
}

}  // namespace
}  // namespace ebbtide
