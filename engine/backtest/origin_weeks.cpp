#include "backtest/origin_weeks.h"

#include "backtest/flow_carrier.h"
#include "core/contract.h"

namespace ebbtide {
std::vector<OriginWeek> weeks_of(const Origin& origin, const KnownMarket& prices, int weeks) {
  EBBTIDE_REQUIRE(prices.track == Track::macro_and_prices);
  std::vector<OriginWeek> result;
  for (const PastWeek& past : origin.past) {
    result.push_back({origin.as_of, weeks_between(origin.week_one, past.week_end) + 1, past.week_end, past.flow_percent,
                      past.flow_percent_sd, past.return_percent});
  }
  const std::vector<double> returns = held_returns({origin, prices, weeks});
  for (int week = 1; week <= weeks; ++week) {
    OriginWeek ahead{origin.as_of, week, add_weeks(origin.week_one, week - 1), {}, {}, {}};
    if (!returns.empty()) ahead.return_percent = returns[static_cast<std::size_t>(week) - 1];
    result.push_back(ahead);
  }
  return result;
}

Table origin_weeks_table(const BacktestDefinition& definition, const std::vector<OriginWeek>& weeks) {
  Table table(
      "origin_weeks", "Weeks as each origin saw them",
      {{"universe", ColumnType::text, "", "Universe whose flows and AUM were forecast."},
       {"origin", ColumnType::date, "", "Day of the forecast; the weeks are as they were known on it."},
       {"week", ColumnType::integer, "", "Week from the origin: 1 is the first one forecast, 0 the one before."},
       {"week_end", ColumnType::date, "", "Friday that ends the week."},
       {"flow", ColumnType::number, "%",
        "Net flow in % of the AUM the week opened with, where nobody published it the calibration's mean; empty "
        "ahead of the origin."},
       {"flow_sd", ColumnType::number, "%", "Standard deviation of that mean; 0 where published."},
       {"return", ColumnType::number, "%",
        "AUM-weighted simple return; ahead of the origin that of the assets held at it, which a forecast "
        "knows in track MP alone."}});
  for (const OriginWeek& week : weeks) {
    table.append({definition.universe, week.origin, std::int64_t{week.week}, week.week_end,
                  value_or_unknown(week.flow_percent), value_or_unknown(week.flow_percent_sd),
                  value_or_unknown(week.return_percent)});
  }
  return table;
}

}  // namespace ebbtide
