#include "app/nowcast_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMembersShown = 4;

std::string flow_text(double musd) {
  const bool large = std::abs(musd) >= 1000.0;
  const std::string text = fixed_text(large ? 1e-3 * musd : musd, large ? 2 : 0, true);
  return format("{}{} {}", musd > 0.0 ? "+" : "", text, large ? "bn" : "m");
}

double quantile(const SeriesResult& series, std::size_t index) {
  return series.weeks.front().summary.quantiles[index].value;
}

std::string range_text(const SeriesResult& series) {
  return format("{} ({} to {})", flow_text(quantile(series, 4)), flow_text(quantile(series, 1)),
                flow_text(quantile(series, 7)));
}

bool is_member(const SeriesResult& series, Dimension dimension) {
  const SeriesKey& key = series.series.key;
  return series.series.target == Target::net_flow && !key.is_total() &&
         key == margin_key(dimension, key.part(dimension));
}

std::string dimension_text_of(const ScenarioResult& result, Dimension dimension) {
  std::vector<const SeriesResult*> members;
  for (const SeriesResult& series : result.simulation.series) {
    if (is_member(series, dimension)) members.push_back(&series);
  }
  std::stable_sort(members.begin(), members.end(), [](const SeriesResult* a, const SeriesResult* b) {
    return std::abs(quantile(*a, 4)) > std::abs(quantile(*b, 4));
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(members.size(), kMembersShown); ++i) {
    text += format("{}{}{} {}", i == 0 ? "" : ", ", members[i]->series.key.part(dimension),
                   members[i]->series.inferred ? "*" : "", range_text(*members[i]));
  }
  return text;
}

}  // namespace

std::string nowcast_text(const ScenarioResult& result) {
  // Evidence that no file states is the sibling's.
  const auto& conditions = result.model.flow_conditions;
  const bool sighted = std::any_of(conditions.begin(), conditions.end(),
                                   [](const FlowCondition& condition) { return condition.where.file.empty(); });
  const auto& all = result.simulation.series;
  const auto total = std::find_if(all.begin(), all.end(), [](const SeriesResult& series) {
    return series.series.target == Target::net_flow && series.series.key.is_total();
  });
  if (!sighted || total == all.end()) return "";
  std::string text =
      format("Week to {}, as of {}: net flow {} USD, median with 5 to 95 %.",
             date_text(result.model.calibration->week_one), date_text(result.scenario.as_of), range_text(*total));
  for (const Dimension dimension : kDimensions) {
    const std::string members = dimension_text_of(result, dimension);
    if (!members.empty()) text += format(" By {}: {}.", dimension_text(dimension), members);
  }
  return text + " * rests on declared shares or has no figures of its own.";
}

}  // namespace ebbtide
