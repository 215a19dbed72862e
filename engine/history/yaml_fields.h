// Reading declared keys out of a YAML map: strict keys, typed scalars, every problem a finding at its place.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "text/yaml_tree.h"

namespace ebbtide {

// A map with a closed set of keys. Reports at once that a node is no map, and every key outside the set.
class YamlFields {
 public:
  // `what` names the map in messages ("member", "share declaration").
  YamlFields(const YamlNode& node, std::string what, std::vector<std::string> keys, YamlReporter& reporter);

  bool is_map() const { return node_.is_map(); }
  const SourcePosition& where() const { return node_.where; }
  // The value of a key; nullptr when absent. `required` reports the absence.
  const YamlNode* optional(std::string_view key) const { return node_.find(key); }
  const YamlNode* required(std::string_view key) const;

  // Typed values: nullopt when the key is absent or its value was reported.
  std::optional<std::string> text(std::string_view key) const;        // required
  std::string text_or_empty(std::string_view key) const;              // optional
  std::optional<double> number(std::string_view key) const;           // required
  std::optional<int> count(std::string_view key, int largest) const;  // required, 0 ... largest
  std::optional<bool> flag(std::string_view key) const;               // required
  bool flag_or_false(std::string_view key) const;                     // optional
  std::optional<Date> friday(std::string_view key) const;             // required
  // Index into the choices; required.
  std::optional<std::size_t> choice(std::string_view key, const std::vector<std::string>& choices) const;
  // The items of a list or the entries of a map; empty when absent, not required.
  const std::vector<YamlNode>& list(std::string_view key) const;
  const std::vector<YamlEntry>& map(std::string_view key) const;

 private:
  const YamlNode& node_;
  std::string what_;
  YamlReporter& reporter_;
};

// Typed scalars. `what` names the value in messages.
std::optional<std::string> yaml_text(const YamlNode& node, const std::string& what, YamlReporter& reporter);
std::optional<double> yaml_number(const YamlNode& node, const std::string& what, YamlReporter& reporter);
std::optional<Date> yaml_date(const YamlNode& node, const std::string& what, YamlReporter& reporter);
// A percentage with its sign, as a fraction: "77.2 %" gives 0.772; 0 % to 100 %.
std::optional<double> yaml_share(const YamlNode& node, const std::string& what, YamlReporter& reporter);

// `schema` must be exactly `expected`.
void check_schema(const YamlFields& fields, const std::string& expected, YamlReporter& reporter);

}  // namespace ebbtide
