#include "scenario/schema_rules.h"

#include <initializer_list>
#include <string>

namespace ebbtide {
namespace {

Json names(std::initializer_list<const char*> keys) {
  Json list = Json::array();
  for (const char* key : keys) list.push_back(key);
  return list;
}

Json requires_keys(std::initializer_list<const char*> keys) {
  return {{"required", names(keys)}};
}

// Exactly one of the keys.
Json one_key_of(std::initializer_list<const char*> keys) {
  Json choices = Json::array();
  for (const char* key : keys) choices.push_back(requires_keys({key}));
  return {{"oneOf", choices}};
}

// With any of the keys the schema must hold.
Json if_any(std::initializer_list<const char*> keys, const Json& then) {
  Json choices = Json::array();
  for (const char* key : keys) choices.push_back(requires_keys({key}));
  return {{"if", {{"anyOf", choices}}}, {"then", then}};
}

Json required_names(Section section) {
  Json list = Json::array();
  for (const Key& key : scenario_keys()) {
    if (key.section == section && key.required) list.push_back(std::string(key.name));
  }
  return list;
}

// None of the keys.
Json without(std::initializer_list<const char*> keys) {
  Json choices = Json::array();
  for (const char* key : keys) choices.push_back(requires_keys({key}));
  return {{"not", {{"anyOf", choices}}}};
}

Json has_value(const char* key, const Json& schema) {
  return {{"required", names({key})}, {"properties", {{key, schema}}}};
}

// The first key and not the second.
Json one_without(const char* key, const char* other) {
  return {{"required", names({key})}, {"not", requires_keys({other})}};
}

Json all_of(std::initializer_list<Json> schemas) {
  return {{"allOf", Json::array_t(schemas)}};
}

// A condition on market variables.
Json market_rules() {
  const Json is_list = has_value("change", {{"type", "array"}});
  const Json change = {{"if", is_list}, {"then", without({"week", "weeks"})}, {"else", one_without("week", "weeks")}};
  const Json single = {{"if", {{"not", is_list}}}, {"then", {{"properties", {{"sd", {{"type", "string"}}}}}}}};
  return all_of({one_key_of({"change", "cumulative", "average", "at most", "at least", "between"}), without({"value"}),
                 if_any({"change"}, change), if_any({"cumulative", "average"}, one_without("weeks", "week")),
                 if_any({"at most", "at least", "between"}, one_key_of({"week", "weeks"})), single});
}

// A condition on flows or AUM.
Json flow_rules() {
  const Json no_target = {{"properties", {{"kind", {{"enum", Json::array({"hard", "evidence"})}}}}}};
  const Json evidence_or_bound = {
      {"anyOf", Json::array({has_value("kind", {{"const", "evidence"}}), {{"not", requires_keys({"value"})}}})}};
  return all_of({one_key_of({"value", "at most", "at least", "between"}),
                 without({"change", "cumulative", "average"}),
                 one_without("week", "weeks"),
                 no_target,
                 if_any({"cumulative_flow", "aum"}, evidence_or_bound),
                 {{"properties", {{"sd", {{"type", "string"}}}}}}});
}

Json condition_rules() {
  const Json soft = has_value("kind", {{"enum", Json::array({"target", "evidence"})}});
  const Json kinds = {{"if", soft}, {"then", requires_keys({"sd"})}, {"else", without({"sd"})}};
  return Json::array({one_key_of({"factor", "combination", "flow", "cumulative_flow", "net_flow_pct_aum", "aum"}),
                      if_any({"factor", "combination"}, market_rules()),
                      if_any({"flow", "cumulative_flow", "net_flow_pct_aum", "aum"}, flow_rules()),
                      if_any({"at most", "at least", "between"}, without({"kind", "sd"})), kinds});
}

Json view_rules() {
  return Json::array({one_key_of({"probability of", "mean of", "quantile of", "shortfall of"}),
                      one_key_of({"is", "at most", "at least", "between"}),
                      if_any({"quantile of", "shortfall of"}, requires_keys({"level"})),
                      if_any({"probability of", "mean of"}, without({"level"}))});
}

Json quantity_rules() {
  return Json::array({one_key_of({"flow", "cumulative_flow", "net_flow_pct_aum", "aum", "factor"}),
                      one_key_of({"week", "weeks"}), if_any({"weeks"}, requires_keys({"statistic"})),
                      if_any({"statistic"}, requires_keys({"weeks"}))});
}

// With path: sequential no condition is on flows.
Json scenario_rules() {
  const Json sequential = has_value("path", {{"const", "sequential"}});
  const Json market = {{"items", without({"flow", "cumulative_flow", "net_flow_pct_aum", "aum"})}};
  return Json::array({{{"if", sequential}, {"then", {{"properties", {{"conditions", market}}}}}}});
}

Json event_rules() {
  const Json value = {{"required", names({"week"})}, {"not", requires_keys({"weeks"})}};
  const Json extreme = {{"required", names({"weeks"})}, {"not", requires_keys({"week"})}};
  return Json::array({one_key_of({"flow", "cumulative_flow", "net_flow_pct_aum", "aum", "factor"}),
                      one_key_of({"below", "above", "min below", "min above", "max below", "max above"}),
                      if_any({"below", "above"}, value),
                      if_any({"min below", "min above", "max below", "max above"}, extreme)});
}

Json threshold_rules() {
  return Json::array({one_key_of({"at most", "at least"})});
}

Json feedback_rules() {
  const Json structural = has_value("price impact", {{"const", "structural"}});
  const Json none = has_value("price impact", {{"const", "none"}});
  return Json::array({{{"if", structural}, {"then", requires_keys({"market cap"})}},
                      {{"if", none}, {"then", without({"market cap", "multiplier", "sigma"})}}});
}

}  // namespace

Json schema_rules(Section section) {
  Json rules = Json::object();
  const Json required = required_names(section);
  if (!required.empty()) rules["required"] = required;
  if (section == Section::scenario) rules["allOf"] = scenario_rules();
  if (section == Section::condition) rules["allOf"] = condition_rules();
  if (section == Section::event) rules["allOf"] = event_rules();
  if (section == Section::threshold) rules["allOf"] = threshold_rules();
  if (section == Section::view) rules["allOf"] = view_rules();
  if (section == Section::quantity) rules["allOf"] = quantity_rules();
  if (section == Section::feedback) rules["allOf"] = feedback_rules();
  if (section == Section::sweep) rules["allOf"] = Json::array({one_key_of({"grid", "zip"})});
  return rules;
}

}  // namespace ebbtide
