#include "calibration/calibrate.h"

#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calibration/calibration_json.h"
#include "calibration/fund_history.h"
#include "core/error.h"
#include "support/findings.h"
#include "support/shipped_calibration.h"
#include "support/simulated_history.h"

namespace ebbtide {
namespace {

using fixture::reference_date;
using fixture::shipped_calibration;
using fixture::shipped_history;

std::string text_of(const Calibration& calibration) {
  return json_text(calibration_json(calibration));
}

// A copy of the history in which everything published after `as_of` is another number.
History scrambled_after(const History& history, Date as_of) {
  std::vector<Observation> flows = history.flows(), aum = history.aum();
  for (auto* rows : {&flows, &aum}) {
    for (Observation& row : *rows) {
      if (row.published > as_of) row.value_musd = -7.0 * row.value_musd + 12345.0;
    }
  }
  const HistoryView all = history.complete();
  const MarketSpec& market = history.market();
  std::vector<std::vector<double>> levels;
  for (Date week = history.first_market_week(); week <= history.last_market_week(); week = add_weeks(week, 1)) {
    std::vector<double> row;
    for (std::size_t series = 0; series < market.series.size(); ++series) {
      double value = all.level(series, week).value_or(std::numeric_limits<double>::quiet_NaN());
      if (market.published(series, week) > as_of) value = 3.0 * value + 1.0;
      row.push_back(value);
    }
    levels.push_back(std::move(row));
  }
  History scrambled(history.universe(), market, flows, aum, history.first_market_week(), levels);
  if (history.sibling()) scrambled.set_sibling(scrambled_after(*history.sibling(), as_of));
  return scrambled;
}

TEST(Calibrate, ReadsNothingPublishedAfterItsDate) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const History& history = shipped_history(universe);
    const History scrambled = scrambled_after(history, reference_date());
    EXPECT_EQ(text_of(*shipped_calibration(universe)), text_of(calibrate(scrambled.as_of(reference_date()), {})))
        << universe;
    // The scramble is one: a month later it shows.
    const Date later = reference_date() + std::chrono::days(28);
    EXPECT_NE(text_of(calibrate(history.as_of(later), {})), text_of(calibrate(scrambled.as_of(later), {}))) << universe;
  }
}

TEST(Calibrate, StartsFromTheReportOfMondayTheNineteenth) {
  const Calibration& calibration = *shipped_calibration("global-etp");
  EXPECT_EQ(date_text(calibration.week_one), "2026-01-23");
  // Monday was a holiday: the dollar index of Friday the 16th was not out, so the last whole week is the one before.
  EXPECT_EQ(date_text(calibration.market.last_week), "2026-01-09");
  const ReconstructedWeek& last = calibration.weeks.back();
  EXPECT_EQ(date_text(last.week_end), "2026-01-16");
  EXPECT_NEAR(last.net_flow_musd, 2170.0, 10.0);
  EXPECT_TRUE(last.flow_seen && last.aum_seen);
  EXPECT_NEAR(calibration.funds->opening_aum_musd, 193e3, 1e3);
}

TEST(Calibrate, MarksWeeksWithoutAFigureAsSmoothedWithTheirUncertainty) {
  const Calibration& calibration = *shipped_calibration("global-etp");
  const HistoryView view = shipped_history("global-etp").as_of(reference_date());
  int smoothed = 0;
  double size = 0.0;
  for (const ReconstructedWeek& week : calibration.weeks) {
    const auto figure = view.flow({}, week.week_end);
    ASSERT_EQ(week.flow_seen, figure.has_value()) << date_text(week.week_end);
    if (week.flow_seen) {
      EXPECT_EQ(week.net_flow_musd, figure->value_musd);
      continue;
    }
    ++smoothed;
    size += std::abs(week.net_flow_musd) / week.aum_musd;
    EXPECT_GT(week.net_flow_sd_musd, 0.001 * week.aum_musd) << date_text(week.week_end);
    EXPECT_NE(week.net_flow_musd, 0.0);
  }
  ASSERT_GT(smoothed, 10);
  // Not a filling with zero: the smoothed weeks follow prices and their neighbours, by a tenth of a percent of AUM and
  // more.
  EXPECT_GT(size / smoothed, 0.001);
}

TEST(Calibrate, ReconstructsTheUsFundsAumThroughItsPublishedFigures) {
  const Calibration& calibration = *shipped_calibration("us-spot-etf");
  const HistoryView view = shipped_history("us-spot-etf").as_of(reference_date());
  int anchors = 0;
  for (const ReconstructedWeek& week : calibration.weeks) {
    const auto figure = view.aum({}, week.week_end);
    if (!figure || week.week_end == calibration.weeks.front().week_end) continue;
    ++anchors;
    EXPECT_NEAR(week.aum_musd, figure->value_musd, 3.0 * week.aum_sd_musd + 1e-6 * figure->value_musd)
        << date_text(week.week_end);
    EXPECT_NEAR(week.aum_musd, figure->value_musd, 0.01 * figure->value_musd) << date_text(week.week_end);
  }
  EXPECT_GT(anchors, 0);
}

TEST(Calibrate, MembersWithAumAddToTheTotal) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const FundPosterior& funds = *shipped_calibration(universe)->funds;
    double assets = 0.0;
    for (const MemberPosterior& member : funds.members) {
      if (member.dimension == Dimension::asset) assets += member.opening_aum_musd;
      EXPECT_TRUE(member.aum_status != AumStatus::none || member.opening_aum_musd == 0.0) << member.name;
    }
    EXPECT_NEAR(assets, funds.opening_aum_musd, 1e-6 * funds.opening_aum_musd);
  }
}

TEST(Calibrate, FlagsMembersThatWereNeverPublishedAndGivesThemThePrior) {
  const Calibration& calibration = *shipped_calibration("global-etp");
  const HistoryView view = shipped_history("global-etp").as_of(reference_date());
  int unseen = 0;
  for (const MemberPosterior& member : calibration.funds->members) {
    bool figure = false;
    for (const ReconstructedWeek& week : calibration.weeks) {
      figure = figure || view.flow(margin_key(member.dimension, member.name), week.week_end).has_value();
    }
    EXPECT_EQ(member.seen, figure) << member.name;
    if (member.seen) continue;
    ++unseen;
    EXPECT_EQ(member.posterior.observations, 0) << member.name;
    EXPECT_EQ(member.posterior.degrees_of_freedom, 6.0) << member.name;
  }
  EXPECT_GT(unseen, 0);
}

TEST(Calibrate, EveryParameterHasASpreadAndASampleSpan) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const Calibration& calibration = *shipped_calibration(universe);
    const auto check = [](const RegressionPosterior& posterior, const std::string& name) {
      EXPECT_EQ(static_cast<std::size_t>(posterior.mean.size()), posterior.regressors.size()) << name;
      for (int j = 0; j < posterior.mean.size(); ++j) {
        EXPECT_TRUE(std::isfinite(posterior.mean(j))) << name;
        EXPECT_GT(posterior.coefficient_sd(j), 0.0) << name;
      }
      EXPECT_TRUE(posterior.observations == 0 || (posterior.first_week && posterior.last_week)) << name;
    };
    for (std::size_t i = 0; i < calibration.market.equations.size(); ++i) {
      check(calibration.market.equations[i].posterior, calibration.market.variables[i].name);
      EXPECT_GE(calibration.market.equations[i].posterior.observations, 52);
    }
    check(calibration.funds->flow.posterior, "flow");
    for (const MemberPosterior& member : calibration.funds->members) check(member.posterior, member.name);
    EXPECT_GT(calibration.market.tail_index, 2.0);
  }
}

// --- refusals ----------------------------------------------------------------------------------------------------

std::vector<std::string> refusal(const History& history, Date as_of) {
  try {
    calibrate(history.as_of(as_of), {});
  } catch (const InputError& error) {
    std::vector<std::string> codes;
    for (const Finding& finding : error.findings().sorted()) codes.push_back(finding.code);
    return codes;
  }
  return {};
}

History rebuilt(const History& history, Universe universe, const std::vector<Observation>& aum) {
  std::vector<std::vector<double>> levels;
  const HistoryView all = history.complete();
  for (Date week = history.first_market_week(); week <= history.last_market_week(); week = add_weeks(week, 1)) {
    levels.push_back({*all.level(0, week), *all.level(1, week), *all.level(2, week)});
  }
  return {std::move(universe), history.market(), history.flows(), aum, history.first_market_week(), levels};
}

TEST(Calibrate, RefusesAHistoryThatIsTooShort) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(1);
  // Ten weeks of flows; the market has 70 by then.
  EXPECT_THAT(refusal(simulated.history, add_weeks(simulated.history.universe().first_flow_week, 9)),
              testing::ElementsAre("short-history"));
  EXPECT_THAT(refusal(simulated.history, simulated.as_of), testing::IsEmpty());
  // Few complete market weeks.
  MarketSpec market = simulated.history.market();
  market.first_week = add_weeks(simulated.as_of, -30);
  const HistoryView all = simulated.history.complete();
  std::vector<std::vector<double>> levels;
  for (Date week = simulated.history.first_market_week(); week <= simulated.as_of; week = add_weeks(week, 1)) {
    levels.push_back({*all.level(0, week), *all.level(1, week), *all.level(2, week)});
  }
  const History young(simulated.history.universe(), market, simulated.history.flows(), simulated.history.aum(),
                      simulated.history.first_market_week(), levels);
  EXPECT_THAT(refusal(young, simulated.as_of), testing::ElementsAre("short-history"));
}

TEST(Calibrate, RefusesAUniverseWhoseAumNobodyPublished) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(1);
  EXPECT_THAT(refusal(rebuilt(simulated.history, simulated.history.universe(), {}), simulated.as_of),
              testing::ElementsAre("no-aum"));
}

TEST(Calibrate, RefusesAssetsWhoseAumIsNeitherObservedNorDeclared) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(1);
  Universe universe = simulated.history.universe();
  universe.shares.clear();
  EXPECT_THAT(refusal(rebuilt(simulated.history, universe, simulated.history.aum()), simulated.as_of),
              testing::ElementsAre("no-asset-weights"));
}

TEST(Calibrate, UsesADeclarationOnlyFromTheDayItWasPublished) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(1);
  Universe universe = simulated.history.universe();
  universe.shares[0].published = simulated.as_of + std::chrono::days(1);
  EXPECT_THAT(refusal(rebuilt(simulated.history, universe, simulated.history.aum()), simulated.as_of),
              testing::ElementsAre("no-asset-weights"));
}

// --- the price whose closes make the drawdown ---------------------------------------------------------------------

std::string drawdown_price(const Calibration& calibration) {
  return calibration.market.variables[static_cast<std::size_t>(calibration.funds->flow.drawdown_variable)].name;
}

TEST(Calibrate, TakesTheDrawdownOfBitcoinForTheShippedUniverses) {
  for (const char* universe : {"global-etp", "us-spot-etf"})
    EXPECT_EQ(drawdown_price(*shipped_calibration(universe)), "bitcoin");
}

// Somebody's own market, in which no variable is called bitcoin.
TEST(Calibrate, TakesTheDrawdownOfTheFirstAssetsPriceWhateverItsName) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(1);
  Universe universe = simulated.history.universe();
  MarketSpec market = simulated.history.market();
  market.variables[2].name = "palladium";
  universe.members[0][0].prices[0].return_name = "palladium";
  Member second = universe.members[0][0];
  second.name = "Second";
  second.prices = {{"equities", 1.0}};
  universe.members[0].push_back(second);
  universe.shares[0].shares.emplace_back("Second", 0.0);
  const HistoryView all = simulated.history.complete();
  std::vector<std::vector<double>> levels;
  for (Date week = simulated.history.first_market_week(); week <= simulated.as_of; week = add_weeks(week, 1)) {
    levels.push_back({*all.level(0, week), *all.level(1, week), *all.level(2, week)});
  }
  const History renamed(universe, market, simulated.history.flows(), simulated.history.aum(),
                        simulated.history.first_market_week(), levels);
  const Calibration own = calibrate(renamed.as_of(simulated.as_of), {});
  EXPECT_EQ(drawdown_price(own), "palladium");
  // The name is all that differs: the second asset holds nothing.
  const Calibration same = calibrate(simulated.history.as_of(simulated.as_of), {});
  EXPECT_EQ(own.funds->flow.posterior.mean, same.funds->flow.posterior.mean);
  EXPECT_EQ(own.funds->flow.recent_log_closes, same.funds->flow.recent_log_closes);
}

// --- dollar disappointment ---------------------------------------------------------------------------------------

// Root mean square of the term's posterior mean over histories whose flows know nothing of it, and of its bare
// standard deviation. With a prior sd of 0.02 the mean stays well inside it.
TEST(Calibrate, ShrinksADisappointmentThatIsNotInTheDataTowardsZero) {
  fixture::HistoryOptions options;
  options.disappointment = fixture::HistoryOptions::Disappointment::declared_without_effect;
  constexpr int kHistories = 40;
  double squares = 0.0;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    const fixture::SimulatedHistory simulated = fixture::simulate_history(seed, options);
    const Calibration calibration = calibrate(simulated.history.as_of(simulated.as_of), {});
    const RegressionPosterior& flow = calibration.funds->flow.posterior;
    ASSERT_EQ(flow.mean.size(), FlowPosterior::kDisappointment + 1);
    EXPECT_EQ(flow.regressors[FlowPosterior::kAverage], "average");
    EXPECT_EQ(flow.regressors[FlowPosterior::kDisappointment], "disappointment");
    squares += std::pow(flow.mean(FlowPosterior::kDisappointment), 2);
    EXPECT_LT(std::abs(flow.mean(FlowPosterior::kDisappointment)), 0.03);
    EXPECT_LT(flow.coefficient_sd(FlowPosterior::kDisappointment), 0.02);
  }
  EXPECT_LT(std::sqrt(squares / kHistories), 0.01);
}

TEST(Calibrate, HoldsTheDisappointmentsBetaOfTheLastPublicWindow) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const Calibration& calibration = *shipped_calibration(universe);
    const auto& term = calibration.funds->flow.disappointment;
    ASSERT_TRUE(term);
    EXPECT_EQ(calibration.market.variables[static_cast<std::size_t>(term->dollar_variable)].name, "dollar");
    EXPECT_TRUE(std::isfinite(term->beta));
    EXPECT_NE(term->beta, 0.0);
  }
}

// --- the flow sample ---------------------------------------------------------------------------------------------

TEST(Calibrate, FlowEquationOfACompleteHistoryIsTheRegressionOnItsOwnColumns) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(4);
  const Calibration calibration = calibrate(simulated.history.as_of(simulated.as_of), {});
  const FlowPosterior& flow = calibration.funds->flow;
  EXPECT_EQ(flow.posterior.observations, fixture::kFlowWeeks - 1);
  EXPECT_EQ(calibration.weeks.size(), static_cast<std::size_t>(fixture::kFlowWeeks));
  EXPECT_TRUE(flow.opening_covariance.isZero(0.0));
  // x of the last week and the return that goes with it, from the published rows.
  const auto& rows = simulated.history.aum();
  const double opening = rows[rows.size() - 2].value_musd, net = simulated.history.flows().back().value_musd;
  EXPECT_NEAR(flow.opening(0), 100.0 * net / opening, 1e-9);
  EXPECT_NEAR(flow.last_return, 100.0 * ((rows.back().value_musd - net) / opening - 1.0), 1e-8);
  EXPECT_EQ(flow.recent_log_closes.size(), static_cast<std::size_t>(flow.drawdown_window));
  EXPECT_NEAR(calibration.funds->opening_aum_musd, rows.back().value_musd, 1e-6 * opening);
}

// The other law of the flow: its own three coefficients and tails, and all else as before.
TEST(Calibrate, TakesAnAutoregressionWhereItIsAskedFor) {
  CalibrationSettings settings;
  settings.flow_model = FlowModel::ar1_t;
  const HistoryView view = shipped_history("us-spot-etf").as_of(reference_date());
  const Calibration other = calibrate(view, settings);
  const FlowPosterior& flow = other.funds->flow;
  EXPECT_EQ(flow.model, FlowModel::ar1_t);
  EXPECT_GT(flow.tail_index, 2.0);
  EXPECT_EQ(flow.posterior.mean.size(), flow.coefficient_count());
  for (const int index : {FlowPosterior::kReturnLag, FlowPosterior::kDrawdown, FlowPosterior::kAverage})
    EXPECT_EQ(flow.posterior.mean(index), 0.0);
  EXPECT_GT(flow.posterior.mean(FlowPosterior::kReturn), 3.0 * flow.posterior.coefficient_sd(FlowPosterior::kReturn));
  Calibration back = other;
  back.funds->flow = shipped_calibration("us-spot-etf")->funds->flow;
  EXPECT_EQ(text_of(back), text_of(*shipped_calibration("us-spot-etf")));
}

}  // namespace
}  // namespace ebbtide
