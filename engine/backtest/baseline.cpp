#include "backtest/baseline.h"

#include <algorithm>
#include <cmath>

#include "core/format.h"
#include "text/json.h"

namespace ebbtide {
namespace {

constexpr const char* kSchema = "ebbtide-baseline/1";

// Reads a section; the first thing that is wrong is a finding, for the file is written by a program.
class SectionReader {
 public:
  SectionReader(std::string file, Findings& findings) : file_(std::move(file)), findings_(findings) {}

  bool failed() const { return failed_; }

  std::vector<BaselineSection> read(const Json& root) {
    std::vector<BaselineSection> sections;
    if (text(root, "schema", "") != kSchema) refuse("/schema", format("'{}'", kSchema));
    const Json& backtests = list(root, "backtests", "");
    for (std::size_t i = 0; i < backtests.size() && !failed_; ++i)
      sections.push_back(section(backtests[i], format("/backtests/{}", i)));
    return sections;
  }

 private:
  BaselineSection section(const Json& json, const std::string& place) {
    BaselineSection section;
    section.backtest = text(json, "backtest", place);
    section.reason = text(json, "reason", place);
    section.paths = whole(json, "paths", place);
    section.seed = whole(json, "seed", place);
    std::vector<Date> origins;
    const Json& dates = list(json, "origins", place);
    for (std::size_t i = 0; i < dates.size(); ++i) {
      const auto date = dates[i].is_string() ? parse_date(dates[i].get<std::string>()) : std::nullopt;
      if (!date || (i > 0 && !origins.empty() && *date <= origins.back()))
        refuse(format("{}/origins/{}", place, i), "dates, ascending");
      origins.push_back(date.value_or(Date{}));
    }
    const Json& series = list(json, "series", place);
    for (std::size_t i = 0; i < series.size() && !failed_; ++i)
      section.series.push_back(one_series(series[i], origins, format("{}/series/{}", place, i)));
    return section;
  }

  ScoreSeries one_series(const Json& json, const std::vector<Date>& origins, const std::string& place) {
    ScoreSeries series;
    series.score = choice(kAllScoreKinds, score_kind_text, json, "score", place);
    series.level = choice(kAllLevels, level_text, json, "level", place);
    series.track = choice(kAllTracks, track_text, json, "track", place);
    series.target = text(json, "target", place);
    series.weeks = static_cast<int>(std::min<std::uint64_t>(whole(json, "weeks", place), kLongestBacktestHorizon));
    const Json& values = list(json, "values", place);
    if (values.size() != origins.size()) refuse(place + "/values", format("{} values, one an origin", origins.size()));
    for (std::size_t i = 0; i < values.size() && !failed_; ++i) {
      if (values[i].is_null()) continue;  // nothing came
      if (!values[i].is_number()) {
        refuse(format("{}/values/{}", place, i), "a number, or null where nothing came");
      } else {
        series.origins.push_back(origins[i]);
        series.values.push_back(values[i].get<double>());
      }
    }
    return series;
  }

  template <typename Values, typename Text>
  typename Values::value_type choice(const Values& values, Text name, const Json& json, const char* key,
                                     const std::string& place) {
    const std::string word = text(json, key, place);
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& each) { return name(each) == word; });
    if (found != values.end()) return *found;
    std::vector<std::string> names;
    names.reserve(values.size());
    for (const auto& each : values) names.emplace_back(name(each));
    refuse(place + "/" + key, format("one of: {}", fmt::join(names, ", ")));
    return values.front();
  }

  std::string text(const Json& json, const char* key, const std::string& place) {
    const Json& value = member(json, key);
    if (value.is_string()) return value.get<std::string>();
    refuse(place + "/" + key, "a text");
    return "";
  }

  std::uint64_t whole(const Json& json, const char* key, const std::string& place) {
    const Json& value = member(json, key);
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    refuse(place + "/" + key, "a whole number");
    return 0;
  }

  const Json& list(const Json& json, const char* key, const std::string& place) {
    const Json& value = member(json, key);
    if (value.is_array()) return value;
    refuse(place + "/" + key, "a list");
    return empty_;
  }

  const Json& member(const Json& json, const char* key) const {
    if (!json.is_object()) return null_;
    const auto found = json.find(key);
    return found == json.end() ? null_ : *found;
  }

  void refuse(const std::string& place, const std::string& expected) {
    if (failed_) return;
    failed_ = true;
    Finding finding;
    finding.code = "baseline-value";
    finding.where.file = file_;
    finding.problem = format("{}: not what a baseline holds there", place);
    finding.expected = expected;
    finding.suggestion = "take the committed file, or write the section again with --update-baseline";
    findings_.add(std::move(finding));
  }

  std::string file_;
  Findings& findings_;
  const Json empty_ = Json::array();
  const Json null_;
  bool failed_ = false;
};

// All series of a section share their origins; where a series has none, null.
Json section_json(const BaselineSection& section) {
  std::vector<Date> origins;
  for (const ScoreSeries& series : section.series)
    origins.insert(origins.end(), series.origins.begin(), series.origins.end());
  std::sort(origins.begin(), origins.end());
  origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
  Json json;
  json["backtest"] = section.backtest;
  json["reason"] = section.reason;
  json["paths"] = section.paths;
  json["seed"] = section.seed;
  json["origins"] = Json::array();
  for (const Date origin : origins) json["origins"].push_back(date_text(origin));
  json["series"] = Json::array();
  for (const ScoreSeries& series : section.series) {
    Json one;
    one["score"] = score_kind_text(series.score);
    one["level"] = level_text(series.level);
    one["target"] = series.target;
    one["track"] = track_text(series.track);
    one["weeks"] = static_cast<std::uint64_t>(series.weeks);
    one["values"] = Json::array();
    std::size_t next = 0;
    for (const Date origin : origins) {
      const bool has = next < series.origins.size() && series.origins[next] == origin;
      one["values"].push_back(has ? Json(series.values[next]) : Json());
      if (has) ++next;
    }
    json["series"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

std::optional<std::vector<BaselineSection>> load_baseline(const std::string& file, Findings& findings) {
  const auto json = load_json(file, findings);
  if (!json) return std::nullopt;
  SectionReader reader(file, findings);
  std::vector<BaselineSection> sections = reader.read(*json);
  if (reader.failed()) return std::nullopt;
  return sections;
}

std::string baseline_text(std::vector<BaselineSection> sections, BaselineSection section) {
  const auto same = std::find_if(sections.begin(), sections.end(),
                                 [&](const BaselineSection& each) { return each.backtest == section.backtest; });
  if (same != sections.end()) {
    *same = std::move(section);
  } else {
    sections.push_back(std::move(section));
  }
  Json json;
  json["schema"] = kSchema;
  json["backtests"] = Json::array();
  for (const BaselineSection& each : sections) json["backtests"].push_back(section_json(each));
  return json_text(json);
}

}  // namespace ebbtide
