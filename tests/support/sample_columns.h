// The columns of a run's tables as docs/output-format.md promises them.
#pragma once

#include <string>
#include <vector>

#include "core/table.h"

namespace ebbtide::sample {

inline Column text(const std::string& name, const std::string& description) {
  return {name, ColumnType::text, "", description};
}
inline Column number(const std::string& name, const std::string& unit, const std::string& description) {
  return {name, ColumnType::number, unit, description};
}
inline Column whole(const std::string& name, const std::string& unit, const std::string& description) {
  return {name, ColumnType::integer, unit, description};
}
inline Column date(const std::string& name, const std::string& description) {
  return {name, ColumnType::date, "", description};
}

inline std::vector<Column> member_columns() {
  return {text("asset", "Asset of the member; empty means all assets."),
          text("region", "Region of the member; empty means all regions."),
          text("issuer", "Issuer of the member; empty means all issuers."),
          text("unit", "Unit of the values in this row.")};
}

inline void add(std::vector<Column>& columns, const std::vector<Column>& more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

inline std::vector<Column> distribution_columns() {
  std::vector<Column> columns = {text("scenario", "Name of the scenario."),
                                 date("as_of", "Date up to which publications were read."),
                                 whole("horizon", "weeks", "Weeks ahead; 1 is the first week simulated."),
                                 date("week_end", "Friday on which the week ends."),
                                 text("target", "What is measured: net_flow, aum, factor and others."),
                                 text("series", "Factor or price series; empty for flows and AUM.")};
  add(columns, member_columns());
  add(columns,
      {text("output_type", "mean, sd, quantile or shortfall."),
       number("output_type_id", "", "Probability level of a quantile or shortfall."),
       number("value", "", "The statistic."), number("mc_se", "", "Monte Carlo standard error of the statistic."),
       text("status", "seen or inferred."), number("realised", "", "What was published later; empty until known."),
       number("percentile", "%", "Share of paths below the realised value.")});
  return columns;
}

inline const std::vector<std::string>& summary_statistics() {
  static const std::vector<std::string> kNames = {"mean", "sd",  "q01", "q05", "q10", "q25",
                                                  "q50",  "q75", "q90", "q95", "q99", "shortfall_05"};
  return kNames;
}

inline std::vector<Column> summary_columns() {
  std::vector<Column> columns = distribution_columns();
  columns.resize(10);
  for (const std::string& name : summary_statistics()) {
    columns.push_back(number(name, "", "Statistic " + name + " over paths."));
    columns.push_back(number(name + "_se", "", "Monte Carlo standard error of " + name + "."));
  }
  add(columns, {text("status", "seen or inferred."), number("realised", "", "What was published later."),
                number("percentile", "%", "Share of paths below the realised value.")});
  return columns;
}

inline std::vector<Column> member_week_columns() {
  return {text("scenario", "Name of the scenario."), date("as_of", "Known up to this date."),
          whole("horizon", "weeks", "Weeks ahead."), date("week_end", "Friday of the week.")};
}

inline void add_estimate(std::vector<Column>& columns, const std::string& name, const std::string& unit) {
  add(columns,
      {number(name, unit, "Statistic " + name + "."), number(name + "_se", unit, "Standard error of " + name + ".")});
}

inline std::vector<Column> breadth_columns() {
  std::vector<Column> columns = member_week_columns();
  add(columns, {text("dimension", "asset, region or issuer."), whole("members", "", "Named members.")});
  add_estimate(columns, "mean", "");
  for (const char* name : {"q05", "q50", "q95"}) columns.push_back(whole(name, "", "A quantile."));
  for (const char* name : {"none", "most", "all"}) add_estimate(columns, name, "");
  add(columns,
      {whole("realised_known", "", "Published members."), whole("realised_inflows", "", "Those with an inflow.")});
  return columns;
}

inline std::vector<Column> rotation_columns() {
  std::vector<Column> columns = member_week_columns();
  add(columns, {text("target", "net_flow or cumulative_net_flow."), text("dimension", "asset, region or issuer."),
                text("loses", "Member with an outflow."), text("gains", "Member with an inflow.")});
  add_estimate(columns, "probability", "");
  columns.push_back(text("status", "seen or inferred."));
  return columns;
}

inline std::vector<Column> record_columns() {
  std::vector<Column> columns = member_week_columns();
  add(columns, member_columns());
  columns.pop_back();
  add(columns, {whole("known_weeks", "", "Published weeks."), number("lowest", "musd", "The lowest of them.")});
  add_estimate(columns, "below_lowest", "");
  columns.push_back(number("highest", "musd", "The highest of them."));
  add_estimate(columns, "above_highest", "");
  for (const std::string name : {"q05", "q50", "q95"}) {
    add(columns, {number(name, "musd", "Quantile."), date(name + "_since", "Last known week as large.")});
  }
  return columns;
}

inline std::vector<Column> share_columns() {
  std::vector<Column> columns = member_week_columns();
  add(columns, member_columns());
  columns.pop_back();
  columns.push_back(number("opening", "%", "Share at the opening."));
  for (const char* name : {"mean", "q05", "q50", "q95"}) add_estimate(columns, name, "%");
  columns.push_back(text("status", "seen or inferred."));
  return columns;
}

inline std::vector<Column> bridge_columns() {
  std::vector<Column> columns = {text("scenario", "Name of the scenario."), date("as_of", "Known up to this date."),
                                 whole("horizon", "weeks", "Weeks ahead."), date("week_end", "Friday of the week.")};
  add(columns, member_columns());
  add(columns,
      {number("opening_aum", "musd", "Mean AUM at the start of the week."),
       number("net_flow", "musd", "Mean net flow of the week."),
       number("market_effect", "musd", "Mean change of AUM by prices."),
       number("closing_aum", "musd", "Mean AUM at the end of the week."), text("status", "seen or inferred.")});
  return columns;
}

inline std::vector<Column> driver_columns() {
  std::vector<Column> columns = {text("scenario", "Name of the scenario."),
                                 text("baseline", "Scenario the differences are taken to."),
                                 whole("horizon", "weeks", "Weeks ahead."), date("week_end", "Friday."),
                                 text("target", "net_flow, cumulative_net_flow or aum.")};
  add(columns, member_columns());
  add(columns, {text("kind", "condition, assumption, channel, remainder or total."),
                text("driver", "The condition's text, or the channel."),
                number("contribution", "", "Part of the difference to the baseline."),
                number("mc_se", "", "Standard error of remainder and total.")});
  return columns;
}

inline std::vector<Column> delta_columns() {
  std::vector<Column> columns = {
      text("scenario", "Name of the scenario."), text("baseline", "The scenario it is compared with."),
      whole("horizon", "weeks", "Weeks ahead."), date("week_end", "Friday of the week."),
      text("target", "What is measured."),       text("series", "Factor or price series.")};
  add(columns, member_columns());
  add(columns, {number("delta", "", "Mean of the paired differences."),
                number("mc_se", "", "Monte Carlo standard error of the difference.")});
  return columns;
}

inline std::vector<Column> event_columns() {
  return {text("scenario", "Name of the scenario."),
          text("event", "Name of the event."),
          text("description", "The event in words."),
          number("probability", "1", "Share of paths in which it happens."),
          number("mc_se", "1", "Monte Carlo standard error of the probability."),
          number("delta", "1", "Probability less the baseline's."),
          number("delta_mc_se", "1", "Monte Carlo standard error of the difference."),
          text("threshold", "What the scenario allows; empty without a threshold."),
          text("ok", "true or false: whether the threshold holds; empty without one."),
          text("realised", "yes or no; empty until known.")};
}

inline std::vector<Column> scenario_columns() {
  return {text("scenario", "Name of the scenario."),
          text("title", "One line for people."),
          text("why", "Reason for asking."),
          text("source", "Where the sizes come from."),
          text("universe", "Set of funds."),
          date("as_of", "Known up to this date."),
          date("week_one", "Friday of the first week simulated."),
          whole("horizon", "weeks", "Weeks simulated."),
          whole("paths", "", "Paths simulated."),
          whole("seed", "", "Seed of the random numbers."),
          text("baseline", "Scenario that changes are measured against."),
          number("effective_sample_size", "paths", "Paths of equal weight that carry as much information."),
          text("condition", "The condition in words; empty when there is none."),
          text("kind", "hard or known."),
          number("asked", "", "Value asked for."),
          text("unit", "Unit of asked and got."),
          number("got_mean", "", "Mean over paths."),
          number("got_sd", "", "Standard deviation over paths."),
          whole("assumptions", "", "Responses stated.")};
}

inline std::vector<Column> assumption_columns() {
  return {text("scenario", "Name of the scenario."),
          text("response_of", "What responds."),
          text("to", "To what."),
          number("per", "", "Move of it."),
          text("per_unit", "Unit of the move."),
          number("stated", "", "The author's response."),
          number("stated_sd", "", "Its standard deviation."),
          number("estimate", "", "The data's response."),
          number("estimate_se", "", "Its standard error."),
          text("unit", "Unit of the four before it."),
          text("why", "The author's grounds."),
          text("in_words", "The row in one sentence.")};
}

inline std::vector<Column> condition_columns() {
  return {text("scenario", "Name of the scenario."),
          text("condition", "The condition in words."),
          text("kind", "How it binds."),
          number("asked", "", "Value asked for."),
          number("asked_sd", "", "Standard deviation asked for."),
          number("lower", "", "Lower end of a bound."),
          number("upper", "", "Upper end of a bound."),
          number("got_mean", "", "Mean over paths."),
          number("got_sd", "", "Standard deviation over paths."),
          text("unit", "Unit of the values."),
          text("meaning", "What the kind means.")};
}

inline std::vector<Column> plausibility_columns() {
  return {text("scenario", "Name of the scenario."),
          whole("conditions", "", "Conditions measured."),
          whole("bounds", "", "Bounds."),
          number("q", "", "Squared distance."),
          number("p_value", "", "Probability of lying as far out."),
          number("simulated_share", "", "Share of paths as far out."),
          number("simulated_share_mc_se", "", "Its standard error."),
          number("bounds_probability", "", "Probability of the bounds."),
          number("bounds_probability_mc_se", "", "Its standard error."),
          whole("window", "weeks", "Length of a window."),
          whole("past_windows", "", "Windows of that length."),
          number("historical_percentile", "%", "Windows nearer to the mean."),
          text("earlier_weeks", "Weeks moved by later conditions."),
          text("summary", "The row in words.")};
}

inline std::vector<Column> similar_week_columns() {
  return {text("scenario", "Name of the scenario."),
          whole("rank", "", "1 is the most similar."),
          date("first_week", "First week of the window."),
          date("last_week", "Its last week."),
          number("distance", "", "From the conditions."),
          text("condition", "The condition in words."),
          number("asked", "", "Value asked for."),
          number("value", "", "Value in the window."),
          text("unit", "Unit of both."),
          number("flow_pct_aum", "%", "Flow of the window."),
          text("flow_status", "seen or smoothed."),
          number("flow_after_pct_aum", "%", "Flow of the four weeks after."),
          text("flow_after_status", "seen or smoothed.")};
}

inline std::vector<Column> week_columns() {
  return {text("universe", "Set of funds."),
          date("as_of", "Known up to this date."),
          date("week_end", "Friday of the week."),
          number("net_flow", "musd", "Net flow of the week."),
          text("flow_status", "seen or smoothed."),
          number("flow_sd", "musd", "Standard deviation of a smoothed flow."),
          number("aum", "musd", "AUM at the week's end."),
          text("aum_status", "seen or reconstructed."),
          number("aum_sd", "musd", "Standard deviation of a reconstructed AUM.")};
}

}  // namespace ebbtide::sample
