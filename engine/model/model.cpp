#include "model/model.h"

#include <utility>

#include "core/contract.h"

namespace ebbtide {

Model build_model(std::shared_ptr<const Calibration> calibration, const Scenario& scenario, const HistoryView* view,
                  Findings& findings) {
  Model model;
  AssumedCalibration assumed = assume_responses(std::move(calibration), scenario.assumptions, findings);
  calibration = std::move(assumed.calibration);
  model.assumptions = std::move(assumed.responses);
  model.horizon_weeks = scenario.horizon_weeks;
  model.lead_weeks = weeks_between(calibration->market.last_week, calibration->week_one) - 1;
  EBBTIDE_REQUIRE(model.lead_weeks >= 0);
  model.constraints = bind_market_conditions(calibration->market, scenario, view, model.lead_weeks, findings);
  model.path = scenario.path;
  model.views = scenario.views;
  model.flow_conditions = scenario.flow_conditions;
  if (calibration->funds) model.flow_pins = bind_flow_pins(*calibration->funds, scenario.flow_conditions, findings);
  model.calibration = std::move(calibration);
  return model;
}

}  // namespace ebbtide
