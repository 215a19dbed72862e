// The files of a new universe, to be filled in: docs/history-format.md in comments.
#pragma once

#include <string>
#include <vector>

namespace ebbtide {

struct SkeletonFile {
  std::string name;  // "universe.yaml"
  std::string text;
};

// As they stand, loading them finds exactly the places that are left blank; with those filled they are a universe.
std::vector<SkeletonFile> universe_skeleton(const std::string& universe);

}  // namespace ebbtide
