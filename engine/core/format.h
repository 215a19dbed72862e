// Text formatting for every layer: fmt's format, and numbers as data files want them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace ebbtide {

using fmt::format;

// The fewest digits that read back as the same double; '.' decimal point whatever the locale. Plain notation from 1e-4
// to below 1e15 ("100000"), scientific beyond ("1e+15"). Non-finite values give "nan", "inf", "-inf".
std::string number_text(double value);
// The same at the end of a text.
void append_number(std::string& text, double value);

// Fixed number of decimals, thousands separated by commas when asked: 1,234.5 (for terminal and prose only). What
// rounds to zero is written without a sign.
std::string fixed_text(double value, int decimals, bool thousands = false);

// Text inside a cell of a Markdown table: bars escaped, line ends as spaces.
std::string markdown_cell(const std::string& text);

}  // namespace ebbtide
