#include "history/yaml_fields.h"

#include <algorithm>

#include "core/format.h"
#include "history/finding_codes.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

std::string joined(const std::vector<std::string>& names) {
  return "one of: " + format("{}", fmt::join(names, ", "));
}

bool is_scalar(const YamlNode& node, const std::string& what, const std::string& expected, YamlReporter& reporter) {
  if (node.is_scalar()) return true;
  const char* found = node.is_null() ? "is empty" : node.is_map() ? "is a map" : "is a list";
  reporter.error(node.where, code::kWrongType, format("{} {}", what, found), expected);
  return false;
}

}  // namespace

YamlFields::YamlFields(const YamlNode& node, std::string what, std::vector<std::string> keys, YamlReporter& reporter)
    : node_(node), what_(std::move(what)), reporter_(reporter) {
  if (!node.is_map()) {
    reporter.error(node.where, code::kWrongType, format("{} is not a map of keys", what_), "keys: " + joined(keys));
    return;
  }
  for (const YamlEntry& entry : node.entries) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    reporter.error(entry.key_where, code::kUnknownKey, format("unknown key '{}' in {}", entry.key, what_), joined(keys),
                   did_you_mean(entry.key, keys));
  }
}

const YamlNode* YamlFields::required(std::string_view key) const {
  const YamlNode* value = node_.find(key);
  if (value == nullptr && node_.is_map()) {
    reporter_.error(node_.where, code::kMissingKey, format("{} has no '{}'", what_, key), format("a key '{}'", key));
  }
  return value;
}

std::optional<std::string> YamlFields::text(std::string_view key) const {
  const YamlNode* value = required(key);
  return value ? yaml_text(*value, format("'{}'", key), reporter_) : std::nullopt;
}

std::string YamlFields::text_or_empty(std::string_view key) const {
  const YamlNode* value = optional(key);
  return value ? yaml_text(*value, format("'{}'", key), reporter_).value_or("") : "";
}

std::optional<double> YamlFields::number(std::string_view key) const {
  const YamlNode* value = required(key);
  return value ? yaml_number(*value, format("'{}'", key), reporter_) : std::nullopt;
}

std::optional<int> YamlFields::count(std::string_view key, int largest) const {
  const YamlNode* value = required(key);
  const std::string expected = format("a whole number from 0 to {}", largest);
  if (!value || !is_scalar(*value, format("'{}'", key), expected, reporter_)) return std::nullopt;
  const auto parsed = value->quoted ? std::nullopt : parse_unsigned(value->text);
  if (parsed && *parsed <= static_cast<std::uint64_t>(largest)) return static_cast<int>(*parsed);
  reporter_.error(value->where, code::kInvalidNumber, format("'{}' is '{}'", key, value->text), expected);
  return std::nullopt;
}

std::optional<bool> YamlFields::flag(std::string_view key) const {
  const YamlNode* value = required(key);
  if (!value || !is_scalar(*value, format("'{}'", key), "true or false", reporter_)) return std::nullopt;
  const auto parsed = value->quoted ? std::nullopt : parse_bool(value->text);
  if (!parsed) {
    reporter_.error(value->where, code::kUnknownValue, format("'{}' is '{}'", key, value->text), "true or false");
  }
  return parsed;
}

bool YamlFields::flag_or_false(std::string_view key) const {
  return optional(key) != nullptr && flag(key).value_or(false);
}

std::optional<Date> YamlFields::friday(std::string_view key) const {
  const YamlNode* value = required(key);
  const auto date = value ? yaml_date(*value, format("'{}'", key), reporter_) : std::nullopt;
  if (!date || is_friday(*date)) return date;
  reporter_.error(value->where, code::kNotAFriday, format("'{}' is {}, a {}", key, value->text, weekday_text(*date)),
                  "a Friday: weeks end on Fridays", format("the week ends on {}", date_text(week_end_of(*date))));
  return std::nullopt;
}

std::optional<std::size_t> YamlFields::choice(std::string_view key, const std::vector<std::string>& choices) const {
  const YamlNode* value = required(key);
  if (!value || !is_scalar(*value, format("'{}'", key), joined(choices), reporter_)) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), value->text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  reporter_.error(value->where, code::kUnknownValue, format("'{}' is '{}'", key, value->text), joined(choices),
                  did_you_mean(value->text, choices));
  return std::nullopt;
}

const std::vector<YamlNode>& YamlFields::list(std::string_view key) const {
  static const std::vector<YamlNode> kNone;
  const YamlNode* value = optional(key);
  if (!value) return kNone;
  if (!value->is_sequence()) {
    reporter_.error(value->where, code::kWrongType,
                    format("'{}' is {}", key, value->is_null() ? "empty" : "not a list"), "a list");
  }
  return value->items;
}

const std::vector<YamlEntry>& YamlFields::map(std::string_view key) const {
  static const std::vector<YamlEntry> kNone;
  const YamlNode* value = optional(key);
  if (!value) return kNone;
  if (!value->is_map()) reporter_.error(value->where, code::kWrongType, format("'{}' is not a map", key), "a map");
  return value->entries;
}

std::optional<std::string> yaml_text(const YamlNode& node, const std::string& what, YamlReporter& reporter) {
  if (!is_scalar(node, what, "a text", reporter)) return std::nullopt;
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  if (node.text.empty() || is_space(node.text.front()) || is_space(node.text.back())) {
    reporter.error(node.where, code::kInvalidText, what + " is empty or begins or ends with a space", "a text");
    return std::nullopt;
  }
  return node.text;
}

std::optional<double> yaml_number(const YamlNode& node, const std::string& what, YamlReporter& reporter) {
  if (!is_scalar(node, what, "a number", reporter)) return std::nullopt;
  const auto parsed = node.quoted ? std::nullopt : parse_number(node.text);
  if (!parsed) reporter.error(node.where, code::kInvalidNumber, format("{} is '{}'", what, node.text), "a number");
  return parsed;
}

std::optional<Date> yaml_date(const YamlNode& node, const std::string& what, YamlReporter& reporter) {
  const std::string expected = "a date like 2026-01-23";
  if (!is_scalar(node, what, expected, reporter)) return std::nullopt;
  const auto parsed = node.quoted ? std::nullopt : parse_date(node.text);
  if (!parsed) reporter.error(node.where, code::kInvalidDate, format("{} is '{}'", what, node.text), expected);
  return parsed;
}

std::optional<double> yaml_share(const YamlNode& node, const std::string& what, YamlReporter& reporter) {
  const std::string expected = "a percentage from 0 % to 100 %, like 12.5 %";
  if (!is_scalar(node, what, expected, reporter)) return std::nullopt;
  std::string why;
  const auto parsed = node.quoted ? std::nullopt : parse_quantity(node.text, why);
  if (parsed && parsed->unit == Unit::percent && parsed->value >= 0.0 && parsed->value <= 100.0) {
    return parsed->value / 100.0;
  }
  reporter.error(node.where, code::kInvalidQuantity, format("{} is '{}'", what, node.text), expected, why);
  return std::nullopt;
}

void check_schema(const YamlFields& fields, const std::string& expected, YamlReporter& reporter) {
  const auto schema = fields.text("schema");
  if (!schema || *schema == expected) return;
  reporter.error(fields.optional("schema")->where, code::kUnknownSchema, format("schema is '{}'", *schema), expected);
}

}  // namespace ebbtide
