#include "scenario/values.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/format.h"

namespace ebbtide {
namespace {

// "010", "-07 bp", "0x1F": readers of YAML 1.1 and 1.2 take them for different numbers.
bool looks_octal(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  if (text.size() < 2 || text.front() != '0') return false;
  return std::string_view("0123456789xXoObB").find(text[1]) != std::string_view::npos;
}

std::string unit_expectation(Unit unit) {
  switch (unit) {
    case Unit::percent:
      return "percent, such as '-1.5 %'";
    case Unit::basis_point:
      return "basis points, such as '+12 bp'";
    case Unit::million_usd:
      return "US dollars, such as '-600 m USD' or '1.5 bn USD'";
    case Unit::week:
      return "weeks, such as '8 weeks'";
    case Unit::none:
      break;
  }
  return "a plain number";
}

std::string with_unit(std::string_view number, Unit unit) {
  if (unit == Unit::million_usd) return format("write '{0} m USD' or '{0} bn USD'", number);
  return format("write '{} {}'", number, unit_text(unit));
}

// The number that a malformed quantity begins with, and what follows it.
struct Split {
  std::string number;
  std::string rest;
};
Split split_number(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("+-0123456789.,_'"), text.size());
  const std::size_t rest = std::min(text.find_first_not_of(' ', end), text.size());
  return {std::string(text.substr(0, end)), std::string(text.substr(rest))};
}

void report_bad_quantity(const YamlNode& node, Unit unit, std::string_view subject, const std::string& why,
                         Reporter& reporter) {
  const Split split = split_number(node.text);
  if (parse_number(split.number) && !split.rest.empty()) {
    reporter.error(node.where, "wrong-unit",
                   format("{} is '{}', but '{}' is not a unit", subject, node.text, split.rest), unit_expectation(unit),
                   with_unit(split.number, unit));
    return;
  }
  reporter.error(node.where, "invalid-quantity", format("{} is '{}': {}", subject, node.text, why),
                 unit_expectation(unit));
}

}  // namespace

bool is_plain_scalar(const YamlNode& node, std::string_view subject, std::string_view expected, Reporter& reporter) {
  if (node.is_null()) {
    reporter.error(node.where, "empty-value", format("{} has no value", subject), std::string(expected));
  } else if (!node.is_scalar()) {
    reporter.error(node.where, "wrong-type", format("{} has the wrong shape", subject), std::string(expected));
  } else if (node.quoted) {
    reporter.error(node.where, "quoted-value", format("{} is in quotes", subject), std::string(expected),
                   format("write {} without quotes", node.text));
  } else if (looks_octal(node.text)) {
    reporter.error(node.where, "octal-number",
                   format("{} is '{}', a number with a leading zero or a base prefix", subject, node.text),
                   "plain decimal digits");
  } else {
    return true;
  }
  return false;
}

std::optional<std::uint64_t> read_integer(const YamlNode& node, std::string_view subject, std::uint64_t least,
                                          std::uint64_t greatest, Reporter& reporter) {
  const std::string expected = format("a whole number from {} to {}", least, greatest);
  if (!is_plain_scalar(node, subject, expected, reporter)) return std::nullopt;
  const auto value = parse_unsigned(node.text);
  if (!value) {
    reporter.error(node.where, "invalid-integer",
                   format("{} is '{}', not a whole number in plain digits", subject, node.text), expected);
    return std::nullopt;
  }
  if (*value < least || *value > greatest) {
    reporter.error(node.where, "out-of-range", format("{} is {}", subject, *value), expected);
    return std::nullopt;
  }
  return value;
}

std::optional<Date> read_date(const YamlNode& node, std::string_view subject, Reporter& reporter) {
  constexpr std::string_view kExpected = "a date as 2026-01-19";
  if (node.is_scalar() && !node.quoted) {
    const auto date = parse_date(node.text);
    if (!date) {
      reporter.error(node.where, "invalid-date", format("{} is '{}', not a calendar date", subject, node.text),
                     std::string(kExpected));
    }
    return date;
  }
  is_plain_scalar(node, subject, kExpected, reporter);
  return std::nullopt;
}

std::optional<Quantity> read_quantity(const YamlNode& node, Unit unit, std::string_view subject, Reporter& reporter) {
  if (!is_plain_scalar(node, subject, unit_expectation(unit), reporter)) return std::nullopt;
  std::string why;
  const auto quantity = parse_quantity(node.text, why);
  if (!quantity) {
    report_bad_quantity(node, unit, subject, why, reporter);
    return std::nullopt;
  }
  if (quantity->unit == unit) return quantity;
  if (quantity->unit == Unit::none) {
    reporter.error(node.where, "missing-unit", format("{} is '{}' without a unit", subject, node.text),
                   unit_expectation(unit), with_unit(node.text, unit));
  } else {
    reporter.error(node.where, "wrong-unit", format("{} is '{}', in the wrong unit", subject, node.text),
                   unit_expectation(unit));
  }
  return std::nullopt;
}

std::optional<WeekRange> read_week(const YamlNode& node, std::optional<int> horizon_weeks, Reporter& reporter) {
  if (!is_plain_scalar(node, "'week'", "a week of the horizon, such as 3", reporter)) return std::nullopt;
  const auto week = parse_week_range(node.text);
  if (!week || week->first != week->last || node.text.find('-') != std::string::npos) {
    reporter.error(node.where, "invalid-week", format("'week' is '{}'", node.text), "one week, counted from 1",
                   week ? "ranges belong under 'weeks'" : "");
    return std::nullopt;
  }
  return read_week_range(node, horizon_weeks, reporter);
}

std::optional<WeekRange> read_week_range(const YamlNode& node, std::optional<int> horizon_weeks, Reporter& reporter) {
  if (!is_plain_scalar(node, "'weeks'", "weeks of the horizon, such as 1-4", reporter)) return std::nullopt;
  const auto range = parse_week_range(node.text);
  if (!range) {
    reporter.error(node.where, "invalid-week", format("'{}' is not a range of weeks", node.text),
                   "first and last week, counted from 1, such as 1-4");
    return std::nullopt;
  }
  if (horizon_weeks && range->last > *horizon_weeks) {
    reporter.error(node.where, "week-beyond-horizon",
                   format("week {} lies beyond the horizon of {} week{}", range->last, *horizon_weeks,
                          *horizon_weeks == 1 ? "" : "s"),
                   format("weeks 1 to {}", *horizon_weeks));
    return std::nullopt;
  }
  return range;
}

bool check_market_size(const Quantity& quantity, const YamlNode& node, std::string_view subject, Reporter& reporter) {
  const bool percent = quantity.unit == Unit::percent;
  if (percent && quantity.value <= -100.0) {
    reporter.error(node.where, "out-of-range",
                   format("{} is '{}': nothing falls by all of its value or more", subject, node.text),
                   "simple percent above -100 %");
    return false;
  }
  const double size = std::abs(percent ? log_percent(quantity.value) : quantity.value);
  if (size <= (percent ? kAbsurdLogPercent : kAbsurdBasisPoints)) return true;
  reporter.error(node.where, "absurd-value", format("{} is '{}', a size no market has shown", subject, node.text),
                 percent ? "between -95 % and +1,900 %" : "between -10,000 bp and +10,000 bp");
  return false;
}

}  // namespace ebbtide
