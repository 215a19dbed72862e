// Simulates a model and summarises every series. The numbers are a function of (model, seed, paths) alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/model.h"
#include "parallel/executor.h"
#include "scenario/scenario.h"
#include "simulation/member_statistics.h"
#include "simulation/path_weighting.h"
#include "simulation/series.h"
#include "simulation/simulation_memory.h"
#include "stats/column_summary.h"

namespace ebbtide {

// What came, once it is public: asked for after the simulation, only to be compared with it.
using RealisedLookup = std::function<std::optional<double>(const Series& series, int week)>;

// exact: all samples are held, and every statistic is that of the samples. streaming: a piece of the paths is held,
// quantiles and shortfalls are read off counts (streaming.h).
enum class StatisticsMode { exact, streaming };

// The smallest and the largest published flow of a series, million USD.
struct FlowExtremes {
  double lowest = 0.0, highest = 0.0;
};
using KnownExtremes = std::function<std::optional<FlowExtremes>(const SeriesKey& key)>;

// Probability that a week's flow is lower, or higher, than every known one.
struct RecordChances {
  Estimate lowest, highest;
};

struct SeriesWeek {
  ColumnSummary summary;
  std::optional<double> realised;
  double percentile = 0.0;  // of realised: share of paths below, in percent; meaningful where realised is known
  std::optional<RecordChances> record;  // of net flows, where extremes are known
  // Of weight x value, where paths weigh the same of value, by group of result.group_weights; in SimulationResult.
  std::span<double> group_sums;
};

struct SeriesResult {
  Series series;
  std::vector<SeriesWeek> weeks;
};

struct EventResult {
  Event event;
  Estimate probability;
  std::optional<bool> realised;
  std::vector<double> group_sums;  // as for series
};

struct SimulationResult {
  std::vector<SeriesResult> series;
  std::vector<EventResult> events;
  MemberStatistics members;
  std::uint64_t paths = 0;
  std::optional<Weighting> weighting;  // where paths do not all weigh the same
  // Sums of weights over theta groups (streaming: over runs of them); without weights, paths.
  std::vector<double> group_weights;
  StatisticsMode mode = StatisticsMode::exact;
  std::size_t bins = 0;  // of a column, where statistics are streamed
  bool exact_quantiles = true;
  LargeArray<double> series_sums;  // what the weeks' group sums lie in
  std::uint64_t clipped_member_weeks = 0;
  std::uint64_t member_weeks = 0;
};

struct SimulationOptions {
  std::uint64_t seed = 0;
  std::uint64_t paths = 0;
  // Samples held at one time, in bytes; beyond it series are simulated in several passes with the same numbers.
  std::size_t sample_bytes = std::size_t{640} << 20;
  // Most samples (paths times statistics_columns) of which statistics are exact.
  std::uint64_t exact_samples = std::uint64_t{1} << 30;
  // Streaming: counts held at one time, in bytes; paths of a piece (0: by the number of threads). Neither moves a
  // number.
  std::size_t count_bytes = std::size_t{48} << 20;
  std::size_t piece_paths = 0;
  // Streaming: quantiles as exact as those of samples, where paths weigh the same; costs more passes over the paths.
  bool exact_quantiles = false;
  KnownExtremes known_extremes;  // for record chances; may be empty
  CommonDraws* draws = nullptr;  // of this model, seed and paths, where several scenarios use them
  const std::atomic<bool>* stop = nullptr;
  std::function<void(double fraction)> progress;  // called from worker threads
};

// Series times weeks, quantities of conditions left out: a scenario and its baseline have the same number.
std::size_t statistics_columns(const Model& model);
StatisticsMode statistics_mode(const Model& model, const SimulationOptions& options);

// Times that simulate() draws every path: once for each run of series whose samples fit in `sample_bytes`, and once
// more beforehand where paths carry weights.
std::size_t path_passes(const Model& model, const SimulationOptions& options);

// Throws InputError where weights cannot meet the scenario (path_weighting.h).
SimulationResult simulate(const Model& model, const std::vector<Event>& events, const SimulationOptions& options,
                          const RealisedLookup& realised, const Executor& executor, SimulationMemory& memory);

}  // namespace ebbtide
