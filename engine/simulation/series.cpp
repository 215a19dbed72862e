#include "simulation/series.h"

#include "math/elementary.h"

namespace ebbtide {
namespace {

void add_fund_series(std::vector<Series>& result, const SeriesKey& key, int member, bool flow_inferred, AumStatus aum,
                     int weeks) {
  const bool aum_inferred = flow_inferred || aum == AumStatus::inferred;
  const auto add = [&](Target target, Unit unit, bool inferred) {
    result.push_back({target, key, "", unit, inferred, member, -1, {}, weeks});
  };
  add(Target::net_flow, Unit::million_usd, flow_inferred);
  add(Target::cumulative_net_flow, Unit::million_usd, flow_inferred);
  if (aum == AumStatus::none) return;
  add(Target::net_flow_pct_aum, Unit::percent, aum_inferred);
  add(Target::aum, Unit::million_usd, aum_inferred);
  add(Target::market_effect, Unit::million_usd, aum_inferred);
}

// Log percent to simple percent.
EBBTIDE_VECTOR_WIDTHS
void compound(Lanes& values) {
  for (double& value : values) value = 100.0 * exp_minus_one(0.01 * value);
}

const Lanes& fund_value(const FundPaths& funds, const Series& series, std::size_t week, FundPaths::Total total,
                        const LaneGrid& members) {
  return series.member < 0 ? funds.total.at(week, total) : members.at(week, static_cast<std::size_t>(series.member));
}

EBBTIDE_VECTOR_WIDTHS
void add_terms(const std::vector<PathTerm>& terms, const LaneGrid& market, int first_week, Lanes& values) {
  for (const PathTerm& term : terms) {
    const std::size_t week = static_cast<std::size_t>(first_week) + static_cast<std::size_t>(term.week);
    const Lanes& path = market.at(week, static_cast<std::size_t>(term.variable));
    for (std::size_t lane = 0; lane < kLanes; ++lane) values[lane] += term.weight * path[lane];
  }
}

EBBTIDE_VECTOR_WIDTHS
void add_lanes(const Lanes& from, Lanes& to) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) to[lane] += from[lane];
}

EBBTIDE_VECTOR_WIDTHS
void percent_of_opening(const Lanes& flow, const Lanes& closing, const Lanes& market, Lanes& values) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double opening = closing[lane] - market[lane] - flow[lane];
    const double percent = 100.0 * flow[lane] / opening;
    values[lane] = opening > 0.0 ? percent : 0.0;
  }
}

}  // namespace

std::string_view target_text(Target target) {
  switch (target) {
    case Target::net_flow:
      return "net_flow";
    case Target::cumulative_net_flow:
      return "cumulative_net_flow";
    case Target::net_flow_pct_aum:
      return "net_flow_pct_aum";
    case Target::aum:
      return "aum";
    case Target::market_effect:
      return "market_effect";
    case Target::factor:
      return "factor";
    case Target::return_:
      return "return";
    case Target::condition:
      return "condition";
  }
  return "";
}

std::vector<Series> series_of(const Model& model) {
  std::vector<Series> result;
  const int weeks = model.horizon_weeks;
  if (model.calibration->funds) {
    const FundPosterior& funds = *model.calibration->funds;
    add_fund_series(result, {}, -1, false, AumStatus::seen, weeks);
    const std::vector<FundColumn> columns = fund_columns(funds);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (has_series(model, columns[i]))
        add_fund_series(result, columns[i].key, static_cast<int>(i), !columns[i].seen, columns[i].aum_status, weeks);
    }
  }
  const std::vector<MarketVariable>& variables = model.calibration->market.variables;
  for (const bool returns : {false, true}) {
    for (std::size_t i = 0; i < variables.size(); ++i) {
      if (variables[i].is_return != returns) continue;
      result.push_back({returns ? Target::return_ : Target::factor,
                        {},
                        variables[i].name,
                        variables[i].unit,
                        false,
                        -1,
                        static_cast<int>(i),
                        displayed_terms(variables, static_cast<int>(i), 0),
                        weeks});
    }
  }
  for (std::size_t i = 0; i < model.constraints.size(); ++i) {
    result.push_back({Target::condition,
                      {},
                      model.constraints[i].text,
                      model.constraints[i].unit,
                      false,
                      -1,
                      static_cast<int>(i),
                      model.constraints[i].terms,
                      1});
  }
  return result;
}

bool event_watches(const Event& event, const Series& series) {
  switch (event.target) {
    case EventTarget::net_flow:
      return series.target == Target::net_flow && series.key == event.member;
    case EventTarget::cumulative_net_flow:
      return series.target == Target::cumulative_net_flow && series.key == event.member;
    case EventTarget::net_flow_pct_aum:
      return series.target == Target::net_flow_pct_aum && series.key == event.member;
    case EventTarget::aum:
      return series.target == Target::aum && series.key == event.member;
    case EventTarget::factor:
      return series.target == Target::factor && series.name == event.variable;
    case EventTarget::return_:
      return series.target == Target::return_ && series.name == event.variable;
  }
  return false;
}

const Lanes& advance_series(const Model& model, const Series& series, int week, const GroupPaths& paths,
                            Lanes& scratch) {
  const FundPaths& funds = paths.funds;
  const auto row = static_cast<std::size_t>(week);
  switch (series.target) {
    case Target::net_flow:
      return fund_value(funds, series, row, FundPaths::kFlow, funds.flow);
    case Target::aum:
      return fund_value(funds, series, row, FundPaths::kAum, funds.aum);
    case Target::market_effect:
      return fund_value(funds, series, row, FundPaths::kMarket, funds.market);
    case Target::cumulative_net_flow:
      if (week == 0) scratch.fill(0.0);
      add_lanes(fund_value(funds, series, row, FundPaths::kFlow, funds.flow), scratch);
      return scratch;
    case Target::net_flow_pct_aum:
      percent_of_opening(fund_value(funds, series, row, FundPaths::kFlow, funds.flow),
                         fund_value(funds, series, row, FundPaths::kAum, funds.aum),
                         fund_value(funds, series, row, FundPaths::kMarket, funds.market), scratch);
      return scratch;
    case Target::factor:
    case Target::return_:
      scratch.fill(0.0);
      add_terms(series.terms, paths.market, model.lead_weeks + week, scratch);
      break;
    case Target::condition:
      scratch.fill(0.0);
      add_terms(series.terms, paths.market, 0, scratch);
      break;
  }
  if (series.unit == Unit::percent) compound(scratch);
  return scratch;
}

void evaluate_series(const Model& model, const Series& series, int week, const GroupPaths& paths, Lanes& values) {
  const int first = series.target == Target::cumulative_net_flow ? 0 : week;
  for (int earlier = first; earlier < week; ++earlier) advance_series(model, series, earlier, paths, values);
  values = advance_series(model, series, week, paths, values);
}

}  // namespace ebbtide
