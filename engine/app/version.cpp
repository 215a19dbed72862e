#include "app/verbs.h"
#include "core/build_info.h"
#include "core/format.h"

namespace ebbtide {

ExitCode version_verb(const VerbContext& context) {
  const BuildInfo& build = build_info();
  context.console.data(format("ebbtide {}\nrevision  {}\ncompiler  {}\nflags     {}\n", build.version, build.revision,
                              build.compiler, build.flags));
  return ExitCode::fine;
}

}  // namespace ebbtide
