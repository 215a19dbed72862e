#include "core/format.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ebbtide {
namespace {

// Plain notation where people expect it, scientific beyond; both with the fewest digits that read back.
constexpr double kPlainFrom = 1e-4;
constexpr double kPlainBelow = 1e15;

void separate_thousands(std::string& text) {
  const std::size_t begin = text.front() == '-' ? 1 : 0;
  const std::size_t point = text.find('.');
  std::size_t at = point == std::string::npos ? text.size() : point;
  while (at > begin + 3) {
    at -= 3;
    text.insert(at, 1, ',');
  }
}

}  // namespace

std::string number_text(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

void append_number(std::string& text, double value) {
  if (!std::isfinite(value)) {
    text += std::isnan(value) ? "nan" : value < 0.0 ? "-inf" : "inf";
    return;
  }
  const double size = std::fabs(value);
  const bool plain = size == 0.0 || (size >= kPlainFrom && size < kPlainBelow);
  std::array<char, 64> buffer = {};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     plain ? std::chars_format::fixed : std::chars_format::scientific);
  text.append(buffer.data(), written.ptr);
}

std::string fixed_text(double value, int decimals, bool thousands) {
  if (!std::isfinite(value)) return number_text(value);
  std::string text = format("{:.{}f}", value, decimals);
  // A value that rounds to zero has no sign left to show.
  if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
  if (thousands) separate_thousands(text);
  return text;
}

std::string markdown_cell(const std::string& text) {
  std::string cell;
  for (const char letter : text) {
    if (letter == '|') cell += '\\';
    cell += letter == '\n' ? ' ' : letter;
  }
  return cell;
}

}  // namespace ebbtide
