// UTF-8 as inputs and reports need it: validity, characters (code points) counted, and text made safe for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ebbtide {

// Bytes of the character that begins at `offset`: 1 to 4, or 0 when no valid character does (RFC 3629: no overlong
// forms, no surrogates, nothing beyond U+10FFFF). Requires offset < text.size().
std::size_t utf8_length(std::string_view text, std::size_t offset);

// Offset of the first byte that is not part of valid UTF-8, or npos.
std::size_t first_invalid_utf8(std::string_view text);

// Characters in the text; a byte that is not valid UTF-8 counts as one.
int utf8_count(std::string_view text);

// The text with control characters (tab apart) as '?' and invalid bytes as U+FFFD: what an input file holds can
// neither move the cursor nor colour the terminal.
std::string printable(std::string_view text);

}  // namespace ebbtide
