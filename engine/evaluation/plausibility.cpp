#include "evaluation/plausibility.h"

#include <algorithm>
#include <cmath>

#include "evaluation/condition_law.h"
#include "random/quantile_table.h"

namespace ebbtide {
namespace {

std::vector<int> places_of(const Model& model, const ConditionLaw& law, bool bounds) {
  std::vector<int> places;
  for (int i = 0; i < law.count(); ++i) {
    const bool is_bound = model.constraints[law.rows[static_cast<std::size_t>(i)]].kind == ConditionKind::inequality;
    if (is_bound == bounds) places.push_back(i);
  }
  return places;
}

Vector asked_values(const Model& model, const ConditionLaw& law) {
  Vector values(law.count());
  for (int i = 0; i < law.count(); ++i) values(i) = model.constraints[law.rows[static_cast<std::size_t>(i)]].value;
  return values;
}

// The law's quantities on every path, with an error drawn where evidence is noisy: rows x paths.
Matrix drawn_values(const Model& model, const ConditionLaw& law, std::uint64_t seed, const MarketSample& sample) {
  const auto paths = static_cast<Eigen::Index>(sample.paths);
  Matrix values = Matrix::Zero(law.count(), paths);
  for (int i = 0; i < law.count(); ++i) {
    for (const PathTerm& term : model.constraints[law.rows[static_cast<std::size_t>(i)]].terms) {
      const auto column = sample.column(term.week, term.variable);
      for (Eigen::Index path = 0; path < paths; ++path)
        values(i, path) += term.weight * static_cast<double>(column[static_cast<std::size_t>(path)]);
    }
  }
  if (law.error.isZero()) return values;
  const QuantileTable normal = QuantileTable::normal();
  std::vector<float> errors(model.constraints.size() * sample.paths);
  normal.fill(seed, 0, static_cast<int>(sample.paths), 0, Purpose::condition,
              static_cast<int>(model.constraints.size()), errors.data(), {sample.paths});
  for (int i = 0; i < law.count(); ++i) {
    const double sd = std::sqrt(law.error(i, i));
    const float* draws = errors.data() + law.rows[static_cast<std::size_t>(i)] * sample.paths;
    for (Eigen::Index path = 0; path < paths; ++path) values(i, path) += sd * static_cast<double>(draws[path]);
  }
  return values;
}

Estimate share_as_far(const Matrix& values, const Distance& distance, double q, std::size_t group_size) {
  const auto paths = static_cast<std::size_t>(values.cols());
  std::vector<double> sums((paths + group_size - 1) / group_size, 0.0);
  for (std::size_t path = 0; path < paths; ++path) {
    if (distance.of(values.col(static_cast<Eigen::Index>(path))) >= q) sums[path / group_size] += 1.0;
  }
  return grouped_mean(sums, paths, group_size);
}

// The mean weight that bounds leave on paths drawn under every other condition.
Estimate probability_of_bounds(const Model& model, std::uint64_t seed, const Executor& executor) {
  const MarketSample sample = draw_market(model, seed, kPlausibilityPaths, executor);
  std::vector<double> sums((sample.paths + sample.group_size - 1) / sample.group_size, 0.0);
  for (std::size_t path = 0; path < sample.paths; ++path)
    sums[path / sample.group_size] += std::exp(sample.log_weight[path]);
  return grouped_mean(sums, sample.paths, sample.group_size);
}

}  // namespace

Model background_of(const Model& model) {
  Model background;
  background.calibration = model.calibration;
  background.horizon_weeks = model.horizon_weeks;
  background.lead_weeks = model.lead_weeks;
  std::copy_if(model.constraints.begin(), model.constraints.end(), std::back_inserter(background.constraints),
               [](const LinearConstraint& row) { return row.kind == ConditionKind::known; });
  return background;
}

std::optional<Plausibility> plausibility(const Model& model, std::uint64_t seed, const MarketSample& background,
                                         const HistoryView* view, const Executor& executor) {
  const ConditionLaw law = condition_law(model);
  if (law.count() == 0) return std::nullopt;
  Plausibility result;
  const ConditionLaw pinned = law.part(places_of(model, law, false));
  result.conditions = pinned.count();
  result.bounds = law.count() - pinned.count();
  if (pinned.count() > 0) {
    const Distance distance(pinned, pinned.mean);
    result.distance = law.drivers_named ? law.delivered_distance : distance.of(asked_values(model, pinned));
    result.p_value = distance_survival(*result.distance, pinned.count(), law.tail_index);
    if (!law.drivers_named) {
      const Matrix values = drawn_values(model, pinned, seed, background);
      result.simulated_share = share_as_far(values, distance, *result.distance, background.group_size);
    }
  }
  if (result.bounds > 0) result.bounds_probability = probability_of_bounds(model, seed, executor);
  if (view != nullptr)
    result.past = past_windows(model, *view, law, law.drivers_named ? std::nullopt : result.distance);
  result.earlier = earlier_moves(model);
  return result;
}

}  // namespace ebbtide
