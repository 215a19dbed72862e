// A calibration bound to one scenario: what the simulation runs.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/finding.h"
#include "history/history.h"
#include "model/assumptions.h"
#include "model/cube.h"
#include "model/flow_pins.h"
#include "model/market_conditions.h"
#include "model/posterior.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct Model {
  std::shared_ptr<const Calibration> calibration;  // with the responses that the scenario states
  std::vector<StatedResponse> assumptions;         // those, beside the data's own
  int horizon_weeks = 0;
  int lead_weeks = 0;  // market weeks before week 1 that are not fully published; drawn, given what is
  std::vector<LinearConstraint> constraints;
  PathKnowledge path = PathKnowledge::full;
  std::vector<FlowCondition> flow_conditions;
  std::optional<PriceImpact> price_impact;  // then pins are shocks from outside and no path carries a weight for them
  std::vector<View> views;
  TableDepth depth = TableDepth::cells;  // of the series
  std::vector<SeriesKey> watched;        // members named by events, views and conditions: they have series anyway
  std::vector<FlowPin> flow_pins;        // those of the flow conditions that are met by construction

  int market_weeks() const { return lead_weeks + horizon_weeks; }
  std::size_t variable_count() const { return calibration->market.variables.size(); }
};

// Whether a flow, one of fund_columns, has series of its own.
bool has_series(const Model& model, const FundColumn& column);

// Binds assumptions, conditions and known values; view may be null (a calibration without a universe knows no later
// values). Errors in `findings` leave the model unusable.
Model build_model(std::shared_ptr<const Calibration> calibration, const Scenario& scenario, const HistoryView* view,
                  Findings& findings);

}  // namespace ebbtide
