#include "simulation/path_weighting.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "simulation/path_likelihood.h"
#include "stats/grouped_mean.h"
#include "stats/shortfall_tilt.h"
#include "stats/view_columns.h"
#include "stats/weighted_order.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The first condition that is met by weights.
SourcePosition weighing_place(const Model& model) {
  for (const LinearConstraint& constraint : model.constraints) {
    if (constraint.kind == ConditionKind::inequality) return constraint.where;
  }
  return model.flow_conditions.empty() ? SourcePosition{} : model.flow_conditions.front().where;
}

// The views as bounds on columns of paths, and what they make of the weights.
class ViewTilt {
 public:
  ViewTilt(const std::vector<View>& views, const std::vector<std::vector<float>>& columns)
      : views_(views), columns_(columns) {
    for (std::size_t i = 0; i < views.size(); ++i) add(i);
    owner_.insert(owner_.end(), shortfall_owner_.begin(), shortfall_owner_.end());
  }
  ViewTilt(const ViewTilt&) = delete;
  ViewTilt& operator=(const ViewTilt&) = delete;

  // Throws InputError where the views cannot be met.
  EntropyTilt solve(const PathWeights& prior) const {
    const ShortfallResult result = shortfall_tilt(prior, bounds_, shortfalls_);
    if (const auto* refused = std::get_if<ShortfallRefusal>(&result)) refuse_views(refused->refusal);
    return std::get<ShortfallTilt>(result).tilt;
  }

  double statistic(std::size_t index, std::span<const double> weights) const {
    const View& view = views_[index];
    std::vector<float> values;
    std::vector<double> kept;
    double mean = 0.0, inside = 0.0, total = 0.0;
    for (std::size_t path = 0; path < weights.size(); ++path) {
      if (weights[path] <= 0.0) continue;
      const float value = columns_[index][path];
      values.push_back(value);
      kept.push_back(weights[path]);
      total += weights[path];
      mean += weights[path] * static_cast<double>(value);
      inside += happens(view.quantity, static_cast<double>(value)) ? weights[path] : 0.0;
    }
    if (view.kind == ViewKind::mean) return mean / total;
    if (view.kind == ViewKind::probability) return inside / total;
    WeightedOrder order;
    order.assign(values, kept);
    return view.kind == ViewKind::quantile ? order.quantile(view.tail)
                                           : order.mean_between(0.0, view.tail * order.total());
  }

 private:
  void add(std::size_t index) {
    const View& view = views_[index];
    const std::span<const float> column = columns_[index];
    const double least = view.at_least.value_or(-kInfinity), most = view.at_most.value_or(kInfinity);
    switch (view.kind) {
      case ViewKind::shortfall:
        shortfalls_.push_back({column, view.tail, least, most});
        shortfall_owner_.push_back(index);
        return;
      case ViewKind::quantile:
        for (IndicatorView& part : quantile_views(column, view.tail, least, most))
          add_indicator(index, std::move(part));
        return;
      case ViewKind::probability: {
        const Region region = view.quantity.below ? Region::below : Region::above;
        add_indicator(index, {indicator_column(column, region, view.quantity.level.value), least, most});
        return;
      }
      case ViewKind::mean: {
        bounds_.push_back({column, least, most});
        owner_.push_back(index);
        return;
      }
    }
  }
  void add_indicator(std::size_t index, IndicatorView view) {
    indicators_.push_back(std::move(view));
    bounds_.push_back(indicators_.back().bound());
    owner_.push_back(index);
  }

  std::string reach_text(const View& view, const ReachableRange& range) const {
    if (view.kind == ViewKind::probability || view.kind == ViewKind::quantile)
      return format("a probability from {} % to {} %", number_text(100.0 * range.least),
                    number_text(100.0 * range.greatest));
    return format("a value from {} to {}{}{}", fixed_text(range.least, 2, true), fixed_text(range.greatest, 2, true),
                  view.unit == Unit::none ? "" : " ", unit_text(view.unit));
  }

  [[noreturn]] void refuse_views(const TiltRefusal& refusal) const {
    Findings findings;
    std::vector<std::size_t> named;
    for (const std::size_t bound : refusal.bounds) {
      const std::size_t index = owner_[bound];
      if (std::find(named.begin(), named.end(), index) != named.end()) continue;
      named.push_back(index);
      const View& view = views_[index];
      Finding finding;
      finding.code = "unreachable-view";
      finding.where = view.where;
      finding.problem = refusal.reason == TiltRefusal::Reason::conflict
                            ? format("view '{}' cannot be met together with the others named here", view.text)
                            : format("no weights on the simulated paths meet the view '{}'", view.text);
      finding.expected = format("on these paths {}", reach_text(view, refusal.reachable[bound]));
      finding.suggestion = "weaken the view, or make conditions that bring the paths nearer to it";
      findings.add(std::move(finding));
    }
    throw InputError(findings);
  }

  const std::vector<View>& views_;
  const std::vector<std::vector<float>>& columns_;
  std::deque<IndicatorView> indicators_;  // bounds point into them
  std::vector<MomentBound> bounds_;
  std::vector<ShortfallBound> shortfalls_;
  std::vector<std::size_t> owner_, shortfall_owner_;  // view of each bound
};

}  // namespace

bool needs_weights(const Model& model) {
  const bool bounded = std::any_of(model.constraints.begin(), model.constraints.end(),
                                   [](const LinearConstraint& row) { return row.kind == ConditionKind::inequality; });
  const bool pins_weigh = !model.flow_pins.empty() && !model.price_impact;
  return bounded || pins_weigh || !PathLikelihood(model).empty() || !model.views.empty();
}

void refuse_unreachable(const Model& model, const WeightDiagnostics& conditions) {
  if (!conditions.all_excluded()) return;
  Findings findings;
  findings.add({.code = "unreachable-condition",
                .where = weighing_place(model),
                .problem = "no simulated path meets the conditions",
                .expected = "conditions that some of the paths can meet",
                .suggestion = "weaken the inequalities, or use kind: evidence with a wider sd"});
  throw InputError(findings);
}

Weighting weigh_paths(const Model& model, const BlockSimulator& simulator, std::uint64_t paths,
                      const Executor& executor, const std::atomic<bool>* stop) {
  const PathLikelihood likelihood(model);
  std::vector<PathReading> readings;
  for (const View& view : model.views) readings.push_back(reading_of(model, view.quantity));
  const auto count = static_cast<std::size_t>(paths);
  std::vector<double> log_weights(count);
  std::vector<std::vector<float>> columns(readings.size(), std::vector<float>(count));
  executor.for_blocks(
      simulator.block_count(),
      [&](std::size_t block) {
        simulator.simulate(block, [&](const GroupPaths& group) {
          const auto first = static_cast<std::size_t>(group.first_path);
          const Lanes total = likelihood.log_weights(group);
          Lanes values;
          for (std::size_t lane = 0; lane < group.lanes; ++lane) log_weights[first + lane] = total[lane];
          for (std::size_t i = 0; i < readings.size(); ++i) {
            readings[i].on(model, group, values);
            for (std::size_t lane = 0; lane < group.lanes; ++lane)
              columns[i][first + lane] = static_cast<float>(values[lane]);
          }
        });
      },
      stop);
  PathWeights weights(std::move(log_weights));
  Weighting result;
  result.conditions = result.all = weights.diagnostics();
  refuse_unreachable(model, result.conditions);
  if (!model.views.empty()) {
    const ViewTilt tilt(model.views, columns);
    EntropyTilt solved = tilt.solve(weights);
    for (std::size_t i = 0; i < model.views.size(); ++i) {
      result.views.push_back(
          {model.views[i], tilt.statistic(i, weights.values()), tilt.statistic(i, solved.weights.values())});
    }
    result.relative_entropy = solved.relative_entropy;
    result.all = solved.weights.diagnostics();
    weights = std::move(solved.weights);
  }
  result.weights.assign(weights.values().begin(), weights.values().end());
  result.group_weights = group_weights(result.weights, simulator.group_size());
  return result;
}

}  // namespace ebbtide
