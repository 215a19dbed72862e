// "is", "at most", "at least" and "between": where conditions and views hold a quantity.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/fields.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct Bounds {
  std::optional<double> at_least = std::nullopt;
  std::optional<double> at_most = std::nullopt;
  std::string text = {};  // "at most -5 %", "between -5 % and 0 %", "-5 %"
};

// True for a level that the quantity can have; reports otherwise.
using LevelCheck = std::function<bool(const Quantity& level, const YamlNode& node)>;

// The bounds that one of the four keys gives; "is" gives two equal ones. `subject` names the value in problems.
std::optional<Bounds> parse_bounds(const YamlEntry& form, const Fields& fields, Unit unit, std::string_view subject,
                                   const LevelCheck& check, Reporter& reporter);

}  // namespace ebbtide
