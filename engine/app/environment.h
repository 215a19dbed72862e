// What the program reads of its surroundings, once, at its start.
#pragma once

#include <string>

namespace ebbtide {

struct Environment {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 80;                     // width of the terminal on stderr
  std::string term;                     // TERM
  std::string no_color;                 // NO_COLOR: any text forbids colour
  std::string clicolor_force;           // CLICOLOR_FORCE: any text but "0" asks for it
  bool continuous_integration = false;  // CI is set: no progress bar
  std::string step_summary;             // GITHUB_STEP_SUMMARY: a file that takes markdown
};

Environment read_environment();

// Opens what the caller closed of the three standard streams, so that no data file is given their numbers. Writing to a
// closed standard output still fails. Ignores SIGPIPE: a reader that went away ends the listing, not the work.
void secure_standard_streams();

}  // namespace ebbtide
