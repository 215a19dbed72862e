#include "evaluation/streaming_check.h"

#include "core/format.h"

namespace ebbtide {
namespace {

std::string grouped_text(std::uint64_t count) {
  return fixed_text(static_cast<double>(count), 0, true);
}

}  // namespace

StatisticsMode statistics_mode(const Model& model, const Scenario& scenario) {
  SimulationOptions options;
  options.paths = scenario.paths;
  return statistics_mode(model, options);
}

void check_streaming(const Model& model, const Scenario& scenario, bool exact_quantiles, Findings& findings) {
  if (statistics_mode(model, scenario) == StatisticsMode::exact) return;
  const std::uint64_t most = SimulationOptions().exact_samples / statistics_columns(model);
  Finding finding;
  finding.expected = format("at most {} paths with these series and weeks", grouped_text(most));
  if (!scenario.views.empty()) {
    const View& view = scenario.views.front();
    finding.code = "too-many-paths-for-views";
    finding.where = view.where;
    finding.problem = format("the view '{}' is met on all paths at once, and {} are more than are held", view.text,
                             grouped_text(scenario.paths));
    finding.suggestion = "fewer paths or a shorter horizon";
    findings.add(std::move(finding));
  } else if (exact_quantiles && needs_weights(model)) {
    finding.code = "too-many-weighted-paths";
    finding.where.file = scenario.file;
    finding.problem = format("exact quantiles of {} paths that conditions weigh", grouped_text(scenario.paths));
    finding.suggestion = "fewer paths, or a run without --exact-quantiles";
    findings.add(std::move(finding));
  }
}

}  // namespace ebbtide
