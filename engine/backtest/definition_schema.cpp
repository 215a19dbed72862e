#include "backtest/definition_schema.h"

#include "backtest/definition.h"
#include "backtest/definition_keys.h"
#include "text/json.h"

namespace ebbtide {
namespace {

Json object_of(DefinitionSection section);

Json pattern(const char* expression) {
  return {{"type", "string"}, {"pattern", expression}};
}

Json list_of(const Json& item) {
  return {{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}, {"items", item}};
}

// 1 to 26 and the unit.
Json weeks() {
  return pattern("^([1-9]|1[0-9]|2[0-6]) +weeks?$");
}

Json value_schema(DefinitionValue value) {
  switch (value) {
    case DefinitionValue::schema:
      return {{"const", kDefinitionSchema}};
    case DefinitionValue::text:
      return {{"type", "string"}, {"minLength", 1}};
    case DefinitionValue::date:
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case DefinitionValue::weeks:
      return weeks();
    case DefinitionValue::weeks_list:
      return list_of(weeks());
    case DefinitionValue::tracks:
    case DefinitionValue::levels:
    case DefinitionValue::rivals:
    case DefinitionValue::scores:
    case DefinitionValue::gated_scores:
      return list_of({{"enum", words_of(value)}});
    case DefinitionValue::paths:
      return {{"type", "integer"}, {"minimum", kFewestBacktestPaths}, {"maximum", kMostBacktestPaths}};
    case DefinitionValue::seed:
      return {{"type", "integer"}, {"minimum", 0}};
    case DefinitionValue::share:
      return pattern("^(0|[1-9][0-9]*)(\\.[0-9]+)? *%$");
    case DefinitionValue::factor:
      return {{"type", "number"}, {"minimum", 0}};
    case DefinitionValue::flow_model:
      return {{"enum", words_of(value)}};
    case DefinitionValue::model:
      return object_of(DefinitionSection::model);
    case DefinitionValue::origins:
      return object_of(DefinitionSection::origins);
    case DefinitionValue::gates:
      return object_of(DefinitionSection::gates);
  }
  return {};
}

Json object_of(DefinitionSection section) {
  Json properties = Json::object(), required = Json::array();
  for (const DefinitionKey& key : definition_keys()) {
    if (key.section != section) continue;
    Json schema = value_schema(key.value);
    schema["description"] = std::string(key.description);
    properties[std::string(key.name)] = std::move(schema);
    if (key.required) required.push_back(std::string(key.name));
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
}

}  // namespace

std::string backtest_schema_text() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"$id", "backtest.schema.json"},
                 {"title", "Ebbtide backtest"},
                 {"description", "See docs/backtest-format.md. Generated: ebbtide schema backtest."}};
  schema.update(object_of(DefinitionSection::backtest));
  return json_text(schema);
}

}  // namespace ebbtide
