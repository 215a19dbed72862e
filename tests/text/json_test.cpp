#include "text/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "support/findings.h"
#include "support/properties.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> codes_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(parse_json("f.json", text, findings).has_value()) << text;
  return short_findings(findings);
}

TEST(Json, KeepsTheOrderOfKeysAndEveryType) {
  const std::string text =
      "{\n  \"z\": 1,\n  \"a\": [\n    true,\n    null,\n    -2,\n    0.1,\n    \"\xC3\xBC\"\n  ],\n  \"m\": {},\n"
      "  \"n\": 18446744073709551615\n}\n";
  Findings findings;
  const auto value = parse_json("f.json", text, findings);
  ASSERT_TRUE(value.has_value()) << render(findings, false);
  EXPECT_EQ(json_text(*value), text);
}

TEST(Json, RefusesToWriteNumbersThatAreNotFinite) {
  Json value;
  value["runs"] = Json::array({1.0, Json::object({{"x", std::nan("")}})});
  try {
    json_text(value);
    ADD_FAILURE();
  } catch (const NumericalError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/runs/1/x: nan is not a finite number"));
  }
  EXPECT_THROW(json_text(INFINITY), NumericalError);
}

TEST(Json, WritesBytesThatAreNoTextAsReplacementCharacters) {
  EXPECT_EQ(json_text(Json("Z\xFC")), "\"Z\xEF\xBF\xBD\"\n");
}

TEST(LoadJson, ReportsDuplicateKeysWithTheirPositions) {
  Findings findings;
  EXPECT_FALSE(
      parse_json("f.json", "{\"a\": 1,\n \"b\\\"\": {\"c\": 2, \"c\": 3},\n \"a\": 4, \"b\\u0022\": 5}", findings)
          .has_value());
  EXPECT_THAT(short_findings(findings), ElementsAre("2:18 duplicate-key", "3:2 duplicate-key", "3:10 duplicate-key"));
  EXPECT_EQ(findings.sorted()[1].expected, "each key once; the first is at line 1, column 2");
  EXPECT_EQ(findings.sorted()[2].expected, "each key once; the first is at line 2, column 2");
}

TEST(LoadJson, ReportsSyntaxErrorsWithTheirPosition) {
  EXPECT_THAT(codes_of("{\"a\": 1,\n \"b\": }\n"), ElementsAre("2:7 json-syntax"));
  EXPECT_THAT(codes_of("[1, 2"), ElementsAre(HasSubstr("1:6 json-syntax")));
  EXPECT_THAT(codes_of("{'a': 1}"), ElementsAre("1:2 json-syntax"));
  EXPECT_THAT(codes_of("[1] x"), ElementsAre("1:5 json-syntax"));
  EXPECT_THAT(codes_of("[NaN]"), ElementsAre(HasSubstr("json-syntax")));
  EXPECT_THAT(codes_of("[1e400]"), ElementsAre("1:6 json-syntax"));
  EXPECT_THAT(codes_of("[010]"), ElementsAre(HasSubstr("json-syntax")));
  EXPECT_THAT(codes_of("// no comments\n{}"), ElementsAre(HasSubstr("1:1 json-syntax")));
  Findings findings;
  parse_json("f.json", "[1,]", findings);
  EXPECT_THAT(findings.sorted()[0].problem, HasSubstr("not valid JSON: "));
  EXPECT_THAT(findings.sorted()[0].problem, testing::Not(HasSubstr("json.exception")));
}

TEST(LoadJson, BoundsTheDepth) {
  EXPECT_THAT(codes_of(std::string(65, '[') + std::string(65, ']')), ElementsAre("1:65 nested-too-deep"));
  EXPECT_THAT(codes_of(std::string(1'000'000, '[')), ElementsAre("1:65 nested-too-deep"));
  Findings findings;
  EXPECT_TRUE(parse_json("f", std::string(64, '[') + std::string(64, ']'), findings).has_value());
}

TEST(LoadJson, RejectsWhatIsNoTextOrNoFile) {
  EXPECT_THAT(codes_of("\"Z\xFC\""), ElementsAre("1:3 invalid-utf8"));
  EXPECT_THAT(codes_of(" \n"), ElementsAre("0:0 empty-file"));
  const TemporaryFolder folder;
  Findings findings;
  EXPECT_FALSE(load_json(folder.file("none"), findings).has_value());
  EXPECT_THAT(short_findings(findings), ElementsAre("0:0 unreadable-file"));
  write_file(folder.file("a"), "\xEF\xBB\xBF{\"a\": 1}");
  EXPECT_EQ(load_json(folder.file("a"), findings).value().at("a"), 1);
}

RC_GTEST_PROP(Json, ReadsBackEveryDouble, (double number)) {
  RC_PRE(std::isfinite(number));
  Findings findings;
  const auto value = parse_json("f", json_text(Json(number)), findings);
  RC_ASSERT(value.has_value());
  RC_ASSERT(value->get<double>() == number);
}

RC_GTEST_PROP(Json, ReadsBackEveryText, (std::string text)) {
  RC_PRE(text.find('\x7F') == std::string::npos);  // no input file may hold a control character as it is
  Findings findings;
  const auto value = parse_json("f", json_text(Json{{text, text}}), findings);
  RC_ASSERT(value.has_value());
  RC_ASSERT(value->begin().key() == value->begin()->get<std::string>());
}

}  // namespace
}  // namespace ebbtide
