// A validator of the part of JSON Schema draft-07 that the program's own schemas use, to check them from outside.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "text/json.h"
#include "text/scalar.h"
#include "text/yaml_tree.h"

namespace ebbtide::fixture {

// As an editor sees a YAML file: plain scalars that are numbers are numbers.
inline Json json_of(const YamlNode& node) {
  if (node.is_map()) {
    Json object = Json::object();
    for (const YamlEntry& entry : node.entries) object[entry.key] = json_of(entry.value);
    return object;
  }
  if (node.is_sequence()) {
    Json list = Json::array();
    for (const YamlNode& item : node.items) list.push_back(json_of(item));
    return list;
  }
  if (!node.is_scalar()) return nullptr;
  if (!node.quoted) {
    if (const auto whole = parse_unsigned(node.text)) return *whole;
    if (const auto number = parse_number(node.text)) return *number;
  }
  return node.text;
}

namespace detail {

inline bool has_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  return type == "number" && value.is_number();
}

}  // namespace detail

// "place: keyword" of everything that does not hold. A keyword that it does not know is a problem too.
inline void check_schema_of(const Json& schema, const Json& value, const std::string& place,
                            std::vector<std::string>& problems) {
  const auto fail_unless = [&](bool holds, const std::string& keyword) {
    if (!holds) problems.push_back(place + ": " + keyword);
  };
  for (const auto& [keyword, wanted] : schema.items()) {
    if (keyword == "type") {
      fail_unless(detail::has_type(value, wanted), keyword);
    } else if (keyword == "const") {
      fail_unless(value == wanted, keyword);
    } else if (keyword == "enum") {
      fail_unless(std::find(wanted.begin(), wanted.end(), value) != wanted.end(), keyword);
    } else if (keyword == "pattern") {
      const std::regex pattern(wanted.get<std::string>());
      fail_unless(!value.is_string() || std::regex_search(value.get<std::string>(), pattern), keyword);
    } else if (keyword == "minimum") {
      fail_unless(!value.is_number() || value.get<double>() >= wanted.get<double>(), keyword);
    } else if (keyword == "maximum") {
      fail_unless(!value.is_number() || value.get<double>() <= wanted.get<double>(), keyword);
    } else if (keyword == "minLength") {
      fail_unless(!value.is_string() || value.get<std::string>().size() >= wanted.get<std::size_t>(), keyword);
    } else if (keyword == "minItems") {
      fail_unless(!value.is_array() || value.size() >= wanted.get<std::size_t>(), keyword);
    } else if (keyword == "uniqueItems") {
      for (std::size_t i = 1; value.is_array() && i < value.size(); ++i)
        fail_unless(std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) ==
                        value.begin() + static_cast<std::ptrdiff_t>(i),
                    keyword);
    } else if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
        check_schema_of(wanted, value[i], place + "/" + std::to_string(i), problems);
    } else if (keyword == "required") {
      for (const Json& name : wanted)
        fail_unless(!value.is_object() || value.contains(name.get<std::string>()),
                    "required " + name.get<std::string>());
    } else if (keyword == "properties") {
      for (const auto& [name, child] : wanted.items()) {
        if (value.is_object() && value.contains(name))
          check_schema_of(child, value[name], place + "/" + name, problems);
      }
    } else if (keyword == "additionalProperties") {
      const Json properties = schema.value("properties", Json::object());
      for (auto item = value.begin(); value.is_object() && item != value.end(); ++item)
        fail_unless(wanted != false || properties.contains(item.key()), "no key " + item.key());
    } else {
      fail_unless(keyword == "$schema" || keyword == "$id" || keyword == "title" || keyword == "description",
                  "unknown keyword " + keyword);
    }
  }
}

}  // namespace ebbtide::fixture
