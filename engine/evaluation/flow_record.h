// Since when no known week's flow was as large, among the weeks that somebody published.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "history/history.h"

namespace ebbtide {

struct KnownFlow {
  Date week_end;
  double musd = 0.0;
};

// Published flows of a key, oldest first.
std::vector<KnownFlow> known_flows(const HistoryView& view, const SeriesKey& key);

// The same of the total and of every member; records among fewer weeks than kLeastKnownWeeks say little, and such
// members are left out.
using KnownFlows = std::map<SeriesKey, std::vector<KnownFlow>>;
inline constexpr std::size_t kLeastKnownWeeks = 12;
KnownFlows known_flows_of_members(const HistoryView& view);

// How long no known week was as extreme on the same side of zero.
struct FlowRecord {
  bool outflow = false;
  std::optional<Date> since;  // the last known earlier week with a flow at least as large; empty: none
  double since_musd = 0.0;    // its flow
  int known_between = 0;      // known weeks after `since` (or from the first known on) and before this one
  int missing_between = 0;    // weeks among them that nobody published
  Date first_known;
};

// Of a flow in the week `week_end`, among the known ones before it. Empty for a flow of zero, which has no side.
std::optional<FlowRecord> flow_record(const std::vector<KnownFlow>& known, Date week_end, double flow_musd);

}  // namespace ebbtide
