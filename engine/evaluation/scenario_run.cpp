#include "evaluation/scenario_run.h"

#include <algorithm>
#include <exception>
#include <tuple>

#include "calibration/calibrate.h"
#include "calibration/sibling_sightings.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/realised.h"
#include "evaluation/streaming_check.h"
#include "model/parameter_draw.h"
#include "simulation/draw_pool.h"
#include "simulation/path_reading.h"

namespace ebbtide {
namespace {

// What a universe gives on a date.
struct Ground {
  const History* history = nullptr;
  std::optional<HistoryView> view = std::nullopt;
  std::shared_ptr<const Calibration> calibration = nullptr;
  std::shared_ptr<const KnownFlows> known_flows = nullptr;
  std::exception_ptr failure = nullptr;  // of the view or the calibration that is missing
};

class Preparation {
 public:
  Preparation(const BatchSource& source, const Executor& executor, Findings& findings)
      : source_(source), executor_(executor), findings_(findings) {}

  // Views and calibrations of every universe and date, at the same time. What fails is kept for the scenarios that
  // need it.
  void survey(const std::vector<Scenario>& scenarios) {
    for (const Scenario& scenario : scenarios) {
      const bool has_history = !scenario.universe.empty() && source_.history;
      const History* history = has_history ? source_.history(scenario.universe) : nullptr;
      if (history != nullptr) grounds_[{scenario.universe, scenario.as_of}].history = history;
    }
    std::vector<decltype(grounds_)::value_type*> wanted;
    for (auto& each : grounds_) wanted.push_back(&each);
    executor_.for_blocks(wanted.size(), [&](std::size_t i) {
      auto& [key, ground] = *wanted[i];
      try {
        ground.view = ground.history->as_of(key.second);
        ground.known_flows = std::make_shared<const KnownFlows>(known_flows_of_members(*ground.view));
        ground.calibration = source_.calibration;
        if (!ground.calibration)
          ground.calibration = std::make_shared<const Calibration>(calibrate(*ground.view, source_.settings));
      } catch (...) {
        ground.failure = std::current_exception();
      }
    });
  }

  PreparedScenario prepare(const Scenario& scenario) {
    PreparedScenario prepared;
    prepared.scenario = scenario;
    const Ground* ground = ground_of(scenario);
    EBBTIDE_REQUIRE(ground != nullptr || source_.calibration);
    if (ground != nullptr) {
      if (!ground->view) std::rethrow_exception(ground->failure);
      prepared.realised = realised(*ground->history).lookup(ground->view->week_one());
      prepared.known_flows = ground->known_flows;
      if (!ground->calibration) std::rethrow_exception(ground->failure);
    }
    const auto& calibration = ground != nullptr ? ground->calibration : source_.calibration;
    if (ground != nullptr) {
      for (FlowCondition& evidence : sibling_evidence(*ground->view, scenario))
        prepared.scenario.flow_conditions.push_back(std::move(evidence));
    }
    prepared.model = build_model(calibration, prepared.scenario, view_of(ground), findings_);
    check_quantities(prepared);
    prepared.exact_quantiles = source_.exact_quantiles;
    check_streaming(prepared.model, prepared.scenario, source_.exact_quantiles, findings_);
    return prepared;
  }

  // The plausibility of every scenario with market conditions, at the same time. Scenarios in a row with one background
  // are a block: it is drawn once, and no more are held than blocks are at work.
  void judge(std::vector<PreparedScenario>& batch) const {
    std::vector<std::vector<PreparedScenario*>> blocks;
    for (PreparedScenario& prepared : batch) {
      const auto& constraints = prepared.model.constraints;
      const auto known = [](const LinearConstraint& row) { return row.kind == ConditionKind::known; };
      if (std::all_of(constraints.begin(), constraints.end(), known)) continue;
      if (blocks.empty() || background_key(*blocks.back().front()) != background_key(prepared)) blocks.emplace_back();
      blocks.back().push_back(&prepared);
    }
    executor_.for_blocks(blocks.size(), [&](std::size_t i) {
      const std::vector<PreparedScenario*>& block = blocks[i];
      const std::uint64_t seed = block.front()->scenario.seed;
      const MarketSample background =
          draw_market(background_of(block.front()->model), seed, kPlausibilityPaths, executor_);
      executor_.for_blocks(block.size(), [&](std::size_t j) {
        PreparedScenario& prepared = *block[j];
        prepared.plausibility =
            plausibility(prepared.model, seed, background, view_of(ground_of(prepared.scenario)), executor_);
      });
    });
  }

 private:
  using BackgroundKey = std::tuple<const Calibration*, std::string, Date, int, std::uint64_t>;
  static BackgroundKey background_key(const PreparedScenario& prepared) {
    const Scenario& scenario = prepared.scenario;
    return {prepared.model.calibration.get(), scenario.universe, scenario.as_of, scenario.horizon_weeks, scenario.seed};
  }

  // Null where the scenario has no history.
  const Ground* ground_of(const Scenario& scenario) const {
    const auto found = grounds_.find({scenario.universe, scenario.as_of});
    return found == grounds_.end() ? nullptr : &found->second;
  }
  static const HistoryView* view_of(const Ground* ground) { return ground != nullptr ? &*ground->view : nullptr; }

  const RealisedHistory& realised(const History& history) {
    auto& cached = realised_[&history];
    if (!cached) cached.emplace(history);
    return *cached;
  }

  // AUM of a member without AUM, or a cell where there are none, is nothing to look at.
  void check_quantities(const PreparedScenario& prepared) {
    const std::vector<Series> series = series_of(prepared.model);
    const auto check = [&](const Event& quantity, const std::string& asked, const SourcePosition& where) {
      const bool found =
          std::any_of(series.begin(), series.end(), [&](const Series& s) { return event_watches(quantity, s); });
      if (found) return;
      Finding finding;
      finding.code = "event-without-series";
      finding.where = where;
      finding.problem = format("{} asks for a series that is not simulated", asked);
      finding.expected = "a member launched by as_of, a cell of a calibration with a cube; AUM observed or declared";
      findings_.add(std::move(finding));
    };
    for (const Event& event : prepared.scenario.events) check(event, format("event '{}'", event.name), event.where);
    for (const View& view : prepared.scenario.views) check(view.quantity, format("view '{}'", view.text), view.where);
    for (const FlowCondition& condition : prepared.scenario.flow_conditions)
      check(quantity_of(condition), format("condition '{}'", condition.text), condition.where);
  }

  const BatchSource& source_;
  const Executor& executor_;
  Findings& findings_;
  std::map<std::pair<std::string, Date>, Ground> grounds_;
  std::map<const History*, std::optional<RealisedHistory>> realised_;
};

void take_differences(const SimulationResult& baseline, const Executor& executor, ScenarioResult& result) {
  const auto difference = [&](std::span<const double> sums, std::span<const double> other) {
    return grouped_mean_difference({sums, result.simulation.group_weights}, {other, baseline.group_weights});
  };
  const std::vector<SeriesResult>& all = result.simulation.series;
  const auto compared = static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const SeriesResult& series) { return series.series.target != Target::condition; }));
  result.deltas.resize(compared);
  // Quantities of conditions come last.
  executor.for_blocks(compared, [&](std::size_t i) {
    const SeriesResult& series = all[i];
    const auto same = std::find_if(baseline.series.begin(), baseline.series.end(), [&](const SeriesResult& other) {
      return other.series.target == series.series.target && other.series.key == series.series.key &&
             other.series.name == series.series.name;
    });
    if (same == baseline.series.end()) return;  // the baseline's tables are less deep
    for (std::size_t week = 0; week < series.weeks.size(); ++week)
      result.deltas[i].push_back(difference(series.weeks[week].group_sums, same->weeks[week].group_sums));
  });
  for (const EventResult& event : result.simulation.events) {
    const auto same = std::find_if(baseline.events.begin(), baseline.events.end(), [&](const EventResult& other) {
      return other.event.name == event.event.name && other.event.text == event.event.text;
    });
    result.event_deltas.push_back(
        same == baseline.events.end() ? std::nullopt : std::optional(difference(event.group_sums, same->group_sums)));
  }
}

void drop_group_sums(SimulationResult& simulation, SimulationMemory& memory) {
  for (SeriesResult& series : simulation.series) {
    for (SeriesWeek& week : series.weeks) week.group_sums = {};
  }
  memory.give_back(std::move(simulation.series_sums));
  for (EventResult& event : simulation.events) std::vector<double>().swap(event.group_sums);
  std::vector<double>().swap(simulation.group_weights);
  if (simulation.weighting) {
    std::vector<double>().swap(simulation.weighting->weights);
    std::vector<double>().swap(simulation.weighting->group_weights);
  }
}

// `known` must outlive the result.
KnownExtremes extremes_of(const KnownFlows& known) {
  return [&known](const SeriesKey& key) -> std::optional<FlowExtremes> {
    const auto found = known.find(key);
    if (found == known.end()) return std::nullopt;
    const auto [lowest, highest] =
        std::minmax_element(found->second.begin(), found->second.end(),
                            [](const KnownFlow& a, const KnownFlow& b) { return a.musd < b.musd; });
    return FlowExtremes{lowest->musd, highest->musd};
  };
}

ScenarioResult run_scenario(const PreparedScenario& prepared, const Executor& executor, const BatchProgress& progress,
                            const std::atomic<bool>* stop, CommonDraws* draws, SimulationMemory& memory) {
  SimulationOptions options;
  options.draws = draws;
  options.seed = prepared.scenario.seed;
  options.paths = prepared.scenario.paths;
  options.exact_quantiles = prepared.exact_quantiles;
  options.stop = stop;
  if (progress.update) {
    options.progress = [&](double fraction) { progress.update(prepared.scenario.name, fraction); };
  }
  if (prepared.known_flows) options.known_extremes = extremes_of(*prepared.known_flows);
  ScenarioResult result;
  result.scenario = prepared.scenario;
  result.realised = prepared.realised;
  result.known_flows = prepared.known_flows;
  result.model = prepared.model;
  result.plausibility = prepared.plausibility;
  result.simulation = simulate(prepared.model, prepared.scenario.events, options, prepared.realised, executor, memory);
  return result;
}

Findings without_baseline(const Scenario& scenario) {
  Finding finding;
  finding.code = "baseline-not-run";
  finding.where.file = scenario.file;
  finding.problem =
      format("'{}' was left out, because its baseline '{}' could not be simulated", scenario.name, *scenario.baseline);
  finding.expected = "a baseline whose conditions and views can be met";
  Findings findings;
  findings.add(std::move(finding));
  return findings;
}

}  // namespace

std::vector<PreparedScenario> prepare_batch(const std::vector<Scenario>& scenarios, const BatchSource& source,
                                            const Executor& executor, Findings& findings) {
  Preparation preparation(source, executor, findings);
  preparation.survey(scenarios);
  std::vector<PreparedScenario> batch;
  for (const Scenario& scenario : scenarios) {
    try {
      batch.push_back(preparation.prepare(scenario));
    } catch (const InputError& error) {
      findings.append(error.findings().placed_in(scenario.file));
    }
  }
  if (findings.has_errors()) return {};
  if (source.with_plausibility) preparation.judge(batch);
  return batch;
}

std::vector<ScenarioResult> run_batch(const std::vector<PreparedScenario>& batch, const Executor& executor,
                                      const BatchProgress& progress, const std::atomic<bool>* stop) {
  std::map<std::string, std::size_t> place;
  std::vector<int> dependents(batch.size(), 0);
  for (std::size_t i = 0; i < batch.size(); ++i) place[batch[i].scenario.name] = i;
  const auto baseline_of = [&](std::size_t i) -> std::optional<std::size_t> {
    const auto& name = batch[i].scenario.baseline;
    if (!name || *name == batch[i].scenario.name) return std::nullopt;
    const auto found = place.find(*name);
    EBBTIDE_REQUIRE(found != place.end());
    return found->second;
  };
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (const auto baseline = baseline_of(i)) ++dependents[*baseline];
  }
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < batch.size(); ++i) order.push_back(i);
  // Scenarios others are compared with come first, each followed in its turn by the rest.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto depth = [&](std::size_t i) {
      int steps = 0;
      for (auto next = baseline_of(i); next && steps <= static_cast<int>(batch.size()); next = baseline_of(*next))
        ++steps;
      return steps;
    };
    return depth(a) < depth(b);
  });
  std::vector<DrawKey> requests;
  requests.reserve(batch.size());
  for (const PreparedScenario& prepared : batch)
    requests.push_back(DrawKey::of(prepared.model, prepared.scenario.seed, prepared.scenario.paths));
  DrawPool pool(requests);
  std::vector<std::optional<ScenarioResult>> results(batch.size());
  SimulationMemory memory;
  for (const std::size_t i : order) {
    const PreparedScenario& prepared = batch[i];
    const auto baseline = baseline_of(i);
    if (baseline && !results[*baseline]) {
      pool.done(i);
      progress.failed(without_baseline(prepared.scenario));
      continue;
    }
    try {
      results[i] = run_scenario(prepared, executor, progress, stop, pool.draws_of(i), memory);
    } catch (const InputError& error) {
      if (!progress.failed) throw;
      pool.done(i);
      progress.failed(error.findings());
      continue;
    }
    pool.done(i);
    if (baseline) {
      take_differences(results[*baseline]->simulation, executor, *results[i]);
      results[i]->drivers = drivers(results[i]->model, results[*baseline]->model, results[i]->deltas, executor);
      if (--dependents[*baseline] == 0) drop_group_sums(results[*baseline]->simulation, memory);
    }
    if (dependents[i] == 0) drop_group_sums(results[i]->simulation, memory);
    if (progress.finished) progress.finished(*results[i]);
  }
  std::vector<ScenarioResult> finished;
  for (std::optional<ScenarioResult>& result : results) {
    if (result) finished.push_back(std::move(*result));
  }
  return finished;
}

}  // namespace ebbtide
