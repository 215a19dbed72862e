// What cells cost: global-etp with every cell and pair in its tables beside the same market with the total alone, time
// per series, simulation and summaries; one thread.
//
//   cmake --preset release -DEBBTIDE_BENCH=ON && ninja -C build/release cells_bench
//   build/release/cells_bench --benchmark_repetitions=3
//
// Goal: `ratio`, time per series with cells over time per series without, below 2.5 at 100,000 paths of 26 weeks.
#include <benchmark/benchmark.h>

#include <chrono>

#include "calibration/calibrate.h"
#include "core/error.h"
#include "history/load.h"
#include "simulation/simulate.h"

namespace {

constexpr int kWeeks = 26;

ebbtide::Model shipped_model() {
  const std::string scenarios = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
  ebbtide::Findings findings;
  const auto history = ebbtide::load_history(scenarios + "/universes/global-etp", scenarios + "/market", findings);
  if (!history) throw ebbtide::InputError(findings);
  const ebbtide::HistoryView view = history->as_of(*ebbtide::parse_date("2026-01-19"));
  ebbtide::Scenario scenario;
  scenario.as_of = view.as_of();
  scenario.horizon_weeks = kWeeks;
  const auto calibration = std::make_shared<const ebbtide::Calibration>(ebbtide::calibrate(view, {}));
  return ebbtide::build_model(calibration, scenario, &view, findings);
}

// One fund that is all of it.
ebbtide::Model total_alone(const ebbtide::Model& with_cells) {
  ebbtide::Calibration calibration = *with_cells.calibration;
  ebbtide::FundPosterior& funds = *calibration.funds;
  funds.cube.reset();
  funds.members.resize(1);
  funds.members.front().opening_aum_musd = funds.opening_aum_musd;
  ebbtide::Model model = with_cells;
  model.calibration = std::make_shared<const ebbtide::Calibration>(std::move(calibration));
  model.depth = ebbtide::TableDepth::total;
  return model;
}

double seconds_per_series(const ebbtide::Model& model, std::uint64_t paths, ebbtide::SimulationMemory& memory) {
  ebbtide::SimulationOptions options;
  options.seed = 20260119;
  options.paths = paths;
  const auto start = std::chrono::steady_clock::now();
  ebbtide::SimulationResult result = ebbtide::simulate(model, {}, options, {}, ebbtide::Executor(1), memory);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  benchmark::DoNotOptimize(result.series.front().weeks.front().summary.mean.value);
  memory.give_back(std::move(result.series_sums));
  return taken.count() / static_cast<double>(result.series.size());
}

void cells(benchmark::State& state) {
  const auto paths = static_cast<std::uint64_t>(state.range(0));
  const ebbtide::Model with_cells = shipped_model(), total = total_alone(with_cells);
  ebbtide::SimulationMemory memory;
  double own = 0.0, alone = 0.0, runs = 0.0;
  for (auto _ : state) {
    own += seconds_per_series(with_cells, paths, memory);
    alone += seconds_per_series(total, paths, memory);
    runs += 1.0;
  }
  state.counters["series"] = static_cast<double>(ebbtide::series_of(with_cells).size());
  state.counters["per_series_ms"] = 1e3 * own / runs;
  state.counters["alone_per_series_ms"] = 1e3 * alone / runs;
  state.counters["ratio"] = own / alone;
}

BENCHMARK(cells)->Arg(10000)->Arg(100000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
