// What moves a scenario's flows and AUM away from its baseline's: the part of every condition, the channels it went
// through, and what neither explains (docs/methods.md, Drivers).
//
// At the posterior-mean parameters the mean path given the conditions is linear in their values. What both scenarios
// share is their common ground; a condition's part is its column of the joint gain times its gap from that ground's
// mean, carried through the flow equations linearised half-way. No part depends on an order, and they add up to the
// whole linear move.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"
#include "simulation/series.h"
#include "stats/grouped_mean.h"

namespace ebbtide {

enum class DriverKind { condition, assumption, channel };
std::string_view driver_kind_text(DriverKind kind);

// A series and week in the unit of the series; `causes` and `channels` each add up to the linear move.
struct DriverSplit {
  std::size_t series = 0;  // index into series_of(model)
  int week = 0;            // horizon week from 0
  std::vector<double> causes;
  std::vector<std::pair<std::string, double>> channels;
  Estimate total;  // the simulated difference of means
  double remainder() const;
};

struct DriverCause {
  DriverKind kind = DriverKind::condition;
  std::string text;  // for people; the baseline's own conditions begin with "baseline's "
};

struct Drivers {
  std::vector<DriverCause> causes;
  std::vector<DriverSplit> splits;  // net_flow, cumulative_net_flow and aum of total and members, by series and week
};

// deltas: paired differences by series of series_of(model) and week; a series without any has no split. Empty without
// funds, and where flows are shocks from outside that move prices. Throws NumericalError.
Drivers drivers(const Model& model, const Model& baseline, const std::vector<std::vector<Estimate>>& deltas,
                const Executor& executor);

}  // namespace ebbtide
