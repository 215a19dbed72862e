#include "model/model.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {

namespace {

void check_price_impact(const Calibration& calibration, const PriceImpact& impact, Findings& findings) {
  const double aum = calibration.funds ? calibration.funds->opening_aum_musd : 0.0;
  if (calibration.funds && impact.market_cap_musd >= aum) return;
  Finding finding;
  finding.code = "out-of-range";
  finding.where = impact.where;
  finding.problem = calibration.funds
                        ? format("the market is worth less than the {} bn USD that the universe holds of it",
                                 fixed_text(1e-3 * aum, 1))
                        : std::string("a structural price impact in a market without funds");
  finding.expected = calibration.funds ? "the worth of all coins" : "a universe";
  findings.add(std::move(finding));
}

// A member's shock moves the total; shocks of two dimensions in one week would move it twice for the same money.
void check_outside_pins(const std::vector<FlowPin>& pins, const FundPosterior& funds,
                        const std::vector<FlowCondition>& conditions, Findings& findings) {
  const std::vector<FundColumn> columns = fund_columns(funds);
  std::map<int, std::string> pinned;
  for (const FlowPin& pin : pins) {
    if (pin.member < 0) continue;
    std::string dimension;
    for (const Dimension named : kDimensions) {
      if (columns[static_cast<std::size_t>(pin.member)].key.part(named).empty()) continue;
      dimension += (dimension.empty() ? "" : " and ") + std::string(dimension_text(named));
    }
    const auto [place, first] = pinned.emplace(pin.week, dimension);
    if (first || place->second == dimension) continue;
    Finding finding;
    finding.code = "conflicting-keys";
    finding.where = conditions[pin.condition].where;
    finding.problem = format("with a structural price impact week {} is given flows by {} and by {}", pin.week + 1,
                             place->second, dimension);
    finding.expected = "members of one dimension in a week";
    findings.add(std::move(finding));
  }
}

std::vector<SeriesKey> watched_members(const Scenario& scenario) {
  std::vector<SeriesKey> members;
  for (const Event& event : scenario.events) members.push_back(event.member);
  for (const View& view : scenario.views) members.push_back(view.quantity.member);
  for (const FlowCondition& condition : scenario.flow_conditions) members.push_back(condition.member);
  return members;
}

}  // namespace

bool has_series(const Model& model, const FundColumn& column) {
  const auto dimensions =
      std::count_if(kDimensions.begin(), kDimensions.end(), [&](Dimension d) { return !column.key.part(d).empty(); });
  return dimensions <= static_cast<int>(model.depth) ||
         std::find(model.watched.begin(), model.watched.end(), column.key) != model.watched.end();
}

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
  model.price_impact = scenario.price_impact;
  if (model.price_impact) check_price_impact(*calibration, *model.price_impact, findings);
  model.views = scenario.views;
  model.depth = scenario.depth;
  model.watched = watched_members(scenario);
  model.flow_conditions = scenario.flow_conditions;
  if (calibration->funds) model.flow_pins = bind_flow_pins(*calibration->funds, scenario.flow_conditions, findings);
  if (model.price_impact && calibration->funds)
    check_outside_pins(model.flow_pins, *calibration->funds, scenario.flow_conditions, findings);
  model.calibration = std::move(calibration);
  return model;
}

}  // namespace ebbtide
