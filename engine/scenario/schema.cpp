#include "scenario/schema.h"

#include <algorithm>

#include "core/format.h"
#include "scenario/keys.h"
#include "scenario/schema_rules.h"
#include "text/json.h"

namespace ebbtide {
namespace {

constexpr std::string_view kNumber = "[+-]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
constexpr std::string_view kNameFragment = "^[a-z0-9-]+$";
// Keys and list positions, as in conditions[0].change[1].
constexpr std::string_view kPathPattern = "^[^.\\[\\]]+(\\.[^.\\[\\]]+|\\[[0-9]+\\])*$";

std::string_view unit_pattern(Unit unit) {
  switch (unit) {
    case Unit::percent:
      return " *%";
    case Unit::basis_point:
      return " *bp";
    case Unit::million_usd:
      return " +(m|bn) USD";
    case Unit::week:
      return " +weeks?";
    case Unit::none:
      break;
  }
  return "";
}

Json text_type() {
  return {{"type", "string"}, {"minLength", 1}};
}

Json pattern(const std::string& expression) {
  return {{"type", "string"}, {"pattern", expression}};
}

// Units of which one must follow the number; any of them when the table leaves the choice to the quantity.
Json quantity(const Key& key) {
  std::string units;
  for (Unit unit : {Unit::percent, Unit::basis_point, Unit::million_usd, Unit::week}) {
    const bool listed = std::find(key.units.begin(), key.units.end(), unit) != key.units.end();
    const bool open = key.units[0] == Unit::none && unit != Unit::week;
    if (listed || open) units += format("{}{}", units.empty() ? "" : "|", unit_pattern(unit));
  }
  return pattern(format("^{}({})$", kNumber, units));
}

Json quantity_or_list(const Key& key) {
  const Json one = quantity(key);
  const Json item = {{"anyOf", Json::array({one, {{"type", "null"}}})}};
  return {{"anyOf",
           Json::array({one, {{"type", "array"}, {"minItems", 1}, {"maxItems", kMaxHorizonWeeks}, {"items", item}}})}};
}

Json quantity_pair(const Key& key) {
  return {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", quantity(key)}};
}

Json choice(const Key& key) {
  return {{"enum", choice_values(key.section, key.name)}};
}

Json integer(const Key& key) {
  if (key.name != "paths") return {{"type", "integer"}, {"minimum", 0}};
  return {{"type", "integer"}, {"minimum", kMinPaths}, {"maximum", kMaxPaths}};
}

Json week_range() {
  const Json week = {{"type", "integer"}, {"minimum", 1}, {"maximum", kMaxHorizonWeeks}};
  return {{"anyOf", Json::array({pattern("^[1-9][0-9]?(-[1-9][0-9]?)?$"), week})}};
}

Json reference(Section section) {
  return {{"$ref", format("#/definitions/{}", section_text(section))}};
}

Json member() {
  return {{"anyOf", Json::array({{{"const", "total"}}, reference(Section::member)})}};
}

// An event that stands in a list is whole, unlike those under `events`.
Json event() {
  const Json whole = {{"allOf", Json::array({reference(Section::event), schema_rules(Section::event)})}};
  return {{"anyOf", Json::array({text_type(), whole})}};
}

Json name_lists() {
  const Json list = {{"type", "array"}, {"minItems", 1}, {"items", text_type()}};
  return {{"type", "object"}, {"additionalProperties", {{"anyOf", Json::array({list, {{"type", "null"}}})}}}};
}

Json weights() {
  return {{"type", "object"},
          {"minProperties", 1},
          {"additionalProperties", {{"type", "number"}, {"minimum", -100}, {"maximum", 100}}}};
}

Json paths() {
  return {{"type", "object"},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", std::string(kPathPattern)}}},
          {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
}

Json section_map(Section child) {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]+$"}}},
          {"additionalProperties", {{"anyOf", Json::array({reference(child), {{"type", "null"}}})}}}};
}

Json value_schema(const Key& key) {
  switch (key.kind) {
    case ValueKind::text:
    case ValueKind::file:
    case ValueKind::reference:
    case ValueKind::anything:
      return text_type();
    case ValueKind::name:
      return pattern(std::string(kNameFragment));
    case ValueKind::date:
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case ValueKind::integer:
      return integer(key);
    case ValueKind::number:
      return {{"type", "number"}, {"minimum", 0}};
    case ValueKind::week:
      return {{"type", "integer"}, {"minimum", 1}, {"maximum", kMaxHorizonWeeks}};
    case ValueKind::week_range:
      return week_range();
    case ValueKind::quantity:
      return quantity(key);
    case ValueKind::quantity_or_list:
      return quantity_or_list(key);
    case ValueKind::quantity_pair:
      return quantity_pair(key);
    case ValueKind::choice:
      return choice(key);
    case ValueKind::weights:
      return weights();
    case ValueKind::member:
      return member();
    case ValueKind::event:
      return event();
    case ValueKind::name_lists:
      return name_lists();
    case ValueKind::paths:
      return paths();
    case ValueKind::section:
      return reference(key.child);
    case ValueKind::section_list:
      return {{"type", "array"}, {"items", reference(key.child)}};
    case ValueKind::section_map:
      return section_map(key.child);
  }
  return {};
}

// Reserved keys are listed with their description and match no value.
Json property(const Key& key) {
  Json schema = key.reserved ? Json{{"not", Json::object()}} : value_schema(key);
  schema["description"] = std::string(key.description);
  return schema;
}

// Lists replace what a file extends, so their items are whole. Maps merge: they may give a part, and an empty value
// takes an inherited one away.
bool is_whole(Section section) {
  return section == Section::condition || section == Section::threshold || section == Section::view ||
         section == Section::quantity || section == Section::assumption;
}

Json or_empty(const Json& schema) {
  Json result = {{"anyOf", Json::array({schema, {{"type", "null"}}})}};
  result["description"] = schema["description"];
  result["anyOf"][0].erase("description");
  return result;
}

Json object_of(Section section) {
  Json properties = Json::object();
  for (const Key& key : scenario_keys()) {
    if (key.section != section) continue;
    const Json schema = property(key);
    properties[std::string(key.name)] = is_whole(section) || key.reserved ? schema : or_empty(schema);
  }
  return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
}

Json definition(Section section) {
  Json schema = object_of(section);
  if (section == Section::member) schema["minProperties"] = 1;
  if (is_whole(section)) schema.update(schema_rules(section));
  return schema;
}

// The rules of a file that extends no other.
Json complete_file() {
  Json schema = schema_rules(Section::scenario);
  schema["properties"] = {{"events", {{"additionalProperties", schema_rules(Section::event)}}},
                          {"sweep", schema_rules(Section::sweep)},
                          {"judgment", schema_rules(Section::judgment)},
                          {"feedback", schema_rules(Section::feedback)}};
  return schema;
}

}  // namespace

std::string scenario_schema_text() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"$id", "scenario.schema.json"},
                 {"title", "Ebbtide scenario"},
                 {"description", "See docs/scenario-format.md. Generated: ebbtide schema."}};
  schema.update(object_of(Section::scenario));
  schema["required"] = Json::array({"schema"});
  schema["if"] = {{"not", {{"required", Json::array({"extends"})}}}};
  schema["then"] = complete_file();
  Json definitions = Json::object();
  for (Section section :
       {Section::condition, Section::event, Section::threshold, Section::member, Section::sweep, Section::judgment,
        Section::view, Section::quantity, Section::assumption, Section::feedback}) {
    definitions[std::string(section_text(section))] = definition(section);
  }
  schema["definitions"] = definitions;
  return json_text(schema);
}

}  // namespace ebbtide
