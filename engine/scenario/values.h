// Single values of a scenario file, with the findings they can make.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar.h"
#include "core/unit.h"
#include "scenario/documents.h"
#include "text/scalar.h"

namespace ebbtide {

// Sizes that only a slip of the pen explains lie beyond these.
inline constexpr double kAbsurdLogPercent = 300.0;
inline constexpr double kAbsurdBasisPoints = 10'000.0;
inline constexpr double kAbsurdMillionUsd = 1e8;

// One unquoted value that does not look like an octal number; reported otherwise.
bool is_plain_scalar(const YamlNode& node, std::string_view subject, std::string_view expected, Reporter& reporter);

// `subject` names the value in problems: "'horizon'", "the change of bitcoin".
std::optional<std::uint64_t> read_integer(const YamlNode& node, std::string_view subject, std::uint64_t least,
                                          std::uint64_t greatest, Reporter& reporter);
std::optional<Date> read_date(const YamlNode& node, std::string_view subject, Reporter& reporter);
std::optional<Quantity> read_quantity(const YamlNode& node, Unit unit, std::string_view subject, Reporter& reporter);

// One week (first == last) or a range of weeks within the horizon; no bound when the horizon itself is wrong.
std::optional<WeekRange> read_week(const YamlNode& node, std::optional<int> horizon_weeks, Reporter& reporter);
std::optional<WeekRange> read_week_range(const YamlNode& node, std::optional<int> horizon_weeks, Reporter& reporter);

// A change of a market variable: simple percent above -100 %, and no size that only a slip of the pen explains.
bool check_market_size(const Quantity& quantity, const YamlNode& node, std::string_view subject, Reporter& reporter);

}  // namespace ebbtide
