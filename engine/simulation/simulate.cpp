#include "simulation/simulate.h"

#include <algorithm>
#include <span>

#include "core/contract.h"
#include "simulation/path_reading.h"
#include "stats/weighted_summary.h"

namespace ebbtide {
namespace {

// One value per path.
struct ColumnPlace {
  std::size_t series = 0;
  int week = 0;
};

// Samples of a run of series: columns of `paths` floats, and the sums of theta groups in double.
struct Slab {
  std::vector<ColumnPlace> columns;
  float* samples = nullptr;
  std::uint64_t paths = 0;

  std::span<const float> column(std::size_t index) const {
    return {samples + index * paths, static_cast<std::size_t>(paths)};
  }
};

std::vector<SeriesResult> empty_results(const Model& model) {
  std::vector<SeriesResult> results;
  for (Series& series : series_of(model)) {
    const auto weeks = static_cast<std::size_t>(series.weeks);
    results.push_back({std::move(series), std::vector<SeriesWeek>(weeks)});
  }
  return results;
}

// Runs of series whose samples fit into `bytes`; a series is never cut.
std::vector<std::pair<std::size_t, std::size_t>> slab_ranges(const std::vector<SeriesResult>& series,
                                                             std::uint64_t paths, std::size_t bytes) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  std::size_t first = 0, used = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const std::size_t need = static_cast<std::size_t>(series[i].series.weeks) * paths * sizeof(float);
    if (i > first && used + need > bytes) {
      ranges.emplace_back(first, i);
      first = i;
      used = 0;
    }
    used += need;
  }
  ranges.emplace_back(first, series.size());
  return ranges;
}

// The samples of one block, gathered close together before they go to their columns far apart.
struct BlockSamples {
  BlockSamples(std::size_t columns, std::size_t groups_per_block)
      : groups(groups_per_block), paths(columns * kBlockPaths), sums(columns * groups_per_block) {}
  std::size_t groups;
  std::vector<float> paths;
  std::vector<double> sums;
};

// Blocks that share one BlockSamples.
constexpr std::size_t kBlocksPerTask = 8;

EBBTIDE_VECTOR_WIDTHS
void store_lanes(const Lanes& values, std::size_t lanes, float* out) {
  for (std::size_t lane = 0; lane < lanes; ++lane) out[lane] = static_cast<float>(values[lane]);
}

class Simulation {
 public:
  Simulation(const Model& model, const SimulationOptions& options, const Executor& executor, SampleBuffer& buffer)
      : model_(model),
        options_(options),
        executor_(executor),
        buffer_(buffer),
        simulator_(model, options.seed, options.paths) {}

  SimulationResult run(const std::vector<Event>& events, const RealisedLookup& realised) {
    SimulationResult result;
    result.paths = options_.paths;
    result.series = empty_results(model_);
    if (needs_weights(model_, simulator_)) {
      result.weighting = weigh_paths(model_, simulator_, options_.paths, executor_, options_.stop);
      weights_ = result.weighting->weights;
    }
    result.group_weights = result.weighting
                               ? result.weighting->group_weights
                               : group_sizes(static_cast<std::size_t>(options_.paths), simulator_.group_size());
    for (const Event& event : events) result.events.push_back({event, {}, {}, {}});
    const auto ranges = slab_ranges(result.series, options_.paths, options_.sample_bytes);
    total_work_ = static_cast<double>(ranges.size() * simulator_.block_count());
    for (const auto& range : ranges) {
      Slab slab;
      fill_slab(range, result, slab);
      summarise(slab, realised, result);
      for (EventResult& event : result.events) judge_event(slab, event, result);
    }
    return result;
  }

 private:
  void fill_slab(const std::pair<std::size_t, std::size_t>& range, SimulationResult& result, Slab& slab) {
    slab.paths = options_.paths;
    for (std::size_t i = range.first; i < range.second; ++i) {
      for (int week = 0; week < result.series[i].series.weeks; ++week) {
        slab.columns.push_back({i, week});
        result.series[i].weeks[static_cast<std::size_t>(week)].group_sums.resize(simulator_.group_count());
      }
    }
    slab.samples = buffer_.take(slab.columns.size() * options_.paths);
    const bool count_clips = range.first == 0;
    std::atomic<std::uint64_t> clipped{0}, member_weeks{0};
    std::atomic<std::size_t> done{0};
    executor_.for_blocks((simulator_.block_count() + kBlocksPerTask - 1) / kBlocksPerTask,
                         [&](std::size_t task) {
                           BlockSamples samples(slab.columns.size(), kBlockPaths / simulator_.group_size());
                           const std::size_t end = std::min(simulator_.block_count(), (task + 1) * kBlocksPerTask);
                           for (std::size_t block = task * kBlocksPerTask; block < end; ++block) {
                             simulator_.simulate(block, [&](const GroupPaths& group) {
                               gather(group, result, slab, samples);
                               clipped += group.funds.clipped;
                               member_weeks += group.lanes * group.funds.flow.columns() *
                                               static_cast<std::size_t>(model_.horizon_weeks);
                             });
                             store(block, samples, result, slab);
                             report_progress(++done);
                           }
                         },
                         options_.stop);
    work_done_ += static_cast<double>(simulator_.block_count());
    if (!count_clips) return;
    result.clipped_member_weeks = clipped;
    result.member_weeks = member_weeks;
  }

  void report_progress(std::size_t blocks) const {
    if (options_.progress) options_.progress((work_done_ + static_cast<double>(blocks)) / total_work_);
  }

  void gather(const GroupPaths& group, const SimulationResult& result, const Slab& slab, BlockSamples& samples) const {
    const std::size_t offset = group.first_path % kBlockPaths;
    Lanes values;
    for (std::size_t c = 0; c < slab.columns.size(); ++c) {
      evaluate_series(model_, result.series[slab.columns[c].series].series, slab.columns[c].week, group, values);
      store_lanes(values, group.lanes, samples.paths.data() + c * kBlockPaths + offset);
      double sum = 0.0;
      if (weights_.empty()) {
        for (std::size_t lane = 0; lane < group.lanes; ++lane) sum += values[lane];
      } else {
        const double* weights = weights_.data() + group.first_path;
        for (std::size_t lane = 0; lane < group.lanes; ++lane)
          sum += weights[lane] > 0.0 ? weights[lane] * values[lane] : 0.0;
      }
      samples.sums[c * samples.groups + offset / simulator_.group_size()] = sum;
    }
  }

  void store(std::size_t block, const BlockSamples& samples, SimulationResult& result, const Slab& slab) const {
    const std::size_t first = block * kBlockPaths;
    const std::size_t count = std::min<std::size_t>(kBlockPaths, static_cast<std::size_t>(slab.paths) - first);
    const std::size_t groups = (count + simulator_.group_size() - 1) / simulator_.group_size();
    for (std::size_t c = 0; c < slab.columns.size(); ++c) {
      std::copy_n(samples.paths.data() + c * kBlockPaths, count, slab.samples + c * slab.paths + first);
      SeriesWeek& week = result.series[slab.columns[c].series].weeks[static_cast<std::size_t>(slab.columns[c].week)];
      std::copy_n(samples.sums.data() + c * samples.groups, groups,
                  week.group_sums.data() + first / simulator_.group_size());
    }
  }

  void summarise(const Slab& slab, const RealisedLookup& realised, SimulationResult& result) const {
    // One scratch per run of columns keeps its memory warm.
    constexpr std::size_t kColumnsPerTask = 16;
    const std::size_t tasks = (slab.columns.size() + kColumnsPerTask - 1) / kColumnsPerTask;
    executor_.for_blocks(
        tasks,
        [&](std::size_t task) {
          WeightedSummaryScratch scratch;
          const std::size_t end = std::min(slab.columns.size(), (task + 1) * kColumnsPerTask);
          for (std::size_t c = task * kColumnsPerTask; c < end; ++c) {
            SeriesResult& series = result.series[slab.columns[c].series];
            SeriesWeek& week = series.weeks[static_cast<std::size_t>(slab.columns[c].week)];
            week.summary =
                summarise_column(slab.column(c), week.group_sums, weights_, simulator_.group_size(), scratch);
            if (realised) week.realised = realised(series.series, slab.columns[c].week);
            if (week.realised) week.percentile = 100.0 * fraction_below(slab.column(c), weights_, *week.realised);
          }
        },
        options_.stop);
  }

  // Known when every week is, or when a published week alone decides: a minimum that was below, a maximum above.
  static std::optional<bool> realised_event(const Event& event, const SeriesResult& series) {
    const bool one_week_decides =
        event.below ? event.statistic != EventStatistic::maximum : event.statistic != EventStatistic::minimum;
    std::optional<double> came;
    bool complete = true;
    for (int week = event.weeks.first; week <= event.weeks.last; ++week) {
      const auto& value = series.weeks[static_cast<std::size_t>(week) - 1].realised;
      complete = complete && value.has_value();
      if (!value) continue;
      if (one_week_decides && happens(event, *value)) return true;
      came = came ? fold(event.statistic, *came, *value) : *value;
    }
    return complete && came ? std::optional(happens(event, *came)) : std::nullopt;
  }

  void judge_event(const Slab& slab, EventResult& result, const SimulationResult& all) const {
    const Event& event = result.event;
    std::size_t first_column = slab.columns.size();
    for (std::size_t c = 0; c < slab.columns.size(); ++c) {
      if (slab.columns[c].week == event.weeks.first - 1 &&
          event_watches(event, all.series[slab.columns[c].series].series)) {
        first_column = c;
        break;
      }
    }
    if (first_column == slab.columns.size()) return;
    const auto weeks = static_cast<std::size_t>(event.weeks.last) - static_cast<std::size_t>(event.weeks.first) + 1;
    result.group_sums.assign(simulator_.group_count(), 0.0);
    for (std::uint64_t path = 0; path < slab.paths; ++path) {
      double value = slab.column(first_column)[path];
      for (std::size_t week = 1; week < weeks; ++week) {
        value = fold(event.statistic, value, slab.column(first_column + week)[path]);
      }
      if (happens(event, value))
        result.group_sums[path / simulator_.group_size()] += weights_.empty() ? 1.0 : weights_[path];
    }
    result.probability = grouped_mean({result.group_sums, all.group_weights});
    const SeriesResult& series = all.series[slab.columns[first_column].series];
    result.realised = realised_event(event, series);
  }

  const Model& model_;
  const SimulationOptions& options_;
  const Executor& executor_;
  SampleBuffer& buffer_;
  BlockSimulator simulator_;
  std::span<const double> weights_;  // empty: all the same
  double work_done_ = 0.0;
  double total_work_ = 1.0;
};

}  // namespace

float* SampleBuffer::take(std::size_t count) {
  if (count > size_) {
    memory_.reset();  // before the new memory, so that both are never held at once
    memory_ = std::make_unique_for_overwrite<float[]>(count);
    size_ = count;
  }
  return memory_.get();
}

std::size_t path_passes(const Model& model, const SimulationOptions& options) {
  const bool weighed = needs_weights(model, BlockSimulator(model, options.seed, options.paths));
  return slab_ranges(empty_results(model), options.paths, options.sample_bytes).size() + (weighed ? 1 : 0);
}

SimulationResult simulate(const Model& model, const std::vector<Event>& events, const SimulationOptions& options,
                          const RealisedLookup& realised, const Executor& executor, SampleBuffer& buffer) {
  EBBTIDE_REQUIRE(options.paths > 0);
  return Simulation(model, options, executor, buffer).run(events, realised);
}

}  // namespace ebbtide
