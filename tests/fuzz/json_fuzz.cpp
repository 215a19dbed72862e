// Any bytes as a JSON file: a value that can be written and read again as the same, or findings.
#include <cstddef>
#include <cstdint>

#include "fuzz/property.h"
#include "text/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ebbtide::Findings findings;
  const auto value = ebbtide::parse_json("f.json", text, findings);
  ebbtide::demand(value.has_value() != findings.has_errors(), "either a value or errors");
  ebbtide::demand_sound(findings, ebbtide::count_lines(text));
  if (value) {
    const std::string once = ebbtide::json_text(*value);
    // An escaped DEL is written as it is, which no input file may hold.
    if (once.find('\x7F') != std::string::npos) return 0;
    const auto again = ebbtide::parse_json("f.json", once, findings);
    ebbtide::demand(again.has_value() && ebbtide::json_text(*again) == once, "reads back as it was written");
  }
  return 0;
}
