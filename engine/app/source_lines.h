// The lines that findings are about. A finding made after its file was read, by the model or the simulation, knows only
// its place.
#pragma once

#include "core/finding.h"

namespace ebbtide {

// The findings, each with the text of its line, read again where it has none; none where the file cannot be read.
Findings with_source_lines(const Findings& findings);

}  // namespace ebbtide
