#include "app/nowcast_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMembersShown = 4;
constexpr int kRecordWeeks = 3;  // known weeks between, from which on "largest since" is worth words

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

struct MembersText {
  std::string text;
  bool any_inferred = false;
};

MembersText members_text(const ScenarioResult& result, Dimension dimension) {
  std::vector<const SeriesResult*> members;
  for (const SeriesResult& series : result.simulation.series) {
    if (is_member(series, dimension)) members.push_back(&series);
  }
  std::stable_sort(members.begin(), members.end(), [](const SeriesResult* a, const SeriesResult* b) {
    return std::abs(quantile(*a, 4)) > std::abs(quantile(*b, 4));
  });
  MembersText shown;
  for (std::size_t i = 0; i < std::min(members.size(), kMembersShown); ++i) {
    const bool inferred = members[i]->series.inferred;
    shown.text += format("{}{}{} {}", i == 0 ? "" : ", ", members[i]->series.key.part(dimension), inferred ? "*" : "",
                         range_text(*members[i]));
    shown.any_inferred = shown.any_inferred || inferred;
  }
  return shown;
}

// ", at the median the largest outflow since 2025-11-21"
std::string record_text(const ScenarioResult& result, double median) {
  if (!result.known_flows || !result.known_flows->contains({})) return "";
  const std::vector<KnownFlow>& known = result.known_flows->at({});
  const auto record = flow_record(known, result.model.calibration->week_one, median);
  if (!record || record->known_between < kRecordWeeks) return "";
  const char* side = record->outflow ? "outflow" : "inflow";
  return record->since ? format(", at the median the largest {} since {}", side, date_text(*record->since))
                       : format(", at the median the largest {} of {} known weeks", side, known.size() + 1);
}

// " Inflows expected into 4.1 of 12 named assets, 3.8 of 9 named regions."
std::string breadth_text(const ScenarioResult& result) {
  std::string text;
  for (const BreadthLaw& breadth : result.simulation.members.breadth) {
    text += format("{}{} of {} named {}s", text.empty() ? " Inflows expected into " : ", ",
                   fixed_text(breadth.weeks.front().mean.value, 1), breadth.members.size(),
                   dimension_text(breadth.dimension));
  }
  return text.empty() ? text : text + ".";
}

// The largest region out while all others together take in, or the other way round.
std::string rotation_text(const ScenarioResult& result) {
  const SeriesResult* largest = nullptr;
  for (const SeriesResult& series : result.simulation.series) {
    if (!is_member(series, Dimension::region)) continue;
    if (largest == nullptr || std::abs(quantile(series, 4)) > std::abs(quantile(*largest, 4))) largest = &series;
  }
  if (largest == nullptr) return "";
  const bool out = quantile(*largest, 4) < 0.0;
  for (const Rotation& rotation : result.simulation.members.first_week) {
    const auto& named = out ? rotation.loses : rotation.gains;
    const auto& others = out ? rotation.gains : rotation.loses;
    if (!named || others) continue;
    const MemberPosterior& member = result.model.calibration->funds->members[*named];
    if (margin_key(member.dimension, member.name) != largest->series.key) continue;
    return format(" {} {} while the other regions together {}: {} %.", member.name, out ? "loses" : "gains",
                  out ? "gain" : "lose", fixed_text(100.0 * rotation.probability.value, 0));
  }
  return "";
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
  std::string text = format("Week to {}, as of {}: net flow {} USD, median with 5 to 95 %{}.",
                            date_text(result.model.calibration->week_one), date_text(result.scenario.as_of),
                            range_text(*total), record_text(result, quantile(*total, 4)));
  bool any_inferred = false;
  for (const Dimension dimension : kDimensions) {
    const MembersText members = members_text(result, dimension);
    if (!members.text.empty()) text += format(" By {}: {}.", dimension_text(dimension), members.text);
    any_inferred = any_inferred || members.any_inferred;
  }
  text += breadth_text(result) + rotation_text(result);
  return any_inferred ? text + " * rests on declared shares or has no figures of its own." : text;
}

}  // namespace ebbtide
