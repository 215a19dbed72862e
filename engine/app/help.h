// Help pages from the table of verbs.
#pragma once

#include <string>
#include <vector>

#include "app/command_spec.h"

namespace ebbtide {

// What `ebbtide --help` prints: verbs, exit codes, environment.
std::string program_help(const std::vector<VerbSpec>& verbs);
// What `ebbtide VERB --help` prints.
std::string verb_help(const VerbSpec& verb);

}  // namespace ebbtide
