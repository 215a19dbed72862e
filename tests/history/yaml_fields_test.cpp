#include "history/yaml_fields.h"

#include <gtest/gtest.h>

#include "support/shipped.h"

namespace ebbtide {
namespace {

// Parses a text, reads it with `read`, and gives the codes of the findings.
template <typename Read>
std::vector<std::string> codes_of(const std::string& text, const Read& read) {
  Findings findings;
  const auto document = parse_yaml("t.yaml", text, findings);
  EXPECT_TRUE(document) << render(findings, false);
  YamlReporter reporter(*document, findings);
  const YamlFields fields(document->root, "thing", {"a", "b"}, reporter);
  read(fields, document->root, reporter);
  std::vector<std::string> list;
  for (const Finding& finding : findings.sorted()) list.push_back(finding.code);
  return list;
}

using Codes = std::vector<std::string>;

TEST(YamlFields, ReportsEveryUnknownKeyWithASuggestion) {
  Findings findings;
  const auto document = parse_yaml("t.yaml", "alpha: 1\nbetta: 2\n", findings);
  ASSERT_TRUE(document) << render(findings, false);
  YamlReporter reporter(*document, findings);
  const YamlFields fields(document->root, "thing", {"alpha_", "beta"}, reporter);
  ASSERT_EQ(findings.sorted().size(), 2U);
  EXPECT_EQ(findings.sorted()[1].where, (SourcePosition{"t.yaml", 2, 1}));
  EXPECT_NE(findings.sorted()[1].suggestion.find("beta"), std::string::npos);
}

TEST(YamlFields, DistinguishesAbsentFromWrong) {
  EXPECT_EQ(codes_of("b: 1\n", [](const auto& fields, const auto&, auto&) { EXPECT_FALSE(fields.text("a")); }),
            Codes{"missing-key"});
  EXPECT_EQ(codes_of("a:\n", [](const auto& fields, const auto&, auto&) { EXPECT_FALSE(fields.text("a")); }),
            Codes{"wrong-type"});
  EXPECT_EQ(codes_of("b: 1\n", [](const auto& fields, const auto&, auto&) { EXPECT_FALSE(fields.flag_or_false("a")); }),
            Codes{});
}

TEST(YamlFields, CountsFromZeroToTheLargest) {
  const auto count = [](const std::string& text, std::optional<int> expected) {
    return codes_of("a: " + text + "\n",
                    [expected](const auto& fields, const auto&, auto&) { EXPECT_EQ(fields.count("a", 30), expected); });
  };
  EXPECT_EQ(count("0", 0), Codes{});
  EXPECT_EQ(count("30", 30), Codes{});
  for (const char* wrong : {"31", "-1", "1.5", "010", "\"3\"", "99999999999999999999"}) {
    EXPECT_EQ(count(wrong, std::nullopt), Codes{"invalid-number"}) << wrong;
  }
}

TEST(YamlFields, TakesOnlyFridays) {
  const auto friday = [](const std::string& text) {
    return codes_of("a: " + text + "\n", [](const auto& fields, const auto&, auto&) { fields.friday("a"); });
  };
  EXPECT_EQ(friday("2026-01-23"), Codes{});
  EXPECT_EQ(friday("2026-01-24"), Codes{"not-a-friday"});
  EXPECT_EQ(friday("2026-1-23"), Codes{"invalid-date"});
  EXPECT_EQ(friday("\"2026-01-23\""), Codes{"invalid-date"});
}

TEST(YamlFields, ReadsSharesAsFractions) {
  const auto share = [](const std::string& text, std::optional<double> expected) {
    return codes_of("a: " + text + "\n", [expected](const auto&, const YamlNode& root, YamlReporter& reporter) {
      EXPECT_EQ(yaml_share(*root.find("a"), "a", reporter), expected);
    });
  };
  EXPECT_EQ(share("12.5 %", 0.125), Codes{});
  EXPECT_EQ(share("0 %", 0.0), Codes{});
  EXPECT_EQ(share("100%", 1.0), Codes{});
  for (const char* wrong : {"0.5", "101 %", "-1 %", "5 bp", "many"}) {
    EXPECT_EQ(share(wrong, std::nullopt), Codes{"invalid-quantity"}) << wrong;
  }
}

TEST(YamlFields, OfSomethingElseThanAMapReportsOnlyThat) {
  EXPECT_EQ(codes_of("- a\n- b\n",
                     [](const auto& fields, const auto&, auto&) {
                       EXPECT_FALSE(fields.is_map());
                       EXPECT_EQ(fields.required("a"), nullptr);
                     }),
            Codes{"wrong-type"});
}

}  // namespace
}  // namespace ebbtide
