#include "backtest/definition.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "backtest/definition_keys.h"
#include "backtest/linear_pool.h"
#include "core/format.h"
#include "history/finding_codes.h"
#include "history/yaml_fields.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

class DefinitionReader {
 public:
  DefinitionReader(const YamlDocument& document, Findings& findings)
      : reporter_(document, findings),
        fields_(document.root, "the backtest", key_names(DefinitionSection::backtest), reporter_) {
    definition_.file = document.file;
    definition_.name = std::filesystem::path(document.file).stem().string();
  }

  BacktestDefinition read() {
    if (!fields_.is_map()) return {};
    check_schema(fields_, kDefinitionSchema, reporter_);
    definition_.title = fields_.text("title").value_or("");
    definition_.about = fields_.text_or_empty("about");
    definition_.universe = fields_.text("universe").value_or("");
    const std::filesystem::path own = std::filesystem::path(definition_.file).parent_path();
    definition_.data_folder = (own / fields_.text_or_empty("data")).lexically_normal().generic_string();
    if (definition_.data_folder.empty()) definition_.data_folder = ".";
    read_model();
    read_origins();
    read_horizons();
    for (const std::size_t i : choices(fields_, "tracks", words_of(DefinitionValue::tracks)))
      definition_.tracks.push_back(kAllTracks[i]);
    for (const std::size_t i : choices(fields_, "levels", words_of(DefinitionValue::levels)))
      definition_.levels.push_back(kAllLevels[i]);
    for (const std::size_t i : choices(fields_, "scores", words_of(DefinitionValue::scores)))
      definition_.scores.push_back(kAllScoreKinds[i]);
    const std::vector<std::string> rivals = words_of(DefinitionValue::rivals);
    for (const std::size_t i : choices(fields_, "rivals", rivals)) definition_.rivals.push_back(rivals[i]);
    definition_.paths = whole("paths", kFewestBacktestPaths, kMostBacktestPaths).value_or(0);
    definition_.seed = whole("seed", 0, UINT64_MAX).value_or(0);
    check_pool();
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
    const YamlFields origins(*node, "'origins'", key_names(DefinitionSection::origins), reporter_);
    if (!origins.is_map()) return;
    const auto first = date(origins, "from"), last = date(origins, "to");
    if (!first || !last) return;
    definition_.first_origin = *first;
    definition_.last_origin = *last;
    if (const YamlNode* every = origins.optional("every"))
      definition_.every_weeks = weeks_of(*every, "every").value_or(1);
    const int step = definition_.every_weeks;
    const SourcePosition& where = origins.optional("to")->where;
    if (*last < *first) {
      reporter_.error(where, code::kInvalidDate, "the last origin lies before the first", "from the first to the last");
    } else if ((*last - *first).count() % (7L * step) != 0) {
      const std::string steps = step == 1 ? "weeks" : format("steps of {} weeks", step);
      reporter_.error(
          where, code::kInvalidDate,
          format("{} is no whole number of {} after {}", date_text(*last), steps, date_text(*first)),
          format("a {}: origins are {} apart", weekday_text(*first), step == 1 ? "a week" : format("{} weeks", step)),
          format("{} is one", date_text(add_weeks(*first, weeks_between(*first, *last) / step * step))));
    }
  }

  // A whole number of them, as far as the longest horizon.
  std::optional<int> weeks_of(const YamlNode& node, std::string_view what) {
    std::string why;
    const auto weeks = node.is_scalar() && !node.quoted ? parse_quantity(node.text, why) : std::nullopt;
    const bool whole = weeks && weeks->unit == Unit::week && weeks->value >= 1.0 &&
                       weeks->value <= kLongestBacktestHorizon &&
                       weeks->value == static_cast<double>(static_cast<int>(weeks->value));
    if (whole) return static_cast<int>(weeks->value);
    reporter_.error(node.where, code::kInvalidQuantity, format("{} '{}'", what, node.text),
                    format("weeks such as '4 weeks', 1 to {}", kLongestBacktestHorizon));
    return std::nullopt;
  }

  void read_model() {
    const YamlNode* node = fields_.optional("model");
    if (!node) return;
    const YamlFields model(*node, "'model'", key_names(DefinitionSection::model), reporter_);
    if (!model.is_map()) return;
    const YamlNode* flow = model.required("flow");
    if (!flow) return;
    const std::vector<std::string> names = words_of(DefinitionValue::flow_model);
    const auto found = flow->is_scalar() ? std::find(names.begin(), names.end(), flow->text) : names.end();
    if (found == names.end()) {
      reporter_.error(flow->where, code::kUnknownValue, format("'{}' in 'model'", flow->text),
                      format("one of: {}", fmt::join(names, ", ")), did_you_mean(flow->text, names));
    } else {
      definition_.flow_model = kFlowModels[static_cast<std::size_t>(found - names.begin())];
    }
  }

  void read_horizons() {
    std::set<int> seen;
    for (const YamlNode& node : required_list(fields_, "horizons", reporter_)) {
      const std::optional<int> weeks = weeks_of(node, "horizon");
      if (weeks && !seen.insert(*weeks).second) {
        reporter_.error(node.where, code::kRepeatedName, format("horizon '{}' stands twice", node.text), "each once");
      }
    }
    definition_.horizons.assign(seen.begin(), seen.end());
  }

  // The pool is made of scores of the engine and of its partners.
  void check_pool() {
    if (!definition_.has_rival(kLinearPool)) return;
    const SourcePosition& where = fields_.optional("rivals")->where;
    std::set<std::string_view> partners;
    for (const Track track : definition_.tracks) partners.insert(pool_partner(track));
    for (const std::string_view partner : partners) {
      if (!definition_.has_rival(partner))
        reporter_.error(where, "pool-without-part", format("'{}' pools the engine with '{}'", kLinearPool, partner),
                        format("'{}' among the rivals", partner));
    }
    if (!definition_.scores.empty() && !definition_.has(ScoreKind::crps)) {
      reporter_.error(fields_.optional("scores")->where, "pool-without-part",
                      format("the weights of '{}' are those with the least crps", kLinearPool),
                      "'crps' among the scores");
    }
  }

  void read_gates() {
    const YamlNode* node = fields_.optional("gates");
    if (!node) return;
    const YamlFields gates(*node, "'gates'", key_names(DefinitionSection::gates), reporter_);
    if (!gates.is_map()) return;
    GateRules rules;
    std::vector<ScoreKind> scored = definition_.scores;
    std::erase(scored, ScoreKind::pit);  // neither large nor small is good
    std::vector<std::string> names;
    names.reserve(scored.size());
    for (const ScoreKind kind : scored) names.emplace_back(score_kind_text(kind));
    for (const std::size_t i : choices(gates, "scores", names)) rules.scores.push_back(scored[i]);
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
    case ScoreKind::var_es:
      return "var_es";
    case ScoreKind::log:
      return "log";
  }
  return "";
}

std::vector<Date> BacktestDefinition::origins() const {
  std::vector<Date> dates;
  for (Date date = first_origin; date <= last_origin; date = add_weeks(date, every_weeks)) dates.push_back(date);
  return dates;
}

bool BacktestDefinition::has(Level level) const {
  return std::find(levels.begin(), levels.end(), level) != levels.end();
}

bool BacktestDefinition::has(ScoreKind kind) const {
  return std::find(scores.begin(), scores.end(), kind) != scores.end();
}

bool BacktestDefinition::has_rival(std::string_view rival) const {
  return std::find(rivals.begin(), rivals.end(), rival) != rivals.end();
}

std::optional<BacktestDefinition> load_backtest(const std::string& file, Findings& findings) {
  Findings own;
  std::optional<BacktestDefinition> result;
  if (const auto document = load_yaml(file, own)) result = DefinitionReader(*document, own).read();
  findings.append(own);
  return own.has_errors() ? std::nullopt : result;
}

}  // namespace ebbtide
