#include "app/calibration_input.h"

#include <algorithm>

#include "calibration/calibration_json.h"
#include "core/format.h"

namespace ebbtide {

std::shared_ptr<const Calibration> load_calibration(const std::string& file, Findings& findings) {
  const std::optional<Json> json = load_json(file, findings);
  if (!json) return nullptr;
  std::optional<Calibration> calibration = calibration_from_json(*json, file, findings);
  if (!calibration) return nullptr;
  return std::make_shared<const Calibration>(std::move(*calibration));
}

std::optional<MarketSpec> market_without_universe(const Calibration& calibration) {
  if (!calibration.universe.empty()) return std::nullopt;
  MarketSpec spec;
  spec.variables = calibration.market.variables;
  return spec;
}

void check_calibration(const Calibration& calibration, const std::string& file, const Scenario& scenario,
                       const History* history, Findings& findings) {
  const auto mismatch = [&](const std::string& problem, const std::string& expected) {
    Finding finding;
    finding.code = "calibration-mismatch";
    finding.where = {scenario.file, 0, 0};
    finding.problem = problem;
    finding.expected = expected;
    findings.add(std::move(finding));
  };
  const auto name = [](const std::string& universe) { return universe.empty() ? "none" : "'" + universe + "'"; };
  if (calibration.universe != scenario.universe) {
    mismatch(format("the scenario's universe is {}, but that of {} is {}", name(scenario.universe), file,
                    name(calibration.universe)),
             "the same universe");
  }
  if (calibration.as_of != scenario.as_of) {
    mismatch(format("the scenario's as_of is {}, but {} is as of {}", date_text(scenario.as_of), file,
                    date_text(calibration.as_of)),
             "the same as_of");
  }
  if (calibration.universe != scenario.universe || history == nullptr) return;
  const std::optional<Date> last_flow = history->as_of(scenario.as_of).last_flow_week();
  if (calibration.as_of == scenario.as_of && last_flow && add_weeks(*last_flow, 1) != calibration.week_one) {
    mismatch(format("week 1 is {}, but that of {} is {}", date_text(add_weeks(*last_flow, 1)), file,
                    date_text(calibration.week_one)),
             "a calibration of the same history");
  }
  for (const MarketVariable& variable : history->market().variables) {
    const std::vector<MarketVariable>& known = calibration.market.variables;
    const bool same = std::any_of(known.begin(), known.end(), [&](const MarketVariable& other) {
      return other.name == variable.name && other.unit == variable.unit;
    });
    if (same) continue;
    mismatch(format("{} has no variable '{}' in {}", file, variable.name, unit_text(variable.unit)),
             "the variables of the universe's market, in the same units");
  }
}

}  // namespace ebbtide
