// The series a scenario reports, and their values on the paths of a theta group.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "simulation/block_simulator.h"

namespace ebbtide {

enum class Target { net_flow, cumulative_net_flow, net_flow_pct_aum, aum, market_effect, factor, return_, condition };
std::string_view target_text(Target target);  // "net_flow", ..., "return"

// One value per path and week: a target of the total, of a member, of a market variable, or of a condition's quantity.
struct Series {
  Target target = Target::net_flow;
  SeriesKey key;     // flows and AUM
  std::string name;  // factor or price
  Unit unit = Unit::million_usd;
  bool inferred = false;        // rests on declared shares or on a member never published before
  int member = -1;              // index into fund_columns (model/cube.h); -1: the total
  int index = -1;               // market variable, or constraint
  std::vector<PathTerm> terms;  // factor and return: of market week 0; condition: of its market weeks
  int weeks = 0;                // a condition's quantity has one value
};

// Display order: total, assets, regions, issuers, cells, pairs, factors, returns; condition quantities last. Members as
// deep as the model's tables go, and those it watches.
std::vector<Series> series_of(const Model& model);

// Whether the event looks at this series.
bool event_watches(const Event& event, const Series& series);

// Values of one series in horizon week `week` (from 0), in the unit of the series.
void evaluate_series(const Model& model, const Series& series, int week, const GroupPaths& paths, Lanes& values);

// The same for a series that is read week by week from week 0 on: `scratch` is left alone between weeks. The result
// lies in `paths` or in `scratch`.
const Lanes& advance_series(const Model& model, const Series& series, int week, const GroupPaths& paths,
                            Lanes& scratch);

}  // namespace ebbtide
