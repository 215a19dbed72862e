// Speed of the parts of a run, on the synthetic work W (bench/peers/make_work_w.py) and on a calibrated model, in time
// a path and week.
//
//   cmake --preset release -DEBBTIDE_BENCH=ON && ninja -C build/release work_bench
//   build/release/work_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
//
// Paths of 10^7 are simulated without keeping samples; the exact statistics of so many need memory in proportion.
#include <benchmark/benchmark.h>

#include <memory>

#include "calibration/calibration_json.h"
#include "core/calendar.h"
#include "engine_w.h"
#include "simulation/draw_pool.h"
#include "simulation/simulate.h"

namespace {

constexpr const char* kWork = EBBTIDE_SOURCE_DIR "/bench/peers/work_w.json";
constexpr const char* kCalibration = EBBTIDE_SOURCE_DIR "/bench/speed/gate_calibration.json";

void per_path_week(benchmark::State& state, double path_weeks) {
  state.counters["time_per_path_week"] = benchmark::Counter(static_cast<double>(state.iterations()) * path_weeks,
                                                            benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// One week of a block of 256 paths, noise given.
void model_step(benchmark::State& state) {
  const peers::WorkW work = peers::load_work_w(kWork);
  const peers::EngineW engine(work, ebbtide::kBlockPaths, 1, 0);
  peers::EngineW::Scratch scratch = engine.scratch();
  engine.draw(0, 0, 1, scratch.noise);
  constexpr std::size_t kGroups = ebbtide::kBlockPaths / ebbtide::kLanes;
  const peers::EngineW::States states(engine, kGroups);
  for (auto _ : state) {
    for (std::size_t group = 0; group < kGroups; ++group)
      engine.step(scratch.noise, group, 0, scratch, states.of(group));
    benchmark::ClobberMemory();
  }
  per_path_week(state, ebbtide::kBlockPaths);
}

// Arguments: paths, weeks, series, threads.
void simulate_w(benchmark::State& state) {
  const peers::WorkW work = peers::load_work_w(kWork, state.range(1), state.range(2));
  const peers::EngineW engine(work, static_cast<std::size_t>(state.range(0)) / 16 * 16, 1, 0);
  const ebbtide::Executor executor(static_cast<int>(state.range(3)));
  for (auto _ : state) benchmark::DoNotOptimize(engine.run_bare(executor));
  per_path_week(state, static_cast<double>(state.range(0) * state.range(1)));
}

void exact_w(benchmark::State& state) {
  const peers::WorkW work = peers::load_work_w(kWork, state.range(1), state.range(2));
  const peers::EngineW engine(work, static_cast<std::size_t>(state.range(0)) / 16 * 16, 1, 0);
  const ebbtide::Executor executor(static_cast<int>(state.range(3)));
  std::vector<ebbtide::ColumnSummary> summaries;
  for (auto _ : state) engine.run(executor, &summaries);
  per_path_week(state, static_cast<double>(state.range(0) * state.range(1)));
}

ebbtide::Model calibrated_model() {
  ebbtide::Findings findings;
  const auto json = ebbtide::load_json(kCalibration, findings);
  auto calibration = ebbtide::calibration_from_json(json.value(), kCalibration, findings);
  ebbtide::Model model;
  model.lead_weeks = ebbtide::weeks_between(calibration->market.last_week, calibration->week_one) - 1;
  model.horizon_weeks = 8;
  model.calibration = std::make_shared<const ebbtide::Calibration>(std::move(*calibration));
  return model;
}

// A pin on Bitcoin in `count` of the first weeks: what conditions cost beside none.
void condition(benchmark::State& state) {
  ebbtide::Model model = calibrated_model();
  const int bitcoin = ebbtide::variable_index(model.calibration->market.variables, "bitcoin");
  for (int week = 0; week < static_cast<int>(state.range(0)); ++week) {
    ebbtide::LinearConstraint pin;
    pin.kind = ebbtide::ConditionKind::hard;
    pin.unit = ebbtide::Unit::percent;
    pin.terms = {{model.lead_weeks + week, bitcoin, 1.0}};
    pin.value = -5.0;
    model.constraints.push_back(pin);
  }
  const ebbtide::BlockSimulator simulator(model, 1, 16'000);
  std::size_t block = 0;
  for (auto _ : state) {
    simulator.simulate(block, [](const ebbtide::GroupPaths& group) { benchmark::DoNotOptimize(&group); });
    block = (block + 1) % 62;
  }
  per_path_week(state, static_cast<double>(ebbtide::kBlockPaths) * model.horizon_weeks);
}

// Arguments: scenarios, which share calibration, seed and horizon; threads. Time a scenario, path and week.
void batch(benchmark::State& state) {
  const ebbtide::Model model = calibrated_model();
  const ebbtide::Executor executor(static_cast<int>(state.range(1)));
  const auto count = static_cast<std::size_t>(state.range(0));
  ebbtide::SimulationOptions options;
  options.seed = 1;
  options.paths = 10'000;
  const std::vector<ebbtide::DrawKey> keys(count, ebbtide::DrawKey::of(model, options.seed, options.paths));
  for (auto _ : state) {
    ebbtide::DrawPool pool(keys);
    ebbtide::SimulationMemory memory;
    for (std::size_t i = 0; i < count; ++i) {
      options.draws = pool.draws_of(i);
      benchmark::DoNotOptimize(ebbtide::simulate(model, {}, options, {}, executor, memory).paths);
      pool.done(i);
    }
  }
  per_path_week(state, static_cast<double>(options.paths * count) * model.horizon_weeks);
}

BENCHMARK(model_step);
BENCHMARK(condition)->Arg(0)->Arg(1)->Arg(8);
BENCHMARK(simulate_w)
    ->ArgNames({"paths", "weeks", "series", "threads"})
    ->Args({10'000, 26, 40, 1})
    ->Args({100'000, 26, 40, 1})
    ->Args({1'000'000, 26, 40, 1})
    ->Args({10'000'000, 26, 40, 1})
    ->Args({100'000, 12, 40, 1})
    ->Args({100'000, 52, 40, 1})
    ->Args({100'000, 26, 30, 1})
    ->Args({100'000, 26, 60, 1})
    ->Args({100'000, 26, 40, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(exact_w)
    ->ArgNames({"paths", "weeks", "series", "threads"})
    ->Args({10'000, 26, 40, 1})
    ->Args({100'000, 26, 40, 1})
    ->Args({1'000'000, 26, 40, 1})
    ->Args({100'000, 12, 40, 1})
    ->Args({100'000, 52, 40, 1})
    ->Args({100'000, 26, 30, 1})
    ->Args({100'000, 26, 60, 1})
    ->Args({100'000, 26, 40, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(batch)
    ->ArgNames({"scenarios", "threads"})
    ->Args({1, 1})
    ->Args({10, 1})
    ->Args({50, 1})
    ->Args({50, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

}  // namespace

BENCHMARK_MAIN();
