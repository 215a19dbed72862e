#include "core/build_info.h"

#include "build_revision.h"

namespace ebbtide {

const BuildInfo& build_info() {
  static const BuildInfo kInfo = {EBBTIDE_BUILD_VERSION, EBBTIDE_BUILD_REVISION, EBBTIDE_BUILD_COMPILER,
                                  EBBTIDE_BUILD_FLAGS};
  return kInfo;
}

}  // namespace ebbtide
