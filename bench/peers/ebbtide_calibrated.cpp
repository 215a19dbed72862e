// The calibrated model of a calibration.json without conditions: the engine as `ebbtide run` uses it, without tables
// and files. Lead weeks are drawn like any other.
#include <cstdio>
#include <memory>

#include "calibration/calibration_json.h"
#include "core/calendar.h"
#include "engine_statistics.h"
#include "simulation/simulate.h"

namespace {

constexpr int kHorizon = 8;

std::string name_of(const ebbtide::Series& series) {
  std::string of = series.member < 0 ? "total" : "member " + std::to_string(series.member);
  if (!series.name.empty()) of = series.name;
  return std::string(ebbtide::target_text(series.target)) + " " + of;
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"exact"});
  ebbtide::Findings findings;
  const auto json = ebbtide::load_json(arguments.input, findings);
  auto calibration = json ? ebbtide::calibration_from_json(*json, arguments.input, findings) : std::nullopt;
  if (!calibration) {
    std::fprintf(stderr, "%s: not a calibration\n", arguments.input.c_str());
    return 2;
  }
  if (calibration->funds) calibration->funds->cube.reset();  // the peers simulate total and members alone
  ebbtide::Model model;
  model.lead_weeks = ebbtide::weeks_between(calibration->market.last_week, calibration->week_one) - 1;
  model.horizon_weeks = arguments.weeks > 0 ? static_cast<int>(arguments.weeks) : kHorizon;
  model.calibration = std::make_shared<const ebbtide::Calibration>(std::move(*calibration));

  const ebbtide::Executor executor(arguments.threads);
  ebbtide::SimulationMemory memory;
  ebbtide::SimulationOptions options;
  options.seed = arguments.seed;
  options.paths = arguments.paths;
  const peers::Clock start = peers::Clock::now();
  const ebbtide::SimulationResult result = ebbtide::simulate(model, {}, options, {}, executor, memory);
  peers::report("ebbtide", arguments, static_cast<std::size_t>(model.horizon_weeks), {{}, peers::Clock::now() - start});
  if (arguments.statistics.empty()) return 0;
  std::vector<std::string> columns;
  std::vector<ebbtide::ColumnSummary> summaries;
  for (const ebbtide::SeriesResult& series : result.series) {
    for (std::size_t week = 0; week < series.weeks.size(); ++week) {
      columns.push_back(name_of(series.series) + " week " + std::to_string(week + 1));
      summaries.push_back(series.weeks[week].summary);
    }
  }
  peers::write_summaries(arguments.statistics, columns, summaries);
}
