// Any bytes as a scalar: a finite value, or a reason.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/calendar.h"
#include "core/format.h"
#include "fuzz/property.h"
#include "text/scalar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::string why;
  const auto quantity = ebbtide::parse_quantity(text, why);
  ebbtide::demand(quantity.has_value() == why.empty(), "either a quantity or a reason");
  ebbtide::demand(!quantity || std::isfinite(quantity->value), "a quantity is finite");

  const auto number = ebbtide::parse_number(text);
  const bool plain = quantity && quantity->unit == ebbtide::Unit::none;
  ebbtide::demand(number.has_value() == plain, "a number is a quantity without unit");
  if (number) ebbtide::demand(ebbtide::parse_number(ebbtide::number_text(*number)) == number, "reads back");

  const auto count = ebbtide::parse_unsigned(text);
  if (count) ebbtide::demand(ebbtide::format("{}", *count) == text, "one text for each count");
  const auto date = ebbtide::parse_date(text);
  if (date) ebbtide::demand(ebbtide::date_text(*date) == text, "one text for each date");
  const auto weeks = ebbtide::parse_week_range(text);
  if (weeks) ebbtide::demand(weeks->first >= 1 && weeks->first <= weeks->last, "weeks in order");
  return 0;
}
