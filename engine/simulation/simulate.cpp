#include "simulation/simulate.h"

#include <algorithm>
#include <span>

#include "core/contract.h"
#include "model/cube.h"
#include "parallel/scratch_pool.h"
#include "simulation/lane_store.h"
#include "simulation/member_readings.h"
#include "simulation/path_reading.h"
#include "simulation/series_slabs.h"
#include "simulation/streaming.h"
#include "stats/grouped_share.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

// Samples of a run of series, first to last - 1: columns of floats, each from the start of a cache line.
struct Slab {
  std::size_t first = 0, last = 0;
  std::vector<ColumnPlace> columns;
  std::vector<double*> group_sums;  // by column
  float* samples = nullptr;
  std::size_t paths = 0;

  static std::size_t stride(std::size_t paths) { return (paths + kLanes - 1) / kLanes * kLanes; }
  std::span<const float> column(std::size_t index) const { return {samples + index * stride(paths), paths}; }
};

std::vector<std::pair<std::size_t, std::size_t>> exact_slabs(const std::vector<SeriesResult>& series,
                                                             const SimulationOptions& options) {
  const std::size_t bytes = Slab::stride(static_cast<std::size_t>(options.paths)) * sizeof(float);
  return slab_ranges(series, bytes, options.sample_bytes);
}

class Simulation {
 public:
  Simulation(const Model& model, const SimulationOptions& options, const Executor& executor, SimulationMemory& memory)
      : model_(model),
        options_(options),
        executor_(executor),
        memory_(memory),
        simulator_(model, options.seed, options.paths, options.draws) {}

  SimulationResult run(const std::vector<Event>& events, const RealisedLookup& realised) {
    SimulationResult result;
    result.paths = options_.paths;
    result.series = empty_results(model_);
    place_sums(result);
    if (needs_weights(model_)) {
      result.weighting = weigh_paths(model_, simulator_, options_.paths, executor_, options_.stop);
      weights_ = result.weighting->weights;
    }
    result.group_weights = result.weighting
                               ? result.weighting->group_weights
                               : group_sizes(static_cast<std::size_t>(options_.paths), simulator_.group_size());
    for (const Event& event : events) result.events.push_back({event, {}, {}, {}});
    const auto ranges = exact_slabs(result.series, options_);
    readings_.emplace(model_, static_cast<std::size_t>(options_.paths), simulator_.group_size());
    total_work_ = static_cast<double>(ranges.size() * simulator_.block_count());
    for (const auto& [first, last] : ranges) {
      Slab slab;
      slab.first = first;
      slab.last = last;
      fill_slab(result, slab);
      if (first == 0) summarise_members(realised, result);
      summarise(slab, realised, result);
      for (EventResult& event : result.events) judge_event(slab, event, result);
    }
    return result;
  }

 private:
  // Columns of sums one after the other, each from the start of a cache line.
  void place_sums(SimulationResult& result) {
    const auto groups = static_cast<std::size_t>(simulator_.group_count());
    constexpr std::size_t kSumsPerLine = 64 / sizeof(double);
    const std::size_t stride = (groups + kSumsPerLine - 1) / kSumsPerLine * kSumsPerLine;
    result.series_sums = memory_.take_sums(column_count(result.series) * stride);
    double* place = result.series_sums.data();
    for (SeriesResult& series : result.series) {
      for (SeriesWeek& week : series.weeks) {
        week.group_sums = {place, groups};
        place += stride;
      }
    }
  }

  void fill_slab(SimulationResult& result, Slab& slab) {
    slab.paths = static_cast<std::size_t>(options_.paths);
    slab.columns = columns_of(result.series, slab.first, slab.last);
    for (const ColumnPlace& place : slab.columns)
      slab.group_sums.push_back(
          result.series[place.series].weeks[static_cast<std::size_t>(place.week)].group_sums.data());
    const std::size_t own_samples = slab.columns.size() * Slab::stride(slab.paths);
    const bool first_pass = slab.first == 0;
    slab.samples = memory_.samples(own_samples + (first_pass ? readings_->share_samples() : 0));
    if (first_pass) readings_->keep_shares_in(slab.samples + own_samples);
    std::atomic<std::uint64_t> clipped{0};
    std::atomic<std::size_t> done{0};
    executor_.for_blocks(
        simulator_.block_count(),
        [&](std::size_t block) {
          simulator_.simulate(block, [&](const GroupPaths& group) {
            store(group, result, slab);
            if (first_pass) readings_->read(group, weights_);
            clipped += group.funds.clipped;
          });
          finish_stores();
          report_progress(++done);
        },
        options_.stop);
    work_done_ += static_cast<double>(simulator_.block_count());
    if (slab.first > 0) return;
    result.clipped_member_weeks = clipped;
    const std::size_t members = model_.calibration->funds ? flow_equations(*model_.calibration->funds) : 0;
    result.member_weeks = options_.paths * members * static_cast<std::uint64_t>(model_.horizon_weeks);
  }

  void report_progress(std::size_t blocks) const {
    if (options_.progress) options_.progress((work_done_ + static_cast<double>(blocks)) / total_work_);
  }

  void store(const GroupPaths& group, const SimulationResult& result, const Slab& slab) const {
    const auto first_path = static_cast<std::size_t>(group.first_path);
    const double* weights = weights_.empty() ? nullptr : weights_.data() + first_path;
    double* const* group_sums = slab.group_sums.data();
    float* samples = slab.samples + first_path;
    Lanes scratch;
    for (std::size_t i = slab.first; i < slab.last; ++i) {
      const Series& series = result.series[i].series;
      for (int week = 0; week < series.weeks; ++week) {
        const Lanes& values = advance_series(model_, series, week, group, scratch);
        (*group_sums++)[group.group] = group.lanes == kLanes ? store_past_caches(values, weights, samples)
                                                             : store_some_lanes(values, weights, group.lanes, samples);
        samples += Slab::stride(slab.paths);
      }
    }
  }

  void summarise(const Slab& slab, const RealisedLookup& realised, SimulationResult& result) const {
    ScratchPool<WeightedSummaryScratch> scratch([] { return std::make_unique<WeightedSummaryScratch>(); });
    executor_.for_blocks(
        slab.columns.size(),
        [&](std::size_t c) {
          SeriesResult& series = result.series[slab.columns[c].series];
          SeriesWeek& week = series.weeks[static_cast<std::size_t>(slab.columns[c].week)];
          week.summary =
              summarise_column(slab.column(c), week.group_sums, weights_, simulator_.group_size(), *scratch.borrow());
          if (realised) week.realised = realised(series.series, slab.columns[c].week);
          if (options_.known_extremes && series.series.target == Target::net_flow)
            week.record = record_chances(slab.column(c), series.series.key, result.group_weights);
          if (week.realised) week.percentile = 100.0 * fraction_below(slab.column(c), weights_, *week.realised);
        },
        options_.stop);
  }

  std::optional<RecordChances> record_chances(std::span<const float> samples, const SeriesKey& key,
                                              std::span<const double> group_weights) const {
    const auto known = options_.known_extremes(key);
    if (!known) return std::nullopt;
    const std::size_t group_size = simulator_.group_size();
    return RecordChances{share_below(samples, known->lowest, {weights_, group_weights, group_size}),
                         share_above(samples, known->highest, {weights_, group_weights, group_size})};
  }

  void summarise_members(const RealisedLookup& realised, SimulationResult& result) const {
    const auto realised_of = [&](std::size_t member, int week) {
      return realised_share(model_, realised, member, week);
    };
    result.members = readings_->summarise(weights_, result.group_weights, realised_of, executor_);
  }

  void judge_event(const Slab& slab, EventResult& result, const SimulationResult& all) const {
    const Event& event = result.event;
    const auto first = first_column(event, all.series, slab.columns);
    if (!first) return;
    const auto weeks = static_cast<std::size_t>(event.weeks.last) - static_cast<std::size_t>(event.weeks.first) + 1;
    result.group_sums.assign(simulator_.group_count(), 0.0);
    for (std::uint64_t path = 0; path < slab.paths; ++path) {
      double value = slab.column(*first)[path];
      for (std::size_t week = 1; week < weeks; ++week) {
        value = fold(event.statistic, value, slab.column(*first + week)[path]);
      }
      if (happens(event, value))
        result.group_sums[path / simulator_.group_size()] += weights_.empty() ? 1.0 : weights_[path];
    }
    result.probability = grouped_mean({result.group_sums, all.group_weights});
    const SeriesResult& series = all.series[slab.columns[*first].series];
    result.realised = realised_event(event, series);
  }

  const Model& model_;
  const SimulationOptions& options_;
  const Executor& executor_;
  SimulationMemory& memory_;
  BlockSimulator simulator_;
  std::optional<MemberReadings> readings_;
  std::span<const double> weights_;  // empty: all the same
  double work_done_ = 0.0;
  double total_work_ = 1.0;
};

}  // namespace

std::size_t statistics_columns(const Model& model) {
  std::size_t columns = 0;
  for (const Series& series : series_of(model))
    columns += series.target == Target::condition ? 0 : static_cast<std::size_t>(series.weeks);
  return columns;
}

StatisticsMode statistics_mode(const Model& model, const SimulationOptions& options) {
  const std::uint64_t columns = std::max<std::uint64_t>(statistics_columns(model), 1);
  return options.paths > options.exact_samples / columns ? StatisticsMode::streaming : StatisticsMode::exact;
}

std::size_t path_passes(const Model& model, const SimulationOptions& options) {
  const std::size_t passes = statistics_mode(model, options) == StatisticsMode::exact
                                 ? exact_slabs(empty_results(model), options).size()
                                 : streamed_passes(model, options);
  return passes + (needs_weights(model) ? 1 : 0);
}

SimulationResult simulate(const Model& model, const std::vector<Event>& events, const SimulationOptions& options,
                          const RealisedLookup& realised, const Executor& executor, SimulationMemory& memory) {
  EBBTIDE_REQUIRE(options.paths > 0);
  if (statistics_mode(model, options) == StatisticsMode::streaming)
    return simulate_streamed(model, events, options, realised, executor, memory);
  return Simulation(model, options, executor, memory).run(events, realised);
}

}  // namespace ebbtide
