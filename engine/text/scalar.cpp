#include "text/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "core/finding.h"
#include "core/format.h"

namespace ebbtide {
namespace {

constexpr std::string_view kUnitNames = "%, bp, m USD, bn USD, week(s)";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// The length of an exponent ("e-3") at a place, or 0.
std::size_t exponent_length(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return 0;
  std::size_t next = at + 1;
  if (next < text.size() && (text[next] == '+' || text[next] == '-')) ++next;
  const std::size_t end = digits_from(text, next);
  return end == next ? 0 : end - at;
}

// sign? (0 | digit-without-zero digit*) ("." digit+)? exponent?
bool is_number(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const std::size_t whole = digits_from(text, at);
  if (whole == at || (text[at] == '0' && whole - at > 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = digits_from(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  return at + exponent_length(text, at) == text.size();
}

// What looks like the number of a quantity: everything up to the unit, whether it is well formed or not.
std::size_t number_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t exponent = at > 0 && is_digit(text[at - 1]) ? exponent_length(text, at) : 0;
    const bool belongs = is_digit(text[at]) || std::string_view("+-.,_'").find(text[at]) != std::string_view::npos;
    if (exponent == 0 && !belongs) break;
    at += std::max<std::size_t>(exponent, 1);
  }
  return at;
}

struct UnitName {
  std::string_view text;
  Unit unit;
  bool thousands;     // the number is multiplied by 1,000
  bool space_needed;  // between number and unit
};

constexpr std::array<UnitName, 6> kUnits = {{{"%", Unit::percent, false, false},
                                             {"bp", Unit::basis_point, false, false},
                                             {"m USD", Unit::million_usd, false, true},
                                             {"bn USD", Unit::million_usd, true, true},
                                             {"week", Unit::week, false, true},
                                             {"weeks", Unit::week, false, true}}};

// What people write instead; the nearest name would not find these.
constexpr std::array<std::array<std::string_view, 2>, 20> kHabits = {{{"bps", "bp"},
                                                                      {"percent", "%"},
                                                                      {"pct", "%"},
                                                                      {"per cent", "%"},
                                                                      {"pp", "%"},
                                                                      {"basis points", "bp"},
                                                                      {"basis point", "bp"},
                                                                      {"USD", "m USD"},
                                                                      {"m", "m USD"},
                                                                      {"mn", "m USD"},
                                                                      {"mn USD", "m USD"},
                                                                      {"million", "m USD"},
                                                                      {"million USD", "m USD"},
                                                                      {"musd", "m USD"},
                                                                      {"M", "m USD"},
                                                                      {"bn", "bn USD"},
                                                                      {"b", "bn USD"},
                                                                      {"billion", "bn USD"},
                                                                      {"billion USD", "bn USD"},
                                                                      {"w", "weeks"}}};

std::string unknown_unit_text(std::string_view seen) {
  std::string hint;
  for (const auto& [habit, unit] : kHabits) {
    if (seen == habit) hint = format(" (write '{}')", unit);
  }
  if (hint.empty()) {
    std::vector<std::string> names;
    names.reserve(kUnits.size());
    for (const UnitName& name : kUnits) names.emplace_back(name.text);
    const std::string nearest = nearest_name(std::string(seen), names);
    if (!nearest.empty()) hint = format(" (did you mean '{}'?)", nearest);
  }
  return format("'{}' is not a unit{}; units are {}", seen, hint, kUnitNames);
}

std::string bad_number_text(std::string_view text) {
  if (text.empty()) return "there is no number";
  if (text.find("\xE2\x88\x92") != std::string_view::npos) return "the minus sign is U+2212; write '-'";
  if (text.find(',') != std::string_view::npos) {
    return format("'{}' is not a number: the decimal point is '.', and thousands are not separated", text);
  }
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) {
    return format("'{}' is not a number: it begins with a needless zero", text);
  }
  if (text[0] == '.') return format("'{}' is not a number: write '0{}'", text, text);
  if (is_number(text)) return format("'{}' is too large or too small a number", text);
  return format("'{}' is not a number", text);
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

// In thousands the decimal point moves before the text is rounded to a double: 1.73 bn is 1730 m exactly.
std::optional<double> scaled_number(std::string_view text, bool thousands) {
  if (!thousands) return parse_number(text);
  if (!is_number(text)) return std::nullopt;
  if (text.find_first_of("eE") == std::string_view::npos) return parse_number(std::string(text) + "e3");
  const std::optional<double> value = parse_number(text);
  if (!value || std::fabs(*value) > std::numeric_limits<double>::max() / 1000.0) return std::nullopt;
  return *value * 1000.0;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (!is_number(text)) return std::nullopt;
  if (text[0] == '+') text.remove_prefix(1);
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
  if (text.empty() || digits_from(text, 0) != text.size() || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

std::optional<bool> parse_bool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<Quantity> parse_quantity(std::string_view text, std::string& why) {
  const std::size_t length = number_length(text);
  const std::string_view number = text.substr(0, length);
  const std::size_t after_spaces = text.find_first_not_of(' ', length);
  const std::string_view unit = after_spaces == std::string_view::npos ? "" : text.substr(after_spaces);
  const bool spaced = length < text.size() && text[length] == ' ';

  if (text.empty()) {
    why = "it is empty";
    return std::nullopt;
  }
  // "nan", "0x1F", "12abc3": what follows the digits belongs to a wrong number rather than to a wrong unit.
  if (number.empty() || (!spaced && has_digit(unit))) {
    why = bad_number_text(text);
    return std::nullopt;
  }
  if (unit.empty()) {
    const std::optional<double> value = parse_number(number);
    if (value && !spaced) return Quantity{*value, Unit::none};
    why = value ? "it ends in a space" : bad_number_text(number);
    return std::nullopt;
  }
  const auto* name = std::find_if(kUnits.begin(), kUnits.end(), [&](const UnitName& n) { return n.text == unit; });
  if (name == kUnits.end()) {
    why = is_number(number) ? unknown_unit_text(unit) : bad_number_text(number);
    return std::nullopt;
  }
  const std::optional<double> value = scaled_number(number, name->thousands);
  if (!value) {
    why = bad_number_text(number);
    return std::nullopt;
  }
  if (name->space_needed && !spaced) {
    why = format("a space is missing between '{}' and '{}'", number, unit);
    return std::nullopt;
  }
  return Quantity{*value, name->unit};
}

std::optional<WeekRange> parse_week_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = parse_unsigned(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_unsigned(text.substr(dash + 1));
  constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
  if (!first || !last || *first < 1 || *first > *last || *last > kMost) return std::nullopt;
  return WeekRange{static_cast<int>(*first), static_cast<int>(*last)};
}

}  // namespace ebbtide
