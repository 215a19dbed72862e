#include "simulation/streaming.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/contract.h"
#include "model/cube.h"
#include "parallel/scratch_pool.h"
#include "simulation/path_pieces.h"
#include "simulation/path_reading.h"
#include "simulation/series_slabs.h"
#include "simulation/streamed_column.h"
#include "simulation/streamed_members.h"
#include "simulation/streamed_weights.h"

namespace ebbtide {
namespace {

constexpr std::size_t kColumnsPerBlock = 8;

struct StreamedEvent {
  std::size_t first_column = 0, weeks = 0;
  EventResult* result = nullptr;
  GroupMoment moment;
};

std::size_t count_bytes_of_column(const Model& model) {
  return kPilotBins * (needs_weights(model) ? sizeof(std::uint64_t) : sizeof(std::uint32_t));
}

// Runs of series whose counts fit beside those of market shares.
std::vector<std::pair<std::size_t, std::size_t>> streamed_slabs(const Model& model,
                                                                const std::vector<SeriesResult>& series,
                                                                const SimulationOptions& options) {
  const std::size_t column_bytes = count_bytes_of_column(model);
  const std::size_t share_bytes = MemberReadings(model, 0, 1).shares() * column_bytes;
  return slab_ranges(series, column_bytes, options.count_bytes - std::min(share_bytes, options.count_bytes));
}

class StreamedSimulation {
 public:
  StreamedSimulation(const Model& model, const SimulationOptions& options, const Executor& executor,
                     SimulationMemory& memory)
      : model_(model),
        options_(options),
        executor_(executor),
        memory_(memory),
        simulator_(model, options.seed, options.paths),
        groups_per_run_((simulator_.group_count() + kSumRuns - 1) / kSumRuns) {}

  SimulationResult run(const std::vector<Event>& events, const RealisedLookup& realised) {
    SimulationResult result;
    result.paths = options_.paths;
    result.mode = StatisticsMode::streaming;
    result.bins = kPilotBins;
    result.series = empty_results(model_);
    for (const Event& event : events) result.events.push_back({event, {}, {}, std::vector<double>(sum_runs(), 0.0)});
    place_sums(result);
    weigh(result);
    result.exact_quantiles = options_.exact_quantiles && !weights_;
    const auto ranges = streamed_slabs(model_, result.series, options_);
    work_ = static_cast<double>(ranges.size()) * static_cast<double>(options_.paths);
    for (const auto& [first, last] : ranges) stream(first, last, realised, result);
    const std::size_t members = model_.calibration->funds ? flow_equations(*model_.calibration->funds) : 0;
    result.member_weeks = options_.paths * members * static_cast<std::uint64_t>(model_.horizon_weeks);
    return result;
  }

 private:
  std::size_t run_of(std::uint64_t group) const { return static_cast<std::size_t>(group / groups_per_run_); }
  std::size_t sum_runs() const { return run_of(simulator_.group_count() - 1) + 1; }

  void place_sums(SimulationResult& result) {
    const std::size_t count = column_count(result.series) * sum_runs();
    result.series_sums = memory_.take_sums(count);
    double* place = result.series_sums.data();
    std::fill_n(place, count, 0.0);
    for (SeriesResult& series : result.series) {
      for (SeriesWeek& week : series.weeks) {
        week.group_sums = {place, sum_runs()};
        place += sum_runs();
      }
    }
  }

  void weigh(SimulationResult& result) {
    result.group_weights.assign(sum_runs(), 0.0);
    all_groups_.effective_count = static_cast<double>(options_.paths);
    if (!needs_weights(model_)) return;
    EBBTIDE_REQUIRE(model_.views.empty());
    weights_.emplace(model_, simulator_, options_.paths, executor_, options_.stop);
    result.weighting.emplace();
    result.weighting->conditions = result.weighting->all = weights_->diagnostics();
    all_groups_.effective_count = weights_->diagnostics().effective_sample_size;
  }

  void stream(std::size_t first, std::size_t last, const RealisedLookup& realised, SimulationResult& result) {
    places_ = columns_of(result.series, first, last);
    const PathPieces::Source source{model_,    options_, executor_, simulator_, weights_ ? &*weights_ : nullptr,
                                    first == 0};
    PathPieces pieces(source, result.series, places_, memory_);
    counts_.assign(weights_ ? 0 : pieces.columns() * kPilotBins, 0);
    fixed_counts_.assign(weights_ ? pieces.columns() * kPilotBins : 0, 0);
    make_columns(pieces, realised, result);
    std::optional<StreamedMembers> members;
    if (pieces.members() != nullptr) members.emplace(*pieces.members());
    std::vector<StreamedEvent> events = events_of(result);
    GroupTotals groups = all_groups_;
    for (std::uint64_t path = 0; path < options_.paths; path += pieces.most_paths()) {
      const Piece piece = pieces.simulate(path, pieces.most_paths());
      for (const double weight : pieces.group_weights(piece)) groups.add(weight);
      if (first == 0) {
        add_by_run(pieces.group_weights(piece), piece, result.group_weights);
        result.clipped_member_weeks += pieces.clipped();
      }
      for_columns([&](std::size_t c, ColumnScratch& scratch) { add(pieces, piece, c, result, scratch); });
      for (StreamedEvent& event : events) add(pieces, piece, event);
      if (members) members->add({pieces.weights(piece), pieces.group_weights(piece)}, executor_);
      report_progress(piece.paths);
    }
    const std::vector<QuantileValues> exact =
        result.exact_quantiles ? search_quantiles(pieces) : std::vector<QuantileValues>();
    if (members) {
      result.members = members->statistics(groups);
      for (std::size_t share = 0; share < pieces.members()->shares(); ++share)
        result.members.market_shares.push_back(pieces.members()->share_of(share));
    }
    for_columns([&](std::size_t c, ColumnScratch&) { finish(c, groups, exact, result); });
    for (StreamedEvent& event : events) {
      event.result->probability = groups.mean(event.moment);
      event.result->realised = realised_event(event.result->event, result.series[places_[event.first_column].series]);
    }
  }

  template <typename Work>
  void for_columns(Work work) {
    const std::size_t columns = std::max(counts_.size(), fixed_counts_.size()) / kPilotBins;
    executor_.for_blocks((columns + kColumnsPerBlock - 1) / kColumnsPerBlock,
                         [&](std::size_t block) {
                           const auto scratch = scratch_.borrow();
                           const std::size_t end = std::min((block + 1) * kColumnsPerBlock, columns);
                           for (std::size_t c = block * kColumnsPerBlock; c < end; ++c) work(c, *scratch);
                         },
                         options_.stop);
  }

  void make_columns(PathPieces& pieces, const RealisedLookup& realised, const SimulationResult& result) {
    const Piece pilot = pieces.simulate(0, kPilotPaths);
    // Where no path of the pilot counts, it is taken as it is: the paths that do are fewer than one in 2,048.
    std::span<const double> weights = pieces.weights(pilot);
    if (std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 0.0; })) weights = {};
    std::vector<std::optional<StreamedColumn>> made(pieces.columns());
    for_columns([&](std::size_t c, ColumnScratch&) {
      made[c].emplace(Pilot(pieces.samples(c, pilot), weights), marks_of(c, pieces, realised, result));
    });
    columns_.clear();
    columns_.reserve(made.size());
    for (std::optional<StreamedColumn>& column : made) columns_.push_back(std::move(*column));
  }

  ColumnMarks marks_of(std::size_t c, const PathPieces& pieces, const RealisedLookup& realised,
                       const SimulationResult& result) const {
    if (c >= places_.size()) {
      const MarketShare share = pieces.members()->share_of(c - places_.size());
      return {realised_share(model_, realised, share.member, share.week), std::nullopt};
    }
    const Series& series = result.series[places_[c].series].series;
    ColumnMarks marks;
    if (realised) marks.realised = realised(series, places_[c].week);
    if (options_.known_extremes && series.target == Target::net_flow)
      marks.extremes = options_.known_extremes(series.key);
    return marks;
  }

  std::vector<StreamedEvent> events_of(SimulationResult& result) const {
    std::vector<StreamedEvent> events;
    for (EventResult& event : result.events) {
      const auto first = first_column(event.event, result.series, places_);
      if (!first) continue;
      const int weeks = event.event.weeks.last - event.event.weeks.first + 1;
      events.push_back({*first, static_cast<std::size_t>(weeks), &event, {}});
    }
    return events;
  }

  void add_by_run(std::span<const double> of_groups, const Piece& piece, std::span<double> runs) const {
    for (std::size_t group = 0; group < of_groups.size();) {
      const std::size_t run = run_of(piece.first_group + group);
      const std::size_t end =
          std::min(of_groups.size(), static_cast<std::size_t>((run + 1) * groups_per_run_ - piece.first_group));
      for (; group < end; ++group) runs[run] += of_groups[group];
    }
  }

  void add(const PathPieces& pieces, const Piece& piece, std::size_t c, SimulationResult& result,
           ColumnScratch& scratch) {
    const std::span<const double> sums = pieces.group_sums(c, piece);
    if (weights_) {
      columns_[c].add(pieces.samples(c, piece), sums, simulator_.group_size(),
                      {pieces.weights(piece), pieces.group_weights(piece)}, of_column(fixed_counts_, c), scratch);
    } else {
      columns_[c].add(pieces.samples(c, piece), sums, simulator_.group_size(), of_column(counts_, c), scratch);
    }
    if (c < places_.size()) add_by_run(sums, piece, week_of(c, result).group_sums);
  }

  void add(const PathPieces& pieces, const Piece& piece, StreamedEvent& streamed) const {
    const Event& event = streamed.result->event;
    const std::size_t size = simulator_.group_size();
    std::vector<double> sums(piece.groups, 0.0);
    for (std::size_t path = 0; path < piece.paths; ++path) {
      double value = pieces.samples(streamed.first_column, piece)[path];
      for (std::size_t week = 1; week < streamed.weeks; ++week)
        value = fold(event.statistic, value, pieces.samples(streamed.first_column + week, piece)[path]);
      if (happens(event, value)) sums[path / size] += weights_ ? pieces.weights(piece)[path] : 1.0;
    }
    for (std::size_t group = 0; group < sums.size(); ++group)
      streamed.moment.add(sums[group], pieces.group_weights(piece)[group]);
    add_by_run(sums, piece, streamed.result->group_sums);
  }

  // Quantiles at the levels of a summary, by column: the paths are simulated again until every one is found.
  std::vector<QuantileValues> search_quantiles(PathPieces& pieces) {
    std::vector<RankSearch> searches;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      searches.push_back(columns_[c].search(options_.paths, of_column(counts_, c)));
    while (!std::all_of(searches.begin(), searches.end(), [](const RankSearch& search) { return search.done(); })) {
      const std::uint64_t open =
          std::accumulate(searches.begin(), searches.end(), std::uint64_t{0},
                          [](std::uint64_t sum, const RankSearch& search) { return sum + search.open(); });
      for (RankSearch& search : searches) search.begin(open * sizeof(float) <= options_.count_bytes / 2);
      for (std::uint64_t path = 0; path < options_.paths; path += pieces.most_paths()) {
        const Piece piece = pieces.simulate(path, pieces.most_paths());
        for_columns([&](std::size_t c, ColumnScratch&) { searches[c].add(pieces.samples(c, piece)); });
      }
      for_columns([&](std::size_t c, ColumnScratch&) { searches[c].end(); });
    }
    std::vector<QuantileValues> values;
    values.reserve(searches.size());
    for (const RankSearch& search : searches) values.push_back(found_quantiles(search, options_.paths));
    return values;
  }

  void finish(std::size_t c, const GroupTotals& groups, const std::vector<QuantileValues>& exact,
              SimulationResult& result) {
    const StreamedColumn& column = columns_[c];
    const ColumnSummary summary = weights_ ? column.summary(groups, of_column(fixed_counts_, c))
                                           : column.summary(groups, simulator_.group_size(), of_column(counts_, c),
                                                            exact.empty() ? nullptr : &exact[c]);
    const auto set = [&](auto& place) {
      place.summary = summary;
      place.realised = column.realised();
      if (place.realised) place.percentile = 100.0 * column.share_below(groups);
    };
    if (c >= places_.size()) return set(result.members.market_shares[c - places_.size()]);
    set(week_of(c, result));
    week_of(c, result).record = column.record(groups);
  }

  SeriesWeek& week_of(std::size_t c, SimulationResult& result) const {
    return result.series[places_[c].series].weeks[static_cast<std::size_t>(places_[c].week)];
  }

  template <typename Count>
  std::span<Count> of_column(std::vector<Count>& counts, std::size_t c) const {
    return std::span(counts).subspan(c * kPilotBins, kPilotBins);
  }

  void report_progress(std::size_t paths) {
    done_ += static_cast<double>(paths);
    if (options_.progress) options_.progress(done_ / work_);
  }

  const Model& model_;
  const SimulationOptions& options_;
  const Executor& executor_;
  SimulationMemory& memory_;
  BlockSimulator simulator_;
  std::uint64_t groups_per_run_;
  std::optional<StreamedWeights> weights_;
  GroupTotals all_groups_;  // but for what is added up by piece
  double done_ = 0.0, work_ = 1.0;

  // Of the series that are streamed now, market shares behind them.
  std::vector<ColumnPlace> places_;
  std::vector<StreamedColumn> columns_;
  std::vector<std::uint32_t> counts_;        // column by bin
  std::vector<std::uint64_t> fixed_counts_;  // the same of weights
  ScratchPool<ColumnScratch> scratch_{[] { return std::make_unique<ColumnScratch>(); }};
};

}  // namespace

std::size_t streamed_passes(const Model& model, const SimulationOptions& options) {
  return streamed_slabs(model, empty_results(model), options).size();
}

SimulationResult simulate_streamed(const Model& model, const std::vector<Event>& events,
                                   const SimulationOptions& options, const RealisedLookup& realised,
                                   const Executor& executor, SimulationMemory& memory) {
  return StreamedSimulation(model, options, executor, memory).run(events, realised);
}

}  // namespace ebbtide
