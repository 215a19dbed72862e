// A scenario, resolved: `extends` merged, sweeps expanded, defaults filled, units checked, names known to the universe.
//
// Quantities are in the units users write: simple percent, basis points, million USD. Weeks count from 1, the first
// week whose total flow is unpublished at as_of. See docs/scenario-format.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/finding.h"
#include "core/unit.h"
#include "history/universe.h"
#include "text/scalar.h"

namespace ebbtide {

// A market quantity: a weighted sum of market variables, each weight times the variable as displayed
// ("bitcoin" is Bitcoin's own return). A single factor has one term of weight 1 (an alias: its sign).
struct MarketTerm {
  std::string variable;  // canonical name in market.yaml
  double weight = 1.0;
};

enum class Aggregation { each_week, cumulative, average };

// How a condition binds (docs/methods.md, Conditioning).
//   known       a published value; holds on every path; never written by users
//   hard        the quantity equals `value` on every path
//   target      the quantity takes the law N(value, sd^2), whatever the model says of it (Jeffrey)
//   evidence    a sighting of the quantity with error sd, which shrinks towards the model (Bayes)
//   inequality  the quantity lies between at_least and at_most
enum class ConditionKind { known, hard, target, evidence, inequality };

// The quantity over the weeks is bound to `value`: in bp added (cumulative) or averaged; in percent compounded, that is
// log1p of simple percent is added or averaged; a spread is the percent by which one price outgrows the other.
struct MarketCondition {
  std::string text;  // one line for reports: "bitcoin, week 1: -6.5 %"
  std::vector<MarketTerm> terms;
  Aggregation aggregation = Aggregation::each_week;
  WeekRange weeks;  // each_week: first == last
  Quantity value;   // percent or basis_point; its unit holds for the bounds too
  SourcePosition where;
  ConditionKind kind = ConditionKind::hard;
  double sd = 0.0;  // target and evidence: in the unit of value
  std::optional<double> at_least = std::nullopt;
  std::optional<double> at_most = std::nullopt;
};

enum class EventTarget { net_flow, cumulative_net_flow, net_flow_pct_aum, aum, factor, return_ };
enum class EventStatistic { value, minimum, maximum };  // over the weeks

// True on a path when statistic(target over weeks) is below (or above) the level.
struct Event {
  std::string name;
  std::string text;  // one line for reports
  EventTarget target = EventTarget::net_flow;
  SeriesKey member;      // flow and aum targets; all empty: the total
  std::string variable;  // factor and return targets
  EventStatistic statistic = EventStatistic::value;
  WeekRange weeks;    // value: first == last
  bool below = true;  // else above
  Quantity level;
  SourcePosition where;
};

// A condition on flows or AUM of the total or one member. hard: net_flow of one week, or net_flow_pct_aum; evidence and
// inequality: any.
struct FlowCondition {
  std::string text;
  EventTarget target = EventTarget::net_flow;  // one of the four of flows and AUM
  SeriesKey member;
  int week = 1;
  ConditionKind kind = ConditionKind::hard;
  Quantity value;   // million USD or percent; its unit holds for sd and the bounds
  double sd = 0.0;  // evidence
  std::optional<double> at_least = std::nullopt;
  std::optional<double> at_most = std::nullopt;
  SourcePosition where;
  double with_total = 0.0;  // correlation of the error with that of evidence on the total's flow of the week
};

// What the user holds about the law of a simulated quantity; the paths are reweighted to it at the least relative
// entropy.
enum class ViewKind { probability, mean, quantile, shortfall };
struct View {
  std::string text;
  ViewKind kind = ViewKind::mean;
  Event quantity;     // target, member, variable, statistic, weeks; probability: also side and level
  double tail = 0.0;  // quantile: its probability; shortfall: the share of worst paths; fractions
  // probability: fractions; else in `unit`. Equal bounds pin the statistic.
  std::optional<double> at_least = std::nullopt;
  std::optional<double> at_most = std::nullopt;
  Unit unit = Unit::none;
  SourcePosition where;
};

// full: later weeks inform earlier ones. sequential: every week knows only its own past.
enum class PathKnowledge { full, sequential };

// Which members have tables: those of at most so many dimensions, 0 to 3. What is simulated does not depend on it, and
// what events, views or conditions name has tables whatever it is.
enum class TableDepth { total, margins, pairs, cells };

// Which equations' shocks may deliver hard and target conditions on a factor.
struct DriverRule {
  std::string variable;
  std::vector<std::string> shocks;  // names of market variables
  SourcePosition where;
};

// A response that the user states in place of the data's: coefficient of `to` in the equation of `of`.
struct Assumption {
  std::string text;
  std::string of;  // a market variable, or "flow": net flow of the total, % of AUM
  std::string to;  // a market variable above `of` in market.yaml; for "flow": "return", the AUM-weighted return
  Quantity per;
  Quantity is;
  double sd = 0.0;  // in the unit of `is`
  std::string why;
  SourcePosition where;
};

// Flows move prices: the total's return r = r* + k (x - E x), x its flow in % of AUM and E x what the week before leads
// to expect, k = M AUM / market cap, M lognormal; without it the joint law of the past holds what flows did to prices.
struct PriceImpact {
  double market_cap_musd = 0.0;   // of what the universe holds, before week 1
  double multiplier = 2.0;        // median of M
  double multiplier_sigma = 0.7;  // standard deviation of log M
  SourcePosition where;
};

struct Threshold {
  std::string event;
  bool at_most = true;       // else at least
  double probability = 0.0;  // a fraction, 0 to 1
  SourcePosition where;
};

struct Judgment {
  std::string author;
  std::string why;
  std::string reference;
};

struct Scenario {
  std::string file;
  std::string name;  // a sweep's members: "name[1]", "name[2]" ...
  std::string title;
  std::string why;  // what the scenario asks and where its size comes from
  std::string source;
  std::string universe;
  Date as_of;
  int horizon_weeks = 0;
  std::uint64_t paths = 0;
  std::uint64_t seed = 0;
  TableDepth depth = TableDepth::cells;
  std::optional<std::string> baseline;  // name of another scenario
  std::vector<MarketCondition> conditions;
  std::vector<FlowCondition> flow_conditions;
  std::vector<View> views;
  PathKnowledge path = PathKnowledge::full;
  std::vector<DriverRule> drivers;
  std::vector<Assumption> assumptions;
  std::optional<PriceImpact> price_impact;
  std::vector<Event> events;
  std::vector<Threshold> thresholds;
  std::optional<Judgment> judgment;
  std::vector<std::pair<std::string, std::string>> sweep_values;  // path, value text: for a member of a sweep
};

// A resolved value and where it came from, for `describe`: "horizon", "8 weeks", "baseline.yaml:7:10".
struct ResolvedValue {
  std::string path;
  std::string value;
  std::string origin;
};

}  // namespace ebbtide
