#include "evaluation/compare_scores.h"

#include <map>

#include "stats/block_bootstrap.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

constexpr std::size_t kResamples = 1000;
constexpr std::uint64_t kSeed = 20260119;  // any will do: the same comparison gives the same numbers

// Scores by origin; ISO dates sort by time.
using ByOrigin = std::map<std::string, double>;

struct Series {
  int horizon = 1;
  ByOrigin first;
  ByOrigin second;
};

std::vector<double> values_of(const ByOrigin& scores) {
  std::vector<double> values;
  for (const auto& [origin, value] : scores) values.push_back(value);
  return values;
}

RecordedValue known(double value) {
  return {value, std::nullopt};
}

RecordedValue count_or_none(std::size_t count) {
  return count == 0 ? RecordedValue{} : known(static_cast<double>(count));
}

ComparedValue compare_means(const Series& series, const ComparisonSettings& settings) {
  std::vector<double> first, second;
  for (const auto& [origin, value] : series.first) {
    const auto other = series.second.find(origin);
    if (other == series.second.end()) continue;
    first.push_back(value);
    second.push_back(other->second);
  }
  ComparedValue value;
  if (first.empty()) {
    if (!series.first.empty()) value.first = known(mean(values_of(series.first)));
    if (!series.second.empty()) value.second = known(mean(values_of(series.second)));
    // Origins that do not meet: nothing is paired, so nothing is judged.
    value.agreement = Agreement::one_run_only;
    return value;
  }
  value.first = known(mean(first));
  value.second = known(mean(second));
  if (first.size() > 1) {
    const std::size_t run = usual_run_length(first.size(), series.horizon);
    const ResampledWeeks weeks = ResampledWeeks::stationary(first.size(), static_cast<double>(run), kResamples, kSeed);
    value.noise = bootstrap_difference(second, first, weeks).standard_error;
  }
  value.agreement = agreement_of(value.first, value.second, value.noise, settings);
  return value;
}

}  // namespace

ComparedTable compare_scores(const std::vector<RecordedScore>& first, const std::vector<RecordedScore>& second,
                             const ComparisonSettings& settings) {
  std::map<RowKey, Series> series;
  std::vector<RowKey> order;
  const auto add = [&](const std::vector<RecordedScore>& scores, ByOrigin Series::*side) {
    for (const RecordedScore& score : scores) {
      const auto [place, is_new] = series.try_emplace(score.key);
      if (is_new) order.push_back(score.key);
      place->second.horizon = score.horizon;
      (place->second.*side)[score.origin] = score.value;
    }
  };
  add(first, &Series::first);
  add(second, &Series::second);
  ComparedTable table{"scores", {"mean", "origins"}, {}, {}};
  for (const RowKey& key : order) {
    const Series& each = series.at(key);
    ComparedValue origins{count_or_none(each.first.size()), count_or_none(each.second.size()), {}, {}};
    origins.agreement = agreement_of(origins.first, origins.second, origins.noise, settings);
    table.rows.push_back({key, {compare_means(each, settings), origins}});
  }
  return table;
}

}  // namespace ebbtide
