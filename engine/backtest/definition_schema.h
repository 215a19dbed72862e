// The JSON Schema (draft-07) of backtest definitions, generated from the table of keys that drives their parser.
#pragma once

#include <string>

namespace ebbtide {

std::string backtest_schema_text();

}  // namespace ebbtide
