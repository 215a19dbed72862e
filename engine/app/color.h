// Whether a stream gets colour.
#pragma once

#include "app/environment.h"

namespace ebbtide {

enum class ColorChoice { automatic, always, never };

// In this order: --color always or never; NO_COLOR; CLICOLOR_FORCE; a terminal that is not "dumb".
bool use_color(ColorChoice choice, bool is_terminal, const Environment& environment);

}  // namespace ebbtide
