// Text formatting for every layer: fmt's format, and numbers as data files want them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace ebbtide {

using fmt::format;

// The shortest text that reads back as the same double; '.' decimal point whatever the locale.
// Non-finite values give "nan", "inf", "-inf".
std::string number_text(double value);

// Fixed number of decimals, thousands separated by commas when asked: 1,234.5 (for terminal and prose only).
std::string fixed_text(double value, int decimals, bool thousands = false);

}  // namespace ebbtide
