// The random-number law: which word of which Philox block every draw of the engine is. Fixed for good.
//
//   word(seed; path, week, purpose, slot) = philox4x32_10(counter, key)[slot % 4]
//     key     = { seed low, seed high }
//     counter = { path low, path high, week | purpose << 16, slot / 4 }      week < 65536, purpose < 32768
//
// A variate is the table inverse CDF of its word (quantile_table.h). Where a word is so small (or so large) that 32
// bits no longer resolve the tail, the table takes a second word: the same with the top bit of the third counter word
// set. Every draw has its own place, so no draw can shift another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "random/philox.h"

namespace ebbtide {

// What a word is for. Values are part of the law: never renumber.
enum class Purpose : std::uint32_t {
  market_shock = 1,  // slot = market variable; per path and week
  mixing = 2,        // slot 0, week 0; per path
  flow_shock = 3,    // slot 0: the week's residual; per path and week
  asset_shock = 4,   // slot = member in display order; per path and week
  region_shock = 5,
  issuer_shock = 6,
  parameter = 7,     // path = theta group, week = equation, slot = draw within the equation
  opening = 8,       // path = theta group: opening state
  estimation = 9,    // data augmentation in calibration
  condition = 10,    // slot = soft condition, then two slots per flow condition; per path, week 0
  rival = 11,        // of a backtest: path = rival << 32 | weeks forecast, week 0
  resampling = 12,   // of a backtest's scores: path = resample, week 0
  flow_mixing = 13,  // of Student t flows: path = theta group, week; week 65535: given pinned flows
  cell_shock = 14,   // slot = cell; per path and week
  cell_common = 15,  // slot = member whose cells share it; per path and week
  cell_quiet = 16,   // slot = cell: whether it trades; per path and week
};

struct DrawPlace {
  std::uint64_t path = 0;
  std::uint32_t week = 0;
  Purpose purpose = Purpose::market_shock;
  std::uint32_t slot = 0;
  friend bool operator==(const DrawPlace&, const DrawPlace&) = default;
};

constexpr PhiloxKey philox_key(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

constexpr std::uint32_t kRefinementBit = 0x80000000u;

// The four words at slots 4 * (place.slot / 4) ... + 3.
constexpr PhiloxCounter draw_block(std::uint64_t seed, const DrawPlace& place, std::uint32_t refinement = 0) {
  const PhiloxCounter counter = {static_cast<std::uint32_t>(place.path), static_cast<std::uint32_t>(place.path >> 32),
                                 (place.week | static_cast<std::uint32_t>(place.purpose) << 16) | refinement,
                                 place.slot / 4};
  return philox4x32_10(counter, philox_key(seed));
}

constexpr std::uint32_t draw_word(std::uint64_t seed, const DrawPlace& place, std::uint32_t refinement = 0) {
  return draw_block(seed, place, refinement)[place.slot % 4];
}

}  // namespace ebbtide
