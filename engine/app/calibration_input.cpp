#include "app/calibration_input.h"

#include "calibration/calibration_json.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {

std::shared_ptr<const Calibration> load_calibration(const std::string& file) {
  Findings findings;
  const std::optional<Json> json = load_json(file, findings);
  std::optional<Calibration> calibration;
  if (json) calibration = calibration_from_json(*json, file, findings);
  if (findings.has_errors() || !calibration) throw InputError(findings);
  return std::make_shared<const Calibration>(std::move(*calibration));
}

std::optional<MarketSpec> market_without_universe(const Calibration& calibration) {
  if (!calibration.universe.empty()) return std::nullopt;
  MarketSpec spec;
  spec.variables = calibration.market.variables;
  return spec;
}

void check_calibration(const Calibration& calibration, const std::string& file, const std::string& universe, Date as_of,
                       const SourcePosition& where, Findings& findings) {
  const auto mismatch = [&](const std::string& problem, const std::string& expected) {
    Finding finding;
    finding.code = "calibration-mismatch";
    finding.where = where;
    finding.problem = problem;
    finding.expected = expected;
    findings.add(std::move(finding));
  };
  if (calibration.universe != universe) {
    mismatch(
        format("the scenario's universe is '{}', but {} was calibrated on '{}'", universe, file, calibration.universe),
        "the same universe");
  }
  if (calibration.as_of != as_of) {
    mismatch(
        format("the scenario's as_of is {}, but {} is as of {}", date_text(as_of), file, date_text(calibration.as_of)),
        "the same as_of");
  }
}

}  // namespace ebbtide
