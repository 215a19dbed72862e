// What this program was built from; recorded in every manifest.
#pragma once

#include <string>

namespace ebbtide {

struct BuildInfo {
  std::string version;   // "0.1.0"
  std::string revision;  // git commit, "+dirty" when the tree had changes, "unknown" outside a repository
  std::string compiler;  // "GNU 12.2.0"
  std::string flags;     // build type and the flags that may change numbers
};

const BuildInfo& build_info();

}  // namespace ebbtide
