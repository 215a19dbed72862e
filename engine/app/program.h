// From a command line to an exit code: the one place where exceptions become exit codes.
#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/environment.h"
#include "app/exit_code.h"

namespace ebbtide {

// `words` without the program's name. Never throws.
ExitCode run_program(const std::vector<std::string>& words, const Environment& environment, const Sink& out,
                     const Sink& err);

}  // namespace ebbtide
