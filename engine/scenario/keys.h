// The table of keys of a scenario file: it drives the parser, the JSON Schema and the check of the documentation.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/unit.h"

namespace ebbtide {

// The kinds of mapping in a scenario file, each with its own set of keys.
enum class Section {
  scenario,
  condition,
  event,
  threshold,
  member,
  sweep,
  judgment,
  view,
  quantity,  // what a view on a mean, quantile or shortfall is about
  assumption,
  feedback
};

enum class ValueKind {
  text,              // any text
  name,              // lower-case letters, digits, '-'
  reference,         // the name of another thing: scenario, factor, event
  file,              // relative to this file
  date,              // 2026-01-19
  integer,           // plain decimal digits
  number,            // without a unit, not negative
  week,              // 3
  week_range,        // 1-4
  quantity,          // number and unit
  quantity_or_list,  // one, or a list with ~ where a week is left free
  quantity_pair,     // [-5 %, 0 %]
  choice,            // one of `values`
  weights,           // map: name -> number
  member,            // "total" or a map of Section::member
  event,             // the name of an event or a map of Section::event
  name_lists,        // map: name -> list of names
  paths,             // map: dotted path -> list of values
  section,           // map of `child`
  section_list,      // list of maps of `child`
  section_map,       // map: free name -> map of `child`
  anything           // reserved keys
};

struct Key {
  Section section = Section::scenario;
  std::string_view name;
  ValueKind kind = ValueKind::text;
  bool required = false;              // once `extends` is resolved
  bool reserved = false;              // refused as not supported yet
  std::array<Unit, 2> units{};        // of a quantity, Unit::none for an unused place
  std::string_view values;            // of a choice, separated by '|'
  Section child = Section::scenario;  // of the section kinds
  std::string_view description;       // one sentence
};

// In the order of documentation.
std::span<const Key> scenario_keys();

const Key* find_key(Section section, std::string_view name);
// Names of the supported keys of a section, in the order of documentation.
std::vector<std::string> key_names(Section section);
// The words of a choice, in the order of documentation. Requires such a key.
std::vector<std::string> choice_values(Section section, std::string_view name);
// "scenario", "condition": what people call the mapping.
std::string_view section_text(Section section);

inline constexpr std::string_view kSchemaName = "ebbtide-scenario/1";
inline constexpr int kMaxHorizonWeeks = 52;
inline constexpr std::uint64_t kMinPaths = 100;
inline constexpr std::uint64_t kMaxPaths = 100'000'000;
inline constexpr std::uint64_t kDefaultPaths = 100'000;
inline constexpr std::uint64_t kDefaultSeed = 1;

}  // namespace ebbtide
