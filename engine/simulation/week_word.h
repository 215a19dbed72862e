// The week word of the random-number law: horizon weeks are 1, 2, ...; lead weeks count back from 60000, so that
// neither horizon nor lead shifts a draw.
#pragma once

#include <cstdint>

namespace ebbtide {

// market_week counts from 0, the first lead week.
constexpr std::uint32_t week_word(int market_week, int lead_weeks) {
  const int week = market_week - lead_weeks + 1;
  return static_cast<std::uint32_t>(week >= 1 ? week : 60000 - week);
}

}  // namespace ebbtide
