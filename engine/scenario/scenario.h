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

// The quantity over the weeks equals `value`: in bp added (cumulative) or averaged; in percent compounded, that is
// log1p of simple percent is added or averaged; a spread is the percent by which one price outgrows the other.
struct MarketCondition {
  std::string text;  // one line for reports: "bitcoin, week 1: -6.5 %"
  std::vector<MarketTerm> terms;
  Aggregation aggregation = Aggregation::each_week;
  WeekRange weeks;  // each_week: first == last
  Quantity value;   // percent or basis_point
  SourcePosition where;
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
  std::optional<std::string> baseline;      // name of another scenario
  std::vector<MarketCondition> conditions;  // hard
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
