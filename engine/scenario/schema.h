// The JSON Schema (draft-07) of scenario files, generated from the table of keys that drives the parser.
#pragma once

#include <string>

namespace ebbtide {

std::string scenario_schema_text();

}  // namespace ebbtide
