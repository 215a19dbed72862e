#include "backtest/definition.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "backtest/rival.h"
#include "core/format.h"
#include "history/finding_codes.h"
#include "history/yaml_fields.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

template <typename Values, typename Text>
std::vector<std::string> names_of(const Values& values, Text text) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const auto& value : values) names.emplace_back(text(value));
  return names;
}

class DefinitionReader {
 public:
  DefinitionReader(const YamlDocument& document, Findings& findings)
      : reporter_(document, findings),
        fields_(document.root, "the backtest",
                {"schema", "title", "about", "data", "universe", "origins", "horizons", "tracks", "levels", "paths",
                 "seed", "rivals", "scores", "gates"},
                reporter_) {
    definition_.file = document.file;
    definition_.name = std::filesystem::path(document.file).stem().string();
  }

  BacktestDefinition read() {
    if (!fields_.is_map()) return {};
    check_schema(fields_, "ebbtide-backtest/1", reporter_);
    definition_.title = fields_.text("title").value_or("");
    definition_.about = fields_.text_or_empty("about");
    definition_.universe = fields_.text("universe").value_or("");
    const std::filesystem::path own = std::filesystem::path(definition_.file).parent_path();
    definition_.data_folder = (own / fields_.text_or_empty("data")).lexically_normal().generic_string();
    if (definition_.data_folder.empty()) definition_.data_folder = ".";
    read_origins();
    read_horizons();
    for (const std::size_t i : choices(fields_, "tracks", names_of(kAllTracks, track_text)))
      definition_.tracks.push_back(kAllTracks[i]);
    for (const std::size_t i : choices(fields_, "levels", names_of(kAllLevels, level_text)))
      definition_.levels.push_back(kAllLevels[i]);
    for (const std::size_t i : choices(fields_, "scores", names_of(kAllScoreKinds, score_kind_text)))
      definition_.scores.push_back(kAllScoreKinds[i]);
    const std::vector<std::string> rivals = rival_names();
    for (const std::size_t i : choices(fields_, "rivals", rivals)) definition_.rivals.push_back(rivals[i]);
    definition_.paths = whole("paths", kFewestBacktestPaths, kMostBacktestPaths).value_or(0);
    definition_.seed = whole("seed", 0, UINT64_MAX).value_or(0);
    read_gates();
    return definition_;
  }

 private:
  std::optional<Date> date(const YamlFields& fields, std::string_view key) {
    const YamlNode* value = fields.required(key);
    return value ? yaml_date(*value, format("'{}'", key), reporter_) : std::nullopt;
  }

  void read_origins() {
    const YamlNode* node = fields_.required("origins");
    if (!node) return;
    const YamlFields origins(*node, "'origins'", {"from", "to"}, reporter_);
    if (!origins.is_map()) return;
    const auto first = date(origins, "from"), last = date(origins, "to");
    if (!first || !last) return;
    definition_.first_origin = *first;
    definition_.last_origin = *last;
    const SourcePosition& where = origins.optional("to")->where;
    if (*last < *first) {
      reporter_.error(where, code::kInvalidDate, "the last origin lies before the first", "from the first to the last");
    } else if ((*last - *first).count() % 7 != 0) {
      reporter_.error(where, code::kInvalidDate,
                      format("{} is no whole number of weeks after {}", date_text(*last), date_text(*first)),
                      format("a {}: origins are a week apart", weekday_text(*first)),
                      format("{} is one", date_text(add_weeks(*first, weeks_between(*first, *last)))));
    }
  }

  void read_horizons() {
    std::set<int> seen;
    for (const YamlNode& node : required_list(fields_, "horizons", reporter_)) {
      std::string why;
      const std::string expected = format("weeks such as '4 weeks', 1 to {}", kLongestBacktestHorizon);
      const auto weeks = node.is_scalar() && !node.quoted ? parse_quantity(node.text, why) : std::nullopt;
      const bool whole = weeks && weeks->unit == Unit::week && weeks->value >= 1.0 &&
                         weeks->value <= kLongestBacktestHorizon &&
                         weeks->value == static_cast<double>(static_cast<int>(weeks->value));
      if (!whole) {
        reporter_.error(node.where, code::kInvalidQuantity, format("horizon '{}'", node.text), expected);
      } else if (!seen.insert(static_cast<int>(weeks->value)).second) {
        reporter_.error(node.where, code::kRepeatedName, format("horizon '{}' stands twice", node.text), "each once");
      }
    }
    definition_.horizons.assign(seen.begin(), seen.end());
  }

  void read_gates() {
    const YamlNode* node = fields_.optional("gates");
    if (!node) return;
    const YamlFields gates(*node, "'gates'", {"scores", "floor", "errors"}, reporter_);
    if (!gates.is_map()) return;
    GateRules rules;
    std::vector<ScoreKind> scored = definition_.scores;
    std::erase(scored, ScoreKind::pit);  // neither large nor small is good
    for (const std::size_t i : choices(gates, "scores", names_of(scored, score_kind_text)))
      rules.scores.push_back(scored[i]);
    const YamlNode* floor = gates.required("floor");
    if (floor) rules.floor_percent = 100.0 * yaml_share(*floor, "'floor'", reporter_).value_or(0.0);
    rules.errors = gates.number("errors").value_or(0.0);
    if (rules.errors < 0.0) {
      reporter_.error(gates.optional("errors")->where, code::kInvalidNumber, "'errors' is below 0",
                      "standard errors that a difference must exceed, such as 2");
    }
    definition_.gates = rules;
  }

  // A list that must be there and hold something.
  static const std::vector<YamlNode>& required_list(const YamlFields& fields, std::string_view key,
                                                    YamlReporter& reporter) {
    const YamlNode* node = fields.required(key);
    const std::vector<YamlNode>& items = fields.list(key);
    if (node && node->is_sequence() && items.empty())
      reporter.error(node->where, code::kWrongType, format("'{}' is empty", key), "a list with an entry");
    return items;
  }

  // Indices into `names` of the list's words, in the order of `names`.
  std::set<std::size_t> choices(const YamlFields& fields, std::string_view key, const std::vector<std::string>& names) {
    std::set<std::size_t> chosen;
    for (const YamlNode& node : required_list(fields, key, reporter_)) {
      const auto found = node.is_scalar() ? std::find(names.begin(), names.end(), node.text) : names.end();
      if (found == names.end()) {
        reporter_.error(node.where, code::kUnknownValue, format("'{}' in '{}'", node.text, key),
                        format("one of: {}", fmt::join(names, ", ")), did_you_mean(node.text, names));
      } else if (!chosen.insert(static_cast<std::size_t>(found - names.begin())).second) {
        reporter_.error(node.where, code::kRepeatedName, format("'{}' stands twice in '{}'", node.text, key),
                        "each once");
      }
    }
    return chosen;
  }

  std::optional<std::uint64_t> whole(std::string_view key, std::uint64_t least, std::uint64_t most) {
    const YamlNode* node = fields_.required(key);
    if (!node) return std::nullopt;
    const auto value = node->is_scalar() && !node->quoted ? parse_unsigned(node->text) : std::nullopt;
    if (value && *value >= least && *value <= most) return value;
    reporter_.error(node->where, code::kInvalidNumber, format("'{}' is '{}'", key, node->text),
                    format("a whole number from {} to {} in plain digits", least, most));
    return std::nullopt;
  }

  YamlReporter reporter_;
  YamlFields fields_;
  BacktestDefinition definition_;
};

}  // namespace

std::string_view track_text(Track track) {
  switch (track) {
    case Track::unconditional:
      return "U";
    case Track::macro:
      return "M";
    case Track::macro_and_prices:
      return "MP";
  }
  return "";
}

std::string_view level_text(Level level) {
  switch (level) {
    case Level::total:
      return "total";
    case Level::assets:
      return "assets";
    case Level::regions:
      return "regions";
    case Level::issuers:
      return "issuers";
    case Level::cells:
      return "cells";
  }
  return "";
}

std::string_view score_kind_text(ScoreKind kind) {
  switch (kind) {
    case ScoreKind::crps:
      return "crps";
    case ScoreKind::tail_crps:
      return "tail_crps";
    case ScoreKind::wis:
      return "wis";
    case ScoreKind::pit:
      return "pit";
    case ScoreKind::energy:
      return "energy";
    case ScoreKind::variogram:
      return "variogram";
  }
  return "";
}

std::vector<Date> BacktestDefinition::origins() const {
  std::vector<Date> dates;
  for (Date date = first_origin; date <= last_origin; date = add_weeks(date, 1)) dates.push_back(date);
  return dates;
}

bool BacktestDefinition::has(Level level) const {
  return std::find(levels.begin(), levels.end(), level) != levels.end();
}

bool BacktestDefinition::has(ScoreKind kind) const {
  return std::find(scores.begin(), scores.end(), kind) != scores.end();
}

std::optional<BacktestDefinition> load_backtest(const std::string& file, Findings& findings) {
  Findings own;
  std::optional<BacktestDefinition> result;
  if (const auto document = load_yaml(file, own)) result = DefinitionReader(*document, own).read();
  findings.append(own);
  return own.has_errors() ? std::nullopt : result;
}

}  // namespace ebbtide
