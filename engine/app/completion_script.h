// Completion scripts for shells, from the table of verbs.
#pragma once

#include <string>
#include <vector>

#include "app/command_spec.h"

namespace ebbtide {

// They complete verbs, options, values with a fixed set of choices, files and folders.
std::string bash_completion(const std::vector<VerbSpec>& verbs);
std::string zsh_completion(const std::vector<VerbSpec>& verbs);
std::string fish_completion(const std::vector<VerbSpec>& verbs);

}  // namespace ebbtide
