#include "backtest/origin.h"

#include "calibration/calibrate.h"
#include "model/cube.h"
#include "random/philox.h"

namespace ebbtide {
namespace {

std::vector<PastWeek> past_weeks(const Calibration& calibration, Date first_flow_week) {
  std::vector<PastWeek> past;
  for (std::size_t t = 1; t < calibration.weeks.size(); ++t) {
    const ReconstructedWeek& week = calibration.weeks[t];
    const double opening = calibration.weeks[t - 1].aum_musd;
    if (week.week_end < first_flow_week || opening <= 0.0) continue;
    past.push_back({week.week_end, 100.0 * week.net_flow_musd / opening,
                    week.flow_seen ? 0.0 : 100.0 * week.net_flow_sd_musd / opening, week.return_percent, opening,
                    week.aum_musd});
  }
  return past;
}

bool was_launched(const Universe& universe, const SeriesKey& key, Date week_end) {
  for (const Dimension dimension : kDimensions) {
    const Member* member = key.part(dimension).empty() ? nullptr : universe.find(dimension, key.part(dimension));
    if (member != nullptr && member->launched && *member->launched > week_end) return false;
  }
  return true;
}

std::vector<std::vector<std::optional<double>>> past_members(const HistoryView& view, const Calibration& calibration,
                                                             const std::vector<PastWeek>& past) {
  std::vector<std::vector<std::optional<double>>> flows;
  for (const FundColumn& column : fund_columns(*calibration.funds)) {
    std::vector<std::optional<double>> own;
    bool has_flow = false;
    for (const PastWeek& week : past) {
      const auto flow = view.flow(column.key, week.week_end);
      has_flow = has_flow || flow;
      // An observed cell has a row from its launch on.
      const bool is_launched = column.key.is_cell() && view.universe().cells_observed
                                   ? has_flow
                                   : was_launched(view.universe(), column.key, week.week_end);
      own.push_back(flow ? std::optional(flow->value_musd) : is_launched ? std::nullopt : std::optional(0.0));
    }
    flows.push_back(std::move(own));
  }
  return flows;
}

bool conditions_on(Track track, const MarketVariable& variable) {
  switch (track) {
    case Track::unconditional:
      return false;
    case Track::macro:
      return !variable.is_return;
    case Track::macro_and_prices:
      return true;
  }
  return false;
}

}  // namespace

std::uint64_t origin_seed(std::uint64_t seed, Date as_of) {
  const auto day = static_cast<std::uint32_t>(as_of.time_since_epoch().count());
  const PhiloxCounter words = philox4x32_10({day, 0, 0, 0x6261636bU},
                                            {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
  return words[0] | std::uint64_t{words[1]} << 32;
}

Origin make_origin(const History& history, Date as_of, std::uint64_t seed, const CalibrationSettings& settings) {
  HistoryView view = history.as_of(as_of);
  auto calibration = std::make_shared<const Calibration>(calibrate(view, settings));
  std::vector<PastWeek> past = past_weeks(*calibration, view.universe().first_flow_week);
  auto members = past_members(view, *calibration, past);
  const Date week_one = calibration->week_one;
  return {as_of,           week_one,           std::move(view),         std::move(calibration),
          std::move(past), std::move(members), origin_seed(seed, as_of)};
}

KnownMarket known_market(const Origin& origin, const HistoryView& later, Track track, int weeks) {
  KnownMarket known{track, {}};
  const std::vector<MarketVariable>& variables = origin.calibration->market.variables;
  for (int week = 0; week < weeks; ++week) {
    const Date week_end = add_weeks(origin.week_one, week);
    std::vector<std::optional<double>> values;
    for (const MarketVariable& variable : variables) {
      const auto index = origin.view.market().index_of(variable.name);
      std::optional<double> value;
      if (index) value = origin.view.displayed(*index, week_end);
      if (index && !value && conditions_on(track, variable)) value = later.displayed(*index, week_end);
      values.push_back(value);
    }
    known.weeks.push_back(std::move(values));
  }
  return known;
}

}  // namespace ebbtide
