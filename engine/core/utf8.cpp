#include "core/utf8.h"

namespace ebbtide {
namespace {

unsigned byte_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

bool continues(std::string_view text, std::size_t offset, unsigned low = 0x80, unsigned high = 0xBF) {
  return offset < text.size() && byte_at(text, offset) >= low && byte_at(text, offset) <= high;
}

// C0, DEL, and C1 (U+0080 to U+009F, in UTF-8 C2 80 to C2 9F), which some terminals obey as well.
bool is_control(std::string_view text, std::size_t offset, std::size_t length) {
  const unsigned first = byte_at(text, offset);
  if (length == 1) return (first < 0x20 && first != '\t') || first == 0x7F;
  return length == 2 && first == 0xC2 && byte_at(text, offset + 1) < 0xA0;
}

}  // namespace

// The byte ranges of RFC 3629, section 4.
std::size_t utf8_length(std::string_view text, std::size_t offset) {
  const unsigned first = byte_at(text, offset);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(text, offset + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return continues(text, offset + 1, low, high) && continues(text, offset + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    const bool valid =
        continues(text, offset + 1, low, high) && continues(text, offset + 2) && continues(text, offset + 3);
    return valid ? 4 : 0;
  }
  return 0;
}

std::size_t first_invalid_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t length = utf8_length(text, offset);
    if (length == 0) return offset;
    offset += length;
  }
  return std::string_view::npos;
}

int utf8_count(std::string_view text) {
  int count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) {
    const std::size_t length = utf8_length(text, offset);
    offset += length == 0 ? 1 : length;
  }
  return count;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t length = utf8_length(text, offset);
    if (length == 0) {
      result += "\xEF\xBF\xBD";
    } else if (is_control(text, offset, length)) {
      result += '?';
    } else {
      result += text.substr(offset, length);
    }
    offset += length == 0 ? 1 : length;
  }
  return result;
}

}  // namespace ebbtide
