// A column of Student t draws whose first values are its pilot.
#pragma once

#include <span>
#include <vector>

#include "random/quantile_table.h"

namespace ebbtide::fixture {

inline constexpr std::size_t kStudentPilot = 2'048;

inline std::vector<float> student_column(double degrees_of_freedom, std::uint64_t seed, std::size_t count) {
  std::vector<float> values(count);
  QuantileTable::student_t(degrees_of_freedom)
      .fill(seed, 0, static_cast<int>(count), 1, Purpose::market_shock, 1, values.data(), {count});
  return values;
}

inline std::span<const float> pilot_of(const std::vector<float>& values) {
  return std::span(values).first(kStudentPilot);
}

}  // namespace ebbtide::fixture
