#include "core/unit.h"

#include <cmath>

#include "core/contract.h"

namespace ebbtide {

std::string_view unit_text(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "";
    case Unit::percent:
      return "%";
    case Unit::basis_point:
      return "bp";
    case Unit::million_usd:
      return "musd";
    case Unit::week:
      return "weeks";
  }
  throw InternalError("unit_text: not a unit");
}

double log_percent(double simple_percent) {
  return 100.0 * std::log1p(simple_percent / 100.0);
}

double simple_percent(double log_percent) {
  return 100.0 * std::expm1(log_percent / 100.0);
}

}  // namespace ebbtide
