#include "core/utf8.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(Utf8, AcceptsEveryLengthOfCharacter) {
  const std::string text = "a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x8C\x8A";  // a, u umlaut, euro sign, wave
  EXPECT_EQ(first_invalid_utf8(text), std::string::npos);
  EXPECT_EQ(utf8_count(text), 4);
  EXPECT_EQ(utf8_length(text, 0), 1u);
  EXPECT_EQ(utf8_length(text, 1), 2u);
  EXPECT_EQ(utf8_length(text, 3), 3u);
  EXPECT_EQ(utf8_length(text, 6), 4u);
  EXPECT_EQ(first_invalid_utf8("\xF4\x8F\xBF\xBF"), std::string::npos);  // U+10FFFF, the last one
}

TEST(Utf8, RefusesWhatIsNotUtf8) {
  for (const std::string bad :
       {"\x80", "\xFF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x9F\x8C"}) {
    EXPECT_EQ(first_invalid_utf8("ok" + bad), 2u);
  }
  EXPECT_EQ(utf8_count("Z\xFCrich"), 6);  // Latin-1
}

TEST(Printable, ReplacesControlCharactersAndInvalidBytes) {
  EXPECT_EQ(printable("a\tb"), "a\tb");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a?b");
  EXPECT_EQ(printable("\x1b[0m\x7f"), "?[0m?");
  EXPECT_EQ(printable("\xC2\x85|\xC2\xA0"), "?|\xC2\xA0");
  EXPECT_EQ(printable("\xFC"), "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace ebbtide
