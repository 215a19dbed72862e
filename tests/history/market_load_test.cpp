// load_market_spec on the shipped market.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

MarketSpec shipped() {
  Findings findings;
  return load_market_spec(testing::shipped_market() + "/market.yaml", findings).value();
}

TEST(MarketLoad, KeepsTheOrderOfTheTriangularSystem) {
  std::vector<std::string> names;
  const MarketSpec market = shipped();
  for (const MarketVariable& variable : market.variables) names.push_back(variable.name);
  EXPECT_EQ(names, (std::vector<std::string>{"cuts_priced_out", "dollar", "volatility", "equities", "bitcoin", "ether",
                                             "solana", "xrp", "bnb", "chainlink", "cardano", "litecoin", "sui"}));
}

TEST(MarketLoad, ReadsTransformsUnitsAndGroups) {
  const MarketSpec market = shipped();
  const MarketVariable& cuts = *market.find("cuts_priced_out");
  EXPECT_EQ(cuts.transform, Transform::change);
  EXPECT_EQ(cuts.scale, 100.0);
  EXPECT_EQ(cuts.unit, Unit::basis_point);
  EXPECT_TRUE(cuts.proxy);
  EXPECT_FALSE(cuts.is_return);
  const MarketVariable& solana = *market.find("solana");
  EXPECT_EQ(solana.transform, Transform::log_change);
  EXPECT_EQ(solana.unit, Unit::percent);
  EXPECT_TRUE(solana.is_return);
  EXPECT_EQ(solana.over, "bitcoin");
  EXPECT_FALSE(solana.beta_to);
  EXPECT_EQ(market.find("sui")->beta_to, "bitcoin");
  for (std::size_t i = 0; i < market.variables.size(); ++i) {
    EXPECT_EQ(market.variables[i].group, i < 4 ? VolatilityGroup::macro : VolatilityGroup::prices);
    EXPECT_EQ(market.variables[i].is_return, i >= 4);
  }
}

TEST(MarketLoad, ReadsAliasShownLevelsAndFirstWeek) {
  const MarketSpec market = shipped();
  ASSERT_EQ(market.aliases.size(), 1U);
  EXPECT_EQ(market.aliases.front().name, "cuts_priced");
  EXPECT_EQ(market.aliases.front().variable, "cuts_priced_out");
  EXPECT_EQ(market.aliases.front().sign, -1.0);
  ASSERT_EQ(market.shown.size(), 2U);
  EXPECT_EQ(market.shown.front().terms,
            (std::vector<std::pair<std::string, double>>{{"us_2y_pct", 1.0}, {"effr_pct", -1.0}}));
  EXPECT_EQ(market.first_week, day("2021-01-08"));
  EXPECT_EQ(market.disappointment_dollar, "dollar");
}

// 5 U.S.C. 6103, computed here by rule: the table must hold these days and no others.
std::vector<Date> federal_holidays(int year_number) {
  using namespace std::chrono;
  const year y{year_number};
  std::vector<Date> days;
  const auto observed = [](Date date) {
    if (weekday(date) == Saturday) return date - std::chrono::days(1);
    return weekday(date) == Sunday ? date + std::chrono::days(1) : date;
  };
  for (const month_day fixed : {January / 1, July / 4, November / 11, December / 25}) {
    days.push_back(observed(Date(y / fixed.month() / fixed.day())));
  }
  if (year_number >= 2021) days.push_back(observed(Date(y / June / 19)));
  if (weekday(Date((y + years(1)) / January / 1)) == Saturday) days.push_back(Date(y / December / 31));
  if (weekday(Date(y / January / 1)) == Saturday) days.erase(days.begin());
  for (const month_weekday floating : {January / Monday[3], February / Monday[3], September / Monday[1],
                                       October / Monday[2], November / Thursday[4]}) {
    days.push_back(Date(y / floating.month() / floating.weekday_indexed()));
  }
  days.push_back(Date(y / May / Monday[last]));
  std::sort(days.begin(), days.end());
  return days;
}

TEST(MarketLoad, HoldsTheFederalHolidaysOfEveryYear) {
  std::map<int, std::vector<Date>> by_year;
  const MarketSpec market = shipped();
  for (const Date date : market.calendar.holidays()) {
    by_year[static_cast<int>(std::chrono::year_month_day(date).year())].push_back(date);
  }
  ASSERT_EQ(by_year.size(), 11U);
  for (const auto& [year, days] : by_year) EXPECT_EQ(days, federal_holidays(year)) << year;
  EXPECT_EQ(by_year.begin()->first, 2017);
}

TEST(MarketLoad, GivesNothingAfterAnError) {
  Findings findings;
  EXPECT_FALSE(load_market_spec(testing::shipped_universe("global-etp") + "/universe.yaml", findings));
  EXPECT_TRUE(findings.has_errors());
}

}  // namespace
}  // namespace ebbtide
