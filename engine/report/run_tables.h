// What a run hands to the writers: finished tables and the sentences that belong beside them. Nothing here or below
// knows how a number came about. The columns of each table are described in docs/output-format.md.
#pragma once

#include <string>
#include <vector>

#include "core/table.h"

namespace ebbtide {

struct RunTables {
  std::string title;               // one line for people: "Monday batch"
  Date created;                    // latest as_of of the run, never the clock: files of equal runs are equal
  std::vector<std::string> notes;  // whole sentences a reader must know ("Rate expectations are a proxy ...")
  Table distribution;              // tidy long: one statistic of one target, member and week per row
  Table summary;                   // one row per scenario x target x member x week
  Table bridge;                    // opening, flow, market, closing per scenario x member x week, means over paths
  Table breadth;                   // one row per scenario x dimension x week: members that take money in
  Table rotation;                  // one row per scenario x pair of members: one loses, the other gains
  Table records;                   // one row per scenario x member x week with enough known weeks
  Table market_shares;             // one row per scenario x member with AUM: first and last week
  Table events;                    // one row per scenario x event
  Table deltas;                    // paired differences of means to the scenario's baseline
  Table drivers;                   // what moved a scenario away from its baseline: conditions, channels, remainder
  Table scenarios;                 // one row per scenario x condition (one row when it has none)
  Table conditions;                // one row per scenario x condition: asked, got, what the kind means
  Table plausibility;              // one row per scenario
  Table similar_weeks;             // one row per scenario x similar past window x condition
  Table views;                     // one row per scenario x view; may have none
  Table assumptions;               // one row per scenario x response stated in place of the data's
  Table weeks;                     // recent history as known at as_of, per universe and as_of
};

// Every table in the order in which files and dictionary list them.
inline std::vector<const Table*> all_tables(const RunTables& run) {
  return {&run.distribution,  &run.summary,       &run.bridge, &run.breadth,     &run.rotation,  &run.records,
          &run.market_shares, &run.events,        &run.deltas, &run.drivers,     &run.scenarios, &run.conditions,
          &run.plausibility,  &run.similar_weeks, &run.views,  &run.assumptions, &run.weeks};
}

}  // namespace ebbtide
