// JSON values: nlohmann's, with keys kept in the order they were written.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include "core/finding.h"

namespace ebbtide {

using Json = nlohmann::ordered_json;

// Two-space indented text with a final newline; doubles round-trip. Throws NumericalError on a non-finite number.
std::string json_text(const Json& value);
// Parses a file; syntax errors, duplicate keys and nesting beyond 64 are findings with line and column.
std::optional<Json> load_json(const std::string& file, Findings& findings);
std::optional<Json> parse_json(const std::string& file, const std::string& text, Findings& findings);

}  // namespace ebbtide
