// Reading calibration.json: hand-written files, and every way in which one can be wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "model/market_theta.h"

#include "support/hand_written.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using fixture::reduced_calibration;
using fixture::triangular_calibration;

std::optional<Calibration> read(const Json& json, Findings& findings) {
  return calibration_from_json(json, "c.json", findings);
}

Calibration read_well(const Json& json) {
  Findings findings;
  const auto result = read(json, findings);
  EXPECT_TRUE(result.has_value()) << render(findings, false);
  return *result;
}

TEST(CalibrationRead, TakesFullMatricesAndNeedsNoUniverse) {
  const Calibration read = read_well(reduced_calibration()), made = fixture::var_of_f2();
  EXPECT_TRUE(read.universe.empty());
  EXPECT_FALSE(read.funds.has_value());
  EXPECT_TRUE(std::isinf(read.market.tail_index));
  const MarketTheta a = MarketSampler(read.market).mean(), b = MarketSampler(made.market).mean();
  EXPECT_EQ(a.lags[0], b.lags[0]);
  EXPECT_EQ(a.impact, b.impact);
  EXPECT_EQ(a.constant, b.constant);
  EXPECT_EQ(read.market.last_values, made.market.last_values);
  // No covariance of coefficients, no degrees of freedom: parameters are known, so every draw is the mean.
  EXPECT_EQ(MarketSampler(read.market).draw(3, 4).impact, a.impact);
}

TEST(CalibrationRead, SuggestsTheKeyThatWasMeant) {
  Json json = reduced_calibration();
  json["market"]["tail_indx"] = 5;
  Findings findings;
  EXPECT_FALSE(read(json, findings).has_value());
  EXPECT_NE(render(findings, false).find("did you mean 'tail_index'?"), std::string::npos) << render(findings, false);
}

TEST(CalibrationRead, TakesSeveralLags) {
  Json json = reduced_calibration();
  json["market"]["lag_order"] = 2;
  json["market"]["last_values"].push_back({0.25, 4.0});
  json["market"]["reduced"]["lags"].push_back({{0.1, 0.0}, {-0.2, 0.05}});
  const Calibration calibration = read_well(json);
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  ASSERT_EQ(theta.lags.size(), 2u);
  EXPECT_NEAR(theta.lags[1](1, 0), -0.2, 1e-15);
  const Matrix path = mean_path(theta, calibration.market.last_values, 1);
  EXPECT_NEAR(path(0, 1), -0.2 + 0.2 * 1 + 0.4 * -1 - 0.2 * 0.25 + 0.05 * 4, 1e-14);
}

TEST(CalibrationRead, TakesAFiniteOrInfiniteTailIndex) {
  Json json = reduced_calibration();
  json["market"]["tail_index"] = 5;
  EXPECT_EQ(read_well(json).market.tail_index, 5.0);
  json["market"]["tail_index"] = "infinity";
  EXPECT_TRUE(std::isinf(read_well(json).market.tail_index));
}

TEST(CalibrationRead, TurnsStandardDeviationsIntoUnitCovariances) {
  const Calibration calibration = read_well(triangular_calibration());
  const RegressionPosterior& rate = calibration.market.equations[0].posterior;
  EXPECT_NEAR(rate.coefficient_sd(0), 0.05, 1e-15);
  EXPECT_EQ(rate.coefficient_sd(1), 0.0);
  EXPECT_EQ(rate.degrees_of_freedom, 200.0);
  EXPECT_NEAR(calibration.market.equations[1].posterior.coefficient_sd(0), 0.02, 1e-15);
  EXPECT_EQ(calibration.market.volatility_of, (std::vector<int>{0, 1}));
  EXPECT_EQ(calibration.market.volatility[0].persistence, 1.0);
  ASSERT_TRUE(calibration.funds.has_value());
  EXPECT_EQ(calibration.funds->members[0].exposures, (std::vector<std::pair<int, double>>{{1, 1.0}}));
  EXPECT_NEAR(calibration.funds->flow.average_weight, 10.0, 1e-12);
}

// --- bad files ---------------------------------------------------------------------------------------------------

struct BadFile {
  std::string name;
  std::function<void(Json&)> spoil;   // of triangular_calibration
  std::vector<std::string> expected;  // "code place"
};

std::vector<BadFile> bad_files() {
  const auto equation = [](Json& json, int i) -> Json& {
    return json["market"]["equations"][static_cast<std::size_t>(i)];
  };
  return {
      {"another schema", [](Json& j) { j["schema"] = "ebbtide-calibration/9"; }, {"calibration-schema /schema"}},
      {"no schema", [](Json& j) { j.erase("schema"); }, {"calibration-value /schema", "calibration-schema /schema"}},
      {"no object",
       [](Json& j) {
         j = Json::array({1, 2});
       },
       {"calibration-value /schema", "calibration-schema /schema"}},
      {"impossible date", [](Json& j) { j["as_of"] = "2026-02-30"; }, {"calibration-value /as_of"}},
      {"week 1 before the market's last week",
       [](Json& j) { j["week_one"] = "2026-01-16"; },
       {"calibration-value /week_one"}},
      {"week 1 on a Thursday", [](Json& j) { j["week_one"] = "2026-01-22"; }, {"calibration-value /week_one"}},
      {"last week on a Sunday",
       [](Json& j) { j["market"]["last_week"] = "2026-01-18"; },
       {"calibration-value /market/last_week"}},
      {"no market", [](Json& j) { j.erase("market"); }, {"calibration-value /market"}},
      {"market as a list", [](Json& j) { j["market"] = Json::array(); }, {"calibration-value /market"}},
      {"misspelt and unknown keys everywhere",
       [](Json& j) {
         j["univers"] = "x";
         j["market"]["tail_idx"] = 5;
         j["market"]["variables"][1]["unt"] = "bp";
         j["market"]["volatility"][0]["levle"] = 1;
         j["market"]["equations"][1]["coefficients"][0]["lags"] = 1;
         j["funds"]["aum"] = 3;
         j["funds"]["flow"]["walk"] = 0;
         j["funds"]["members"][0]["exposure"] = 1;
         j["weeks"] = Json::array();
       },
       {"unknown-key /univers", "unknown-key /market/tail_idx", "unknown-key /market/variables/1/unt",
        "unknown-key /market/volatility/0/levle", "unknown-key /market/equations/1/coefficients/0/lags",
        "unknown-key /funds/aum", "unknown-key /funds/flow/walk", "unknown-key /funds/members/0/exposure"}},
      {"words that mean nothing",
       [](Json& j) {
         j["market"]["variables"][0]["kind"] = "retrun";
         j["market"]["variables"][1]["group"] = "price";
         j["market"]["volatility"][0]["group"] = "macros";
         j["funds"]["members"][0]["history"] = "Seen";
         j["funds"]["members"][0]["aum_status"] = 1;
       },
       {"calibration-value /market/variables/0/kind", "calibration-value /market/variables/1/group",
        "calibration-value /market/volatility/0/group", "calibration-value /funds/members/0/history",
        "calibration-value /funds/members/0/aum_status"}},
      {"no variables",
       [](Json& j) { j["market"]["variables"] = Json::array(); },
       {"calibration-shape /market/variables"}},
      {"a variable twice",
       [](Json& j) { j["market"]["variables"][1]["name"] = "rate"; },
       {"calibration-variable /market/variables/1/name", "calibration-variable /market/equations/1/variable",
        "calibration-variable /funds/flow/drawdown_variable", "calibration-variable /funds/members/0/exposures"}},
      {"negative lag order", [](Json& j) { j["market"]["lag_order"] = -1; }, {"calibration-value /market/lag_order"}},
      {"lag order beyond any number",
       [](Json& j) { j["market"]["lag_order"] = 1e300; },
       {"calibration-value /market/lag_order"}},
      {"fraction of a lag", [](Json& j) { j["market"]["lag_order"] = 1.5; }, {"calibration-value /market/lag_order"}},
      {"unknown unit",
       [](Json& j) { j["market"]["variables"][0]["unit"] = "pips"; },
       {"calibration-value /market/variables/0/unit"}},
      {"over an unknown variable",
       [](Json& j) { j["market"]["variables"][1]["over"] = "bitcoim"; },
       {"calibration-variable /market/variables/1/over"}},
      {"over itself",
       [](Json& j) { j["market"]["variables"][1]["over"] = "bitcoin"; },
       {"calibration-variable /market/variables/1/over"}},
      {"too few last values",
       [](Json& j) { j["market"]["last_values"].erase(1); },
       {"calibration-shape /market/last_values"}},
      {"a short row of last values",
       [](Json& j) { j["market"]["last_values"][1] = {1}; },
       {"calibration-shape /market/last_values/1"}},
      {"a text among numbers",
       [](Json& j) { j["market"]["last_values"][0][1] = "many"; },
       {"calibration-value /market/last_values/0/1"}},
      {"tail index 2", [](Json& j) { j["market"]["tail_index"] = 2; }, {"calibration-value /market/tail_index"}},
      {"a scale of zero",
       [](Json& j) { j["market"]["volatility"][0]["level"] = 0; },
       {"calibration-value /market/volatility/0"}},
      {"an infinite scale",
       [](Json& j) { j["market"]["volatility"][0]["level"] = "infinity"; },
       {"calibration-value /market/volatility/0"}},
      {"persistence above 1",
       [](Json& j) { j["market"]["volatility"][1]["persistence"] = 1.1; },
       {"calibration-value /market/volatility/1"}},
      {"no scale for a group",
       [](Json& j) { j["market"]["volatility"].erase(1); },
       {"calibration-value /market/volatility"}},
      {"too few equations",
       [](Json& j) { j["market"]["equations"].erase(1); },
       {"calibration-shape /market/equations"}},
      {"equations out of order",
       [=](Json& j) { std::swap(equation(j, 0)["variable"], equation(j, 1)["variable"]); },
       {"calibration-variable /market/equations/0/variable", "calibration-variable /market/equations/1/variable"}},
      {"unknown regressor",
       [=](Json& j) { equation(j, 1)["coefficients"][0]["variable"] = "ratte"; },
       {"calibration-variable /market/equations/1/coefficients/0/variable"}},
      {"a later variable of the same week",
       [=](Json& j) { equation(j, 1)["coefficients"][0]["variable"] = "bitcoin"; },
       {"calibration-variable /market/equations/1/coefficients/0/variable"}},
      {"unknown kind",
       [=](Json& j) {
         equation(j, 0)["coefficients"][0]["kind"] = "trend";
         j["market"]["equations"][0]["coefficients"][0]["variable"] = "rate";
       },
       {"calibration-value /market/equations/0/coefficients/0/kind"}},
      {"lag beyond the order",
       [=](Json& j) { equation(j, 0)["coefficients"][1]["lag"] = 3; },
       {"calibration-value /market/equations/0/coefficients/1/lag"}},
      {"negative variance",
       [=](Json& j) { equation(j, 0)["residual_variance"] = -1; },
       {"calibration-value /market/equations/0"}},
      {"no degrees of freedom",
       [=](Json& j) { equation(j, 0)["degrees_of_freedom"] = 0; },
       {"calibration-value /market/equations/0"}},
      {"too few degrees of freedom for a standard deviation",
       [=](Json& j) { equation(j, 0)["degrees_of_freedom"] = 2; },
       {"calibration-value /market/equations/0"}},
      {"missing mean",
       [=](Json& j) { equation(j, 0)["coefficients"][0].erase("mean"); },
       {"calibration-value /market/equations/0/coefficients/0/mean"}},
      {"covariance of another size",
       [=](Json& j) { equation(j, 0)["unit_covariance"] = {{1}}; },
       {"calibration-shape /market/equations/0/unit_covariance"}},
      {"covariance that is not symmetric",
       [=](Json& j) {
         equation(j, 0)["unit_covariance"] = {{1, 0.5}, {0, 1}};
       },
       {"calibration-covariance /market/equations/0/unit_covariance"}},
      {"covariance with a negative direction",
       [=](Json& j) {
         equation(j, 0)["unit_covariance"] = {{1, 2}, {2, 1}};
       },
       {"calibration-covariance /market/equations/0/unit_covariance"}},
      {"funds as a number",
       [](Json& j) { j["funds"] = 3; },
       {"calibration-value /funds/opening_aum_musd", "calibration-value /funds/flow",
        "calibration-value /funds/members", "calibration-value /funds/members"}},
      {"AUM of zero",
       [](Json& j) { j["funds"]["opening_aum_musd"] = 0; },
       {"calibration-value /funds/opening_aum_musd", "calibration-value /funds/members"}},
      {"negative uncertainty of AUM",
       [](Json& j) { j["funds"]["opening_aum_sd_musd"] = -1; },
       {"calibration-value /funds/opening_aum_sd_musd"}},
      {"assets that do not add",
       [](Json& j) { j["funds"]["members"][0]["opening_aum_musd"] = 900; },
       {"calibration-value /funds/members"}},
      {"no member", [](Json& j) { j["funds"]["members"] = Json::array(); }, {"calibration-value /funds/members"}},
      {"unknown dimension",
       [](Json& j) { j["funds"]["members"][0]["dimension"] = "country"; },
       {"calibration-value /funds/members/0/dimension"}},
      {"negative variance of the last flow",
       [](Json& j) { j["funds"]["members"][0]["last_variance"] = -1; },
       {"calibration-value /funds/members/0/last_variance"}},
      {"unknown exposure",
       [](Json& j) {
         j["funds"]["members"][0]["exposures"] = {{"bitcon", 1}};
       },
       {"calibration-variable /funds/members/0/exposures"}},
      {"exposures as a list",
       [](Json& j) { j["funds"]["members"][0]["exposures"] = {1}; },
       {"calibration-value /funds/members/0/exposures"}},
      {"a coefficient too few",
       [](Json& j) { j["funds"]["members"][0]["coefficients"].erase(3); },
       {"calibration-shape /funds/members/0/coefficients"}},
      {"members out of order",
       [](Json& j) {
         Json region = j["funds"]["members"][0];
         region["dimension"] = "region";
         j["funds"]["members"].insert(j["funds"]["members"].begin(), region);
       },
       {"calibration-shape /funds/members"}},
      {"a flow equation of five coefficients",
       [](Json& j) { j["funds"]["flow"]["coefficients"].erase(0); },
       {"calibration-shape /funds/flow/coefficients"}},
      {"drawdown of an unknown price",
       [](Json& j) { j["funds"]["flow"]["drawdown_variable"] = "gold"; },
       {"calibration-variable /funds/flow/drawdown_variable"}},
      {"a window of no week",
       [](Json& j) { j["funds"]["flow"]["drawdown_window"] = 0; },
       {"calibration-value /funds/flow/drawdown_window"}},
      {"a decay above 1",
       [](Json& j) { j["funds"]["flow"]["average_decay"] = 1.2; },
       {"calibration-value /funds/flow/average_decay"}},
      {"an opening of one number",
       [](Json& j) { j["funds"]["flow"]["opening"] = {1}; },
       {"calibration-shape /funds/flow/opening"}},
      {"a disappointment without its coefficient",
       [](Json& j) {
         j["funds"]["flow"]["disappointment"] = {{"dollar_variable", "rate"}, {"beta", 0.5}};
       },
       {"calibration-shape /funds/flow/coefficients"}},
      {"a coefficient without its disappointment",
       [](Json& j) {
         j["funds"]["flow"]["coefficients"].push_back({{"name", "disappointment"}, {"mean", 0}});
       },
       {"calibration-shape /funds/flow/coefficients"}},
      {"a disappointment by an unknown dollar, without its beta",
       [](Json& j) {
         j["funds"]["flow"]["coefficients"].push_back({{"name", "disappointment"}, {"mean", 0}});
         j["funds"]["flow"]["disappointment"] = {{"dollar_variable", "pound"}};
       },
       {"calibration-variable /funds/flow/disappointment/dollar_variable",
        "calibration-value /funds/flow/disappointment/beta"}},
      {"weeks as a map",
       [](Json& j) {
         j["weeks"] = {{"a", 1}};
       },
       {"calibration-value /weeks"}},
      {"a week of nothing",
       [](Json& j) { j["weeks"] = Json::array({Json::object()}); },
       {"calibration-value /weeks/0/week_end", "calibration-value /weeks/0/net_flow_musd",
        "calibration-value /weeks/0/net_flow_status", "calibration-value /weeks/0/aum_musd",
        "calibration-value /weeks/0/aum_status", "calibration-value /weeks/0/return_percent"}},
  };
}

std::vector<std::string> found_in(const Json& json) {
  Findings findings;
  const auto result = read(json, findings);
  EXPECT_FALSE(result.has_value());
  std::vector<std::string> lines;
  for (const Finding& finding : findings.sorted()) {
    EXPECT_EQ(finding.where.file, "c.json");
    lines.push_back(finding.code + " " + finding.problem.substr(0, finding.problem.find(':')));
  }
  return lines;
}

TEST(CalibrationRead, NamesThePlaceOfWhatIsWrong) {
  for (const BadFile& each : bad_files()) {
    SCOPED_TRACE(each.name);
    Json json = triangular_calibration();
    each.spoil(json);
    EXPECT_THAT(found_in(json), testing::UnorderedElementsAreArray(each.expected));
  }
}

TEST(CalibrationRead, RefusesReducedFormsThatDoNotFit) {
  const auto found = [](const std::function<void(Json&)>& spoil) {
    Json json = reduced_calibration();
    spoil(json["market"]["reduced"]);
    return found_in(json);
  };
  EXPECT_THAT(found([](Json& j) { j["constant"] = {1}; }),
              testing::ElementsAre("calibration-shape /market/reduced/constant"));
  EXPECT_THAT(found([](Json& j) { j["lags"].push_back(j["lags"][0]); }),
              testing::ElementsAre("calibration-shape /market/reduced/lags"));
  EXPECT_THAT(found([](Json& j) { j["lags"][0][1] = {1}; }),
              testing::ElementsAre("calibration-shape /market/reduced/lags/0/1"));
  EXPECT_THAT(found([](Json& j) {
                j["covariance"] = {{1, 1}, {1, 1}};
              }),
              testing::ElementsAre("calibration-covariance /market/reduced/covariance"));
  EXPECT_THAT(found([](Json& j) { j.erase("covariance"); }),
              testing::UnorderedElementsAre("calibration-value /market/reduced/covariance",
                                            "calibration-shape /market/reduced/covariance"));
}

TEST(CalibrationRead, ReportsAllProblemsAtOnce) {
  Json json = triangular_calibration();
  json["as_of"] = "today";
  json["market"]["tail_index"] = 1;
  json["funds"]["opening_aum_musd"] = -5;
  EXPECT_GE(found_in(json).size(), 3u);
}

TEST(CalibrationRead, SuggestsTheNameThatWasMeant) {
  Json json = triangular_calibration();
  json["funds"]["flow"]["drawdown_variable"] = "bitcoim";
  Findings findings;
  EXPECT_FALSE(read(json, findings).has_value());
  EXPECT_THAT(render(findings, false), testing::HasSubstr("did you mean 'bitcoin'?"));
}

}  // namespace
}  // namespace ebbtide
