#include "core/format.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <locale>

#include "support/properties.h"

namespace ebbtide {
namespace {

double read_back(const std::string& text) {
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_EQ(result.ptr, text.data() + text.size()) << text;
  return value;
}

TEST(NumberText, IsPlainAndShortWherePeopleLook) {
  EXPECT_EQ(number_text(0.0), "0");
  EXPECT_EQ(number_text(100000.0), "100000");
  EXPECT_EQ(number_text(-1.5), "-1.5");
  EXPECT_EQ(number_text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(number_text(0.0001), "0.0001");
  EXPECT_EQ(number_text(0.00005), "5e-05");
  EXPECT_EQ(number_text(999999999999999.0), "999999999999999");
  EXPECT_EQ(number_text(1e15), "1e+15");
  EXPECT_EQ(number_text(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(number_text(std::numeric_limits<double>::denorm_min()), "5e-324");
}

TEST(NumberText, IsAppendedToWhatStandsThere) {
  std::string text = "a,";
  append_number(text, -0.25);
  append_number(text, std::numeric_limits<double>::infinity());
  EXPECT_EQ(text, "a,-0.25inf");
}

TEST(NumberText, NamesWhatIsNotFinite) {
  EXPECT_EQ(number_text(std::nan("")), "nan");
  EXPECT_EQ(number_text(-std::nan("")), "nan");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

RC_GTEST_PROP(NumberText, ReadsBackAsTheSameBits, (std::uint64_t bits)) {
  const double value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  RC_ASSERT(std::bit_cast<std::uint64_t>(read_back(number_text(value))) == bits);
}

RC_GTEST_PROP(NumberText, ReadsBackOrdinaryNumbersToo, (int mantissa, unsigned char digits)) {
  const double value = mantissa / std::pow(10.0, digits % 20);
  RC_ASSERT(read_back(number_text(value)) == value);
}

TEST(FixedText, RoundsAndSeparatesThousands) {
  EXPECT_EQ(fixed_text(1234.5, 1, true), "1,234.5");
  EXPECT_EQ(fixed_text(-1234567.891, 2, true), "-1,234,567.89");
  EXPECT_EQ(fixed_text(-123.0, 0, true), "-123");
  EXPECT_EQ(fixed_text(999.0, 0, true), "999");
  EXPECT_EQ(fixed_text(1000.0, 0, true), "1,000");
  EXPECT_EQ(fixed_text(1234.5, 1), "1234.5");
  EXPECT_EQ(fixed_text(0.125, 2), "0.12");
  EXPECT_EQ(fixed_text(1e300, 0, true).size(), 301u + 100u);
}

TEST(FixedText, GivesZeroNoSign) {
  EXPECT_EQ(fixed_text(-0.04, 1), "0.0");
  EXPECT_EQ(fixed_text(-0.0, 0), "0");
  EXPECT_EQ(fixed_text(-0.06, 1), "-0.1");
  EXPECT_EQ(fixed_text(std::nan(""), 2), "nan");
}

// A locale of the C++ library, so that the test does not depend on the locales a machine has.
struct CommaPoint : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
};

TEST(NumberText, KeepsItsPointUnderACommaLocale) {
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new CommaPoint));
  const std::string number = number_text(1.5);
  const std::string fixed = fixed_text(1234.5, 1, true);
  std::locale::global(before);
  EXPECT_EQ(number, "1.5");
  EXPECT_EQ(fixed, "1,234.5");
}

TEST(MarkdownCell, KeepsTheTableWhole) {
  EXPECT_EQ(markdown_cell("a | b\nc"), "a \\| b c");
  EXPECT_EQ(markdown_cell(""), "");
}

}  // namespace
}  // namespace ebbtide
