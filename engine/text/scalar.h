// Strict scalars: numbers, dates, week ranges and quantities with units, as scenario and universe files write them.
// The whole text must be consumed; there are no octal or hexadecimal numbers, no digit separators, no inf or nan.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar.h"
#include "core/unit.h"

namespace ebbtide {

// "12", "-3.5", "+0.25", "1e-3"; not "010", "0x1F", ".5", "1_000", "1,5".
std::optional<double> parse_number(std::string_view text);
// Decimal digits only, no sign, no leading zero; fits in 64 bits.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
// "true" or "false" and nothing else.
std::optional<bool> parse_bool(std::string_view text);

// "+12 bp", "-1.5 %", "-600 m USD", "1.5 bn USD", "8 weeks", "1 week", "3". A space between number and unit is optional
// for % and bp. m USD and bn USD give million_usd. On failure `why` says what is wrong in a few words.
std::optional<Quantity> parse_quantity(std::string_view text, std::string& why);

// "3" or "1-4": first and last week of a horizon, 1 <= first <= last.
struct WeekRange {
  int first = 1;
  int last = 1;
  friend bool operator==(const WeekRange&, const WeekRange&) = default;
};
std::optional<WeekRange> parse_week_range(std::string_view text);

}  // namespace ebbtide
