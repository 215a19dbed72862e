#include "text/scalar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/format.h"
#include "support/properties.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

std::string why_not(const std::string& text) {
  std::string why;
  EXPECT_FALSE(parse_quantity(text, why).has_value()) << text;
  EXPECT_FALSE(why.empty()) << text;
  return why;
}

Quantity quantity(const std::string& text) {
  std::string why;
  const auto result = parse_quantity(text, why);
  EXPECT_TRUE(result.has_value()) << text << ": " << why;
  return result.value_or(Quantity{std::nan(""), Unit::none});
}

TEST(ParseNumber, TakesPlainDecimalNumbers) {
  EXPECT_EQ(parse_number("12"), 12.0);
  EXPECT_EQ(parse_number("-3.5"), -3.5);
  EXPECT_EQ(parse_number("+0.25"), 0.25);
  EXPECT_EQ(parse_number("1e-3"), 0.001);
  EXPECT_EQ(parse_number("1.5E+2"), 150.0);
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("0.0"), 0.0);
  EXPECT_TRUE(std::signbit(parse_number("-0").value()));
  EXPECT_EQ(parse_number("1.7976931348623157e308"), 1.7976931348623157e308);
}

TEST(ParseNumber, RefusesEverythingElse) {
  for (const char* text :
       {"",       "010",    "-010", "00",    "0x1F",  ".5",   "5.",  "-.5",  "1_000", "1,5",      "1,000", "1e400",
        "-1e400", "1e-999", "nan",  "NaN",   "inf",   "-inf", "+-3", "--3",  "+",     "-",        "e3",    "1e",
        "1e+",    "1 ",     " 1",   "1e3.5", "1.2.3", "0b1",  "1f",  "0o17", "1'0",   "\xD9\xA3", "1\n"}) {
    EXPECT_FALSE(parse_number(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_number(std::string_view("1\0", 2)).has_value());
}

TEST(ParseUnsigned, TakesDigitsThatFit) {
  EXPECT_EQ(parse_unsigned("0"), 0u);
  EXPECT_EQ(parse_unsigned("20260119"), 20260119u);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), 18446744073709551615u);
  for (const char* text :
       {"", "-1", "+1", "01", "00", "18446744073709551616", "99999999999999999999", "1.0", "1e3", "0x10", " 1", "1 "}) {
    EXPECT_FALSE(parse_unsigned(text).has_value()) << text;
  }
}

TEST(ParseBool, TakesTrueAndFalseAlone) {
  EXPECT_EQ(parse_bool("true"), true);
  EXPECT_EQ(parse_bool("false"), false);
  for (const char* text : {"yes", "no", "on", "off", "y", "True", "TRUE", "1", "0", ""}) {
    EXPECT_FALSE(parse_bool(text).has_value()) << text;
  }
}

TEST(ParseQuantity, TakesNumbersWithTheirUnits) {
  EXPECT_EQ(quantity("+12 bp"), (Quantity{12.0, Unit::basis_point}));
  EXPECT_EQ(quantity("12bp"), (Quantity{12.0, Unit::basis_point}));
  EXPECT_EQ(quantity("-1.5 %"), (Quantity{-1.5, Unit::percent}));
  EXPECT_EQ(quantity("-1.5%"), (Quantity{-1.5, Unit::percent}));
  EXPECT_EQ(quantity("-600 m USD"), (Quantity{-600.0, Unit::million_usd}));
  EXPECT_EQ(quantity("1.5 bn USD"), (Quantity{1500.0, Unit::million_usd}));
  EXPECT_EQ(quantity("8 weeks"), (Quantity{8.0, Unit::week}));
  EXPECT_EQ(quantity("1 week"), (Quantity{1.0, Unit::week}));
  EXPECT_EQ(quantity("3"), (Quantity{3.0, Unit::none}));
  EXPECT_EQ(quantity("1e-3"), (Quantity{0.001, Unit::none}));
  EXPECT_EQ(quantity("2e1 bp"), (Quantity{20.0, Unit::basis_point}));
  EXPECT_EQ(quantity("5  %"), (Quantity{5.0, Unit::percent}));
}

TEST(ParseQuantity, MovesThePointOfBillionsWithoutRounding) {
  // 4.35 * 1000 is 4350.0000000000005 or 4349.999... in doubles for many such numbers.
  for (int hundredths = 1; hundredths < 2000; ++hundredths) {
    const std::string text = fixed_text(hundredths / 100.0, 2) + " bn USD";
    EXPECT_EQ(quantity(text).value, hundredths * 10.0) << text;
  }
  EXPECT_EQ(quantity("1.5e1 bn USD").value, 15000.0);
  EXPECT_THAT(why_not("1e308 bn USD"), HasSubstr("too large"));
  EXPECT_THAT(why_not("-1e308 bn USD"), HasSubstr("too large"));
}

TEST(ParseQuantity, NamesTheWrongUnitAndTheRightOnes) {
  EXPECT_EQ(why_not("12 bps"), "'bps' is not a unit (write 'bp'); units are %, bp, m USD, bn USD, week(s)");
  EXPECT_THAT(why_not("12bps"), HasSubstr("'bps' is not a unit"));
  EXPECT_THAT(why_not("5 percent"), HasSubstr("write '%'"));
  EXPECT_THAT(why_not("600 USD"), HasSubstr("write 'm USD'"));
  EXPECT_THAT(why_not("1.5 bn"), HasSubstr("write 'bn USD'"));
  EXPECT_THAT(why_not("600 M USD"), HasSubstr("did you mean 'm USD'"));
  EXPECT_THAT(why_not("8 wekes"), HasSubstr("did you mean 'weeks'"));
  EXPECT_EQ(why_not("8 EUR"), "'EUR' is not a unit; units are %, bp, m USD, bn USD, week(s)");
  EXPECT_THAT(why_not("8 % x"), HasSubstr("'% x' is not a unit"));
  EXPECT_THAT(why_not("12 bp "), HasSubstr("'bp ' is not a unit"));
}

TEST(ParseQuantity, AsksForTheMissingSpace) {
  EXPECT_EQ(why_not("8weeks"), "a space is missing between '8' and 'weeks'");
  EXPECT_EQ(why_not("600m USD"), "a space is missing between '600' and 'm USD'");
}

TEST(ParseQuantity, SaysWhatIsWrongWithTheNumber) {
  EXPECT_EQ(why_not(""), "it is empty");
  EXPECT_THAT(why_not("010"), HasSubstr("needless zero"));
  EXPECT_THAT(why_not("010 bp"), HasSubstr("needless zero"));
  EXPECT_THAT(why_not("1,5 %"), HasSubstr("the decimal point is '.'"));
  EXPECT_THAT(why_not(".5 %"), HasSubstr("write '0.5'"));
  EXPECT_EQ(why_not("0x1F"), "'0x1F' is not a number");
  EXPECT_EQ(why_not("nan"), "'nan' is not a number");
  EXPECT_EQ(why_not("inf %"), "'inf %' is not a number");
  EXPECT_EQ(why_not("+-3"), "'+-3' is not a number");
  EXPECT_EQ(why_not("--3 bp"), "'--3' is not a number");
  EXPECT_THAT(why_not("1e400"), HasSubstr("too large or too small"));
  EXPECT_THAT(why_not("1e400 %"), HasSubstr("too large or too small"));
  EXPECT_THAT(why_not("\xE2\x88\x92"
                      "5 %"),
              HasSubstr("U+2212"));
  EXPECT_EQ(why_not("3 "), "it ends in a space");
  EXPECT_EQ(why_not(" 3"), "' 3' is not a number");
  EXPECT_EQ(why_not("%"), "'%' is not a number");
}

TEST(ParseWeekRange, TakesOneWeekOrFirstToLast) {
  EXPECT_EQ(parse_week_range("3"), (WeekRange{3, 3}));
  EXPECT_EQ(parse_week_range("1-4"), (WeekRange{1, 4}));
  EXPECT_EQ(parse_week_range("2-2"), (WeekRange{2, 2}));
  for (const char* text : {"", "0", "0-3", "4-1", "1-", "-3", "1-2-3", "01", "1-04", "1 - 4", "1.5", "1..4",
                           "99999999999", "1-99999999999", "+1"}) {
    EXPECT_FALSE(parse_week_range(text).has_value()) << text;
  }
}

RC_GTEST_PROP(ParseNumber, ReadsBackEveryNumberText, (double value)) {
  RC_PRE(std::isfinite(value));
  RC_ASSERT(parse_number(number_text(value)) == std::optional<double>(value));
}

RC_GTEST_PROP(ParseQuantity, ReadsWhatIsWritten, ()) {
  const double value = *rc::gen::map(rc::gen::pair(rc::gen::inRange(-1'000'000, 1'000'000), rc::gen::inRange(0, 7)),
                                     [](std::pair<int, int> p) { return p.first / std::pow(10.0, p.second); });
  const std::string unit = *rc::gen::element<std::string>("", "%", " %", "bp", " bp", " m USD", " week", " weeks");
  const std::string sign = value > 0 && *rc::gen::arbitrary<bool>() ? "+" : "";
  std::string why;
  const auto result = parse_quantity(sign + number_text(value) + unit, why);
  RC_ASSERT(result.has_value());
  RC_ASSERT(result->value == value);
}

RC_GTEST_PROP(ParseQuantity, EitherAnswersOrSaysWhy, ()) {
  const std::string text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123.,+-eE %bpmUSDnwk xf_")));
  std::string why;
  const auto result = parse_quantity(text, why);
  RC_ASSERT(result.has_value() == why.empty());
  RC_ASSERT(!result || std::isfinite(result->value));
}

}  // namespace
}  // namespace ebbtide
