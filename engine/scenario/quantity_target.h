// The simulated quantity that an event, a condition on flows or a view looks at, and what levels it may have.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/context.h"
#include "scenario/fields.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct QuantityTarget {
  Event quantity;  // target, member and variable filled in
  Unit unit = Unit::million_usd;
  double sign = 1.0;  // of an alias
  std::string label;  // "net flow of iShares", "dollar"
};

// One key of "flow", "cumulative_flow", "net_flow_pct_aum", "aum" and "factor", whose value names the member or the
// variable; unknown names are reported, and members without AUM where AUM is needed.
std::optional<QuantityTarget> parse_target(const YamlEntry& entry, const Fields& fields, const ParseContext& context);

// A level that the quantity can have: positive AUM, simple percent above -100 %, no size that only a slip of the pen
// explains. `subject` names the level in problems.
bool check_level(const QuantityTarget& target, const Quantity& level, const YamlNode& node, std::string_view subject,
                 Reporter& reporter);

// The level of a variable that is -1 times the one it was given for: percent through log percent.
double mirrored_level(double level, Unit unit);
EventStatistic mirrored_statistic(EventStatistic statistic);

// "week 3", "weeks 1-4".
std::string weeks_text(WeekRange weeks);

}  // namespace ebbtide
