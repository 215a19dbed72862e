// The members of a sweep.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/documents.h"

namespace ebbtide {

struct SweepMember {
  YamlNode root;                                            // without `sweep`
  std::vector<std::pair<std::string, std::string>> values;  // path, value text
};

inline constexpr std::size_t kMaxSweepMembers = 10'000;
inline constexpr std::size_t kMaxSweepNodes = 2'000'000;  // values in all members together

// Grid: every combination, the last key fastest. Zip: the lists side by side. Only values that exist may be swept.
// Empty when the sweep was reported. Requires a map with the key `sweep`.
std::vector<SweepMember> expand_sweep(const YamlNode& root, Reporter& reporter);

}  // namespace ebbtide
