#include "evaluation/scenario_run.h"

#include <algorithm>
#include <tuple>

#include "calibration/calibrate.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/realised.h"
#include "model/parameter_draw.h"
#include "simulation/draw_pool.h"

namespace ebbtide {
namespace {

class Preparation {
 public:
  Preparation(const BatchSource& source, Findings& findings) : source_(source), findings_(findings) {}

  PreparedScenario prepare(const Scenario& scenario) {
    PreparedScenario prepared;
    prepared.scenario = scenario;
    const History* history =
        scenario.universe.empty() || !source_.history ? nullptr : source_.history(scenario.universe);
    std::optional<HistoryView> view;
    if (history != nullptr) {
      view = history->as_of(scenario.as_of);
      prepared.realised = realised(*history).lookup(view->week_one());
    }
    prepared.model = build_model(calibration(scenario, view), scenario, view ? &*view : nullptr, findings_);
    check_events(prepared);
    if (source_.with_plausibility && !findings_.has_errors()) judge_conditions(view, prepared);
    return prepared;
  }

 private:
  void judge_conditions(const std::optional<HistoryView>& view, PreparedScenario& prepared) {
    const auto& constraints = prepared.model.constraints;
    const auto known = [](const LinearConstraint& row) { return row.kind == ConditionKind::known; };
    if (std::all_of(constraints.begin(), constraints.end(), known)) return;
    prepared.plausibility =
        plausibility(prepared.model, prepared.scenario.seed, background(prepared), view ? &*view : nullptr);
  }

  // Drawn once for scenarios in a row that share it.
  const MarketSample& background(const PreparedScenario& prepared) {
    const Scenario& scenario = prepared.scenario;
    BackgroundKey key{prepared.model.calibration, scenario.universe, scenario.as_of, scenario.horizon_weeks,
                      scenario.seed};
    if (background_key_ != key) {
      background_ = draw_market(background_of(prepared.model), scenario.seed, kPlausibilityPaths);
      background_key_ = std::move(key);
    }
    return background_;
  }

  std::shared_ptr<const Calibration> calibration(const Scenario& scenario, const std::optional<HistoryView>& view) {
    if (source_.calibration) return source_.calibration;
    EBBTIDE_REQUIRE(view.has_value());
    std::shared_ptr<const Calibration>& cached = calibrations_[{scenario.universe, scenario.as_of}];
    if (!cached) cached = std::make_shared<const Calibration>(calibrate(*view, source_.settings));
    return cached;
  }

  const RealisedHistory& realised(const History& history) {
    auto& cached = realised_[&history];
    if (!cached) cached.emplace(history);
    return *cached;
  }

  // Events on AUM or % of AUM of a member without AUM have nothing to look at.
  void check_events(const PreparedScenario& prepared) {
    const std::vector<Series> series = series_of(prepared.model);
    for (const Event& event : prepared.scenario.events) {
      const bool found =
          std::any_of(series.begin(), series.end(), [&](const Series& s) { return event_watches(event, s); });
      if (found) continue;
      Finding finding;
      finding.code = "event-without-series";
      finding.where = event.where;
      finding.problem = format("event '{}' asks for a series that this universe does not simulate", event.name);
      finding.expected = "AUM of a member that is observed or has a declared share, launched by as_of";
      findings_.add(std::move(finding));
    }
  }

  const BatchSource& source_;
  Findings& findings_;
  std::map<std::pair<std::string, Date>, std::shared_ptr<const Calibration>> calibrations_;
  std::map<const History*, std::optional<RealisedHistory>> realised_;
  using BackgroundKey = std::tuple<std::shared_ptr<const Calibration>, std::string, Date, int, std::uint64_t>;
  std::optional<BackgroundKey> background_key_;
  MarketSample background_;
};

void take_differences(const SimulationResult& baseline, const Executor& executor, ScenarioResult& result) {
  const auto difference = [&](const std::vector<double>& sums, const std::vector<double>& other) {
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
    EBBTIDE_REQUIRE(same != baseline.series.end());
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

void drop_group_sums(SimulationResult& simulation) {
  for (SeriesResult& series : simulation.series) {
    for (SeriesWeek& week : series.weeks) std::vector<double>().swap(week.group_sums);
  }
  for (EventResult& event : simulation.events) std::vector<double>().swap(event.group_sums);
  std::vector<double>().swap(simulation.group_weights);
  if (simulation.weighting) {
    std::vector<double>().swap(simulation.weighting->weights);
    std::vector<double>().swap(simulation.weighting->group_weights);
  }
}

ScenarioResult run_scenario(const PreparedScenario& prepared, const Executor& executor, const BatchProgress& progress,
                            const std::atomic<bool>* stop, CommonDraws* draws, SampleBuffer& buffer) {
  SimulationOptions options;
  options.draws = draws;
  options.seed = prepared.scenario.seed;
  options.paths = prepared.scenario.paths;
  options.stop = stop;
  if (progress.update) {
    options.progress = [&](double fraction) { progress.update(prepared.scenario.name, fraction); };
  }
  ScenarioResult result;
  result.scenario = prepared.scenario;
  result.model = prepared.model;
  result.plausibility = prepared.plausibility;
  result.simulation = simulate(prepared.model, prepared.scenario.events, options, prepared.realised, executor, buffer);
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
                                            Findings& findings) {
  Preparation preparation(source, findings);
  std::vector<PreparedScenario> batch;
  for (const Scenario& scenario : scenarios) {
    try {
      batch.push_back(preparation.prepare(scenario));
    } catch (const InputError& error) {
      findings.append(error.findings().placed_in(scenario.file));
    }
  }
  if (findings.has_errors()) batch.clear();
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
  std::vector<SimulationRequest> requests;
  for (const PreparedScenario& prepared : batch)
    requests.push_back({&prepared.model, prepared.scenario.seed, prepared.scenario.paths});
  DrawPool pool(requests);
  std::vector<std::optional<ScenarioResult>> results(batch.size());
  SampleBuffer buffer;
  for (const std::size_t i : order) {
    const PreparedScenario& prepared = batch[i];
    const auto baseline = baseline_of(i);
    if (baseline && !results[*baseline]) {
      pool.done(i);
      progress.failed(without_baseline(prepared.scenario));
      continue;
    }
    try {
      results[i] = run_scenario(prepared, executor, progress, stop, pool.draws_of(i), buffer);
    } catch (const InputError& error) {
      if (!progress.failed) throw;
      pool.done(i);
      progress.failed(error.findings());
      continue;
    }
    pool.done(i);
    if (baseline) {
      take_differences(results[*baseline]->simulation, executor, *results[i]);
      results[i]->drivers = drivers(results[i]->model, results[*baseline]->model, results[i]->deltas);
      if (--dependents[*baseline] == 0) drop_group_sums(results[*baseline]->simulation);
    }
    if (dependents[i] == 0) drop_group_sums(results[i]->simulation);
    if (progress.finished) progress.finished(*results[i]);
  }
  std::vector<ScenarioResult> finished;
  for (std::optional<ScenarioResult>& result : results) {
    if (result) finished.push_back(std::move(*result));
  }
  return finished;
}

}  // namespace ebbtide
