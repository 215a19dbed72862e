// Units of quantities that users write and read. Percent is simple percent everywhere; the model's log scale never
// shows outside engine/model and engine/calibration.
#pragma once

#include <string>
#include <string_view>

namespace ebbtide {

enum class Unit { none, percent, basis_point, million_usd, week };

// As written in outputs: "", "%", "bp", "musd", "weeks".
std::string_view unit_text(Unit unit);

struct Quantity {
  double value = 0.0;
  Unit unit = Unit::none;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// Simple percent to log percent, 100 log1p(p / 100), and back, 100 expm1(l / 100).
double log_percent(double simple_percent);
double simple_percent(double log_percent);

}  // namespace ebbtide
