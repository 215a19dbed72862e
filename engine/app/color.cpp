#include "app/color.h"

namespace ebbtide {

bool use_color(ColorChoice choice, bool is_terminal, const Environment& environment) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (!environment.no_color.empty()) return false;
  if (!environment.clicolor_force.empty() && environment.clicolor_force != "0") return true;
  return is_terminal && environment.term != "dumb";
}

}  // namespace ebbtide
