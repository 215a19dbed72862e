// What the JSON Schema asks of a mapping besides keys that it knows: which are needed and which go together.
#pragma once

#include "scenario/keys.h"
#include "text/json.h"

namespace ebbtide {

// "required" and "allOf" of the section; an empty object where any keys will do.
Json schema_rules(Section section);

}  // namespace ebbtide
