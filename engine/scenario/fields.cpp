#include "scenario/fields.h"

#include <algorithm>
#include <string>

#include "core/format.h"

namespace ebbtide {
namespace {

enum class Shape { scalar, map, sequence, pair, member, event, scalar_or_sequence };

Shape shape_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::weights:
    case ValueKind::paths:
    case ValueKind::section:
    case ValueKind::section_map:
    case ValueKind::name_lists:
      return Shape::map;
    case ValueKind::section_list:
      return Shape::sequence;
    case ValueKind::quantity_pair:
      return Shape::pair;
    case ValueKind::member:
      return Shape::member;
    case ValueKind::event:
      return Shape::event;
    case ValueKind::quantity_or_list:
      return Shape::scalar_or_sequence;
    default:
      return Shape::scalar;
  }
}

bool fits(const YamlNode& node, Shape shape) {
  switch (shape) {
    case Shape::scalar:
      return node.is_scalar();
    case Shape::map:
      return node.is_map();
    case Shape::sequence:
      return node.is_sequence();
    case Shape::pair:
      return node.is_sequence() && node.items.size() == 2;
    case Shape::member:
    case Shape::event:
      return node.is_scalar() || node.is_map();
    case Shape::scalar_or_sequence:
      return node.is_scalar() || node.is_sequence();
  }
  return false;
}

std::string shape_text(Shape shape) {
  switch (shape) {
    case Shape::scalar:
      return "a single value";
    case Shape::map:
      return "a map of key: value";
    case Shape::sequence:
      return "a list, each item after '- '";
    case Shape::pair:
      return "a list of two quantities, the lower first: [-5 %, 0 %]";
    case Shape::member:
      return "'total' or a map such as {asset: Bitcoin}";
    case Shape::event:
      return "the name of an event, or a map such as {flow: total, week: 1, below: 0 m USD}";
    case Shape::scalar_or_sequence:
      return "one quantity or a list of them";
  }
  return "";
}

// Texts and names mean the same in quotes; numbers, dates and quantities do not.
bool may_be_quoted(ValueKind kind) {
  return kind == ValueKind::text || kind == ValueKind::name || kind == ValueKind::reference ||
         kind == ValueKind::file || kind == ValueKind::choice || kind == ValueKind::member || kind == ValueKind::event;
}

std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return format("{} {}", vowel ? "an" : "a", noun);
}

}  // namespace

Fields::Fields(const YamlNode& node, Section section, Reporter& reporter, bool check_required) : node_(node) {
  if (!node.is_map()) {
    reporter.error(node.where, "wrong-type", format("{} must be a map", with_article(section_text(section))),
                   one_of(key_names(section), "keys"));
    return;
  }
  for (const YamlEntry& entry : node.entries) check_entry(entry, section, reporter);
  if (!check_required || has_reserved_) return;
  for (const Key& key : scenario_keys()) {
    if (key.section != section || !key.required || node.find(key.name) != nullptr) continue;
    reporter.error(node.where, "missing-key",
                   format("{} needs the key '{}'", with_article(section_text(section)), key.name),
                   std::string(key.description));
  }
}

void Fields::check_entry(const YamlEntry& entry, Section section, Reporter& reporter) {
  const Key* key = find_key(section, entry.key);
  if (key == nullptr) {
    const std::vector<std::string> names = key_names(section);
    reporter.error(entry.key_where, "unknown-key",
                   format("{} has no key '{}'", with_article(section_text(section)), entry.key), one_of(names, "keys"),
                   did_you_mean(entry.key, names));
    return;
  }
  if (key->reserved) {
    has_reserved_ = true;
    reporter.error(entry.key_where, "not-supported-yet",
                   format("'{}' in {} is not supported yet", entry.key, with_article(section_text(section))),
                   one_of(key_names(section), "keys"));
    return;
  }
  const Shape shape = shape_of(key->kind);
  if (entry.value.is_null()) {
    reporter.error(entry.value.where, "empty-value", format("'{}' has no value", entry.key), shape_text(shape));
  } else if (!fits(entry.value, shape)) {
    reporter.error(entry.value.where, "wrong-type", format("the value of '{}' has the wrong shape", entry.key),
                   shape_text(shape));
  } else if (entry.value.is_scalar() && entry.value.quoted && !may_be_quoted(key->kind)) {
    reporter.error(entry.value.where, "quoted-value", format("the value of '{}' is in quotes", entry.key), "",
                   format("write {} without quotes", entry.value.text));
  } else if (entry.value.is_scalar() && entry.value.text.empty()) {
    reporter.error(entry.value.where, "empty-value", format("'{}' is an empty text", entry.key),
                   "a text, or no such key");
  } else {
    good_.push_back(&entry);
  }
}

const YamlNode* Fields::get(std::string_view key) const {
  const auto found = std::find_if(good_.begin(), good_.end(), [&](const YamlEntry* good) { return good->key == key; });
  return found == good_.end() ? nullptr : &(*found)->value;
}

const YamlEntry* Fields::entry(std::string_view key) const {
  const auto found = std::find_if(node_.entries.begin(), node_.entries.end(),
                                  [&](const YamlEntry& candidate) { return candidate.key == key; });
  return found == node_.entries.end() ? nullptr : &*found;
}

std::vector<const YamlEntry*> Fields::present(std::initializer_list<std::string_view> keys) const {
  std::vector<const YamlEntry*> found;
  for (const YamlEntry& candidate : node_.entries) {
    if (std::find(keys.begin(), keys.end(), candidate.key) != keys.end()) found.push_back(&candidate);
  }
  return found;
}

const YamlEntry* exactly_one(const Fields& fields, std::initializer_list<std::string_view> keys, std::string_view what,
                             Reporter& reporter) {
  const std::vector<const YamlEntry*> found = fields.present(keys);
  std::string list;
  for (std::string_view key : keys) list += format("{}'{}'", list.empty() ? "" : ", ", key);
  if (found.empty()) {
    if (fields.node().is_map() && !fields.has_reserved()) {
      reporter.error(fields.node().where, "missing-key", format("it is not said {}", what), "one of the keys " + list);
    }
    return nullptr;
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    reporter.error(found[i]->key_where, "conflicting-keys",
                   format("'{}' cannot stand beside '{}'", found[i]->key, found.front()->key),
                   "one of the keys " + list);
  }
  return found.size() == 1 ? found.front() : nullptr;
}

void forbid(const Fields& fields, std::initializer_list<std::string_view> keys, std::string_view beside,
            const std::string& expected, Reporter& reporter) {
  for (const YamlEntry* entry : fields.present(keys)) {
    reporter.error(entry->key_where, "conflicting-keys", format("'{}' does not go with {}", entry->key, beside),
                   expected);
  }
}

std::optional<std::string> read_choice(const Fields& fields, Section section, std::string_view key,
                                       Reporter& reporter) {
  const YamlNode* node = fields.get(key);
  if (node == nullptr) return std::nullopt;
  const std::vector<std::string> values = choice_values(section, key);
  if (std::find(values.begin(), values.end(), node->text) != values.end()) return node->text;
  reporter.error(node->where, "unknown-value", format("'{}' is '{}'", key, node->text), one_of(values, "values"),
                 did_you_mean(node->text, values));
  return std::nullopt;
}

}  // namespace ebbtide
