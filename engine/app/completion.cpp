#include "app/completion_script.h"
#include "app/verbs.h"

namespace ebbtide {

ExitCode completion_verb(const VerbContext& context) {
  const std::string& shell = context.command.arguments.front();
  const std::vector<VerbSpec> verbs = verb_specs();
  if (shell == "bash") context.console.data(bash_completion(verbs));
  if (shell == "zsh") context.console.data(zsh_completion(verbs));
  if (shell == "fish") context.console.data(fish_completion(verbs));
  return ExitCode::fine;
}

}  // namespace ebbtide
