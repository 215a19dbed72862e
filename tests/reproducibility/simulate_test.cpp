// The same numbers whatever runs them: threads, backends, slabs, company.
#include "simulation/simulate.h"

#include <gtest/gtest.h>

#include "calibration/calibration_json.h"
#include "support/error_coverage.h"
#include "support/result_values.h"

namespace ebbtide {
namespace {

using fixture::result_values;

SimulationOptions options_of(std::size_t bytes = std::size_t{640} << 20) {
  SimulationOptions options;
  options.seed = 7;
  options.paths = 3'001;  // the last block and the last group are short
  options.sample_bytes = bytes;
  return options;
}

std::vector<double> simulated(const PreparedScenario& prepared, const Executor& executor,
                              const SimulationOptions& options = options_of()) {
  SimulationMemory memory;
  return result_values(simulate(prepared.model, prepared.scenario.events, options, nullptr, executor, memory));
}

TEST(SameNumbers, ForEveryNumberOfThreadsAndEveryBackend) {
  for (const PreparedScenario& prepared : fixture::small_batch()) {
    const std::vector<double> expected = simulated(prepared, Executor(1, Backend::serial));
    for (const int threads : {1, 2, 3, 8}) {
      for (const Backend backend : {Backend::tbb, Backend::threads}) {
        EXPECT_EQ(expected, simulated(prepared, Executor(threads, backend))) << threads;
      }
    }
  }
}

TEST(SameNumbers, HoweverMuchIsHeldInMemory) {
  const PreparedScenario prepared = fixture::small_batch()[1];
  const Executor executor(2);
  const std::vector<double> expected = simulated(prepared, executor);
  for (const std::size_t bytes : {1UL, 100'000UL, 300'000UL}) {
    EXPECT_EQ(expected, simulated(prepared, executor, options_of(bytes))) << bytes;
  }
}

TEST(SameNumbers, AloneOrInABatchInAnyOrder) {
  std::vector<PreparedScenario> batch = fixture::small_batch();
  for (PreparedScenario& prepared : batch) prepared.scenario.paths = 2'000;
  const Executor executor(2);
  const auto both = run_batch(batch, executor, {}, nullptr);
  std::vector<PreparedScenario> reversed = {batch[1], batch[0]};
  const auto other = run_batch(reversed, executor, {}, nullptr);
  const auto alone = run_batch({batch[0]}, executor, {}, nullptr);
  EXPECT_EQ(result_values(both[0].simulation), result_values(other[1].simulation));
  EXPECT_EQ(result_values(both[1].simulation), result_values(other[0].simulation));
  EXPECT_EQ(result_values(both[0].simulation), result_values(alone[0].simulation));
  ASSERT_EQ(both[1].deltas.size(), other[0].deltas.size());
  for (std::size_t i = 0; i < both[1].deltas.size(); ++i) {
    for (std::size_t week = 0; week < both[1].deltas[i].size(); ++week) {
      EXPECT_EQ(both[1].deltas[i][week].value, other[0].deltas[i][week].value);
      EXPECT_EQ(both[1].deltas[i][week].standard_error, other[0].deltas[i][week].standard_error);
    }
  }
}

TEST(SameNumbers, FromACalibrationFileAndFromFittingAnew) {
  Findings findings;
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const auto fitted = fixture::shipped_calibration(universe);
    const auto json = parse_json("c.json", json_text(calibration_json(*fitted)), findings);
    const auto read = std::make_shared<const Calibration>(*calibration_from_json(*json, "c.json", findings));
    PreparedScenario prepared = fixture::small_batch()[0];
    prepared.model.constraints.clear();
    prepared.model.calibration = fitted;
    const std::vector<double> expected = simulated(prepared, Executor(2));
    prepared.model.calibration = read;
    EXPECT_EQ(expected, simulated(prepared, Executor(2))) << universe;
  }
}

}  // namespace
}  // namespace ebbtide
