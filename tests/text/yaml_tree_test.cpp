#include "text/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "support/findings.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

YamlDocument read(const std::string& text) {
  Findings findings;
  auto document = parse_yaml("f.yaml", text, findings);
  EXPECT_TRUE(document.has_value()) << render(findings, false);
  return document.value_or(YamlDocument{});
}

std::vector<Finding> findings_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(parse_yaml("f.yaml", text, findings).has_value()) << text;
  return findings.sorted();
}

std::vector<std::string> codes_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(parse_yaml("f.yaml", text, findings).has_value()) << text;
  return short_findings(findings);
}

std::string place(const SourcePosition& where) {
  return std::to_string(where.line) + ":" + std::to_string(where.column);
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(YamlTree, KeepsKindsOrderAndPositions) {
  const YamlDocument document = read(
      "name: cuts fade\n"
      "conditions:\n"
      "  - {factor: dollar, change: [+12 bp, ~]}\n"
      "  - plain\n");
  const YamlNode& root = document.root;
  ASSERT_TRUE(root.is_map());
  ASSERT_EQ(root.entries.size(), 2u);
  EXPECT_EQ(root.entries[0].key, "name");
  EXPECT_EQ(place(root.entries[0].key_where), "1:1");
  EXPECT_EQ(place(root.entries[0].value.where), "1:7");
  EXPECT_EQ(root.find("name")->text, "cuts fade");
  EXPECT_EQ(root.find("nothing"), nullptr);
  const YamlNode* conditions = root.find("conditions");
  ASSERT_TRUE(conditions != nullptr && conditions->is_sequence());
  ASSERT_EQ(conditions->items.size(), 2u);
  const YamlNode* change = conditions->items[0].find("change");
  ASSERT_TRUE(change != nullptr && change->is_sequence());
  EXPECT_EQ(place(conditions->items[0].where), "3:5");
  EXPECT_EQ(change->items[0].text, "+12 bp");
  EXPECT_EQ(place(change->items[0].where), "3:31");
  EXPECT_TRUE(change->items[1].is_null());
  EXPECT_EQ(place(change->items[1].where), "3:39");
  EXPECT_TRUE(conditions->items[1].is_scalar());
  EXPECT_EQ(document.lines.size(), 4u);
  EXPECT_EQ(document.file, "f.yaml");
}

TEST(YamlTree, TellsQuotedTextFromPlain) {
  const YamlDocument document = read("a: '3'\nb: \"3\"\nc: 3\nd: |\n  text\ne: &x '4'\nf: *x\ng: ''\nh: 'null'\n");
  for (const char* key : {"a", "b", "d", "e", "f", "g", "h"}) EXPECT_TRUE(document.root.find(key)->quoted) << key;
  EXPECT_FALSE(document.root.find("c")->quoted);
  EXPECT_EQ(document.root.find("d")->text, "text\n");
  EXPECT_TRUE(document.root.find("h")->is_scalar());
}

TEST(YamlTree, LeavesNumbersAsTheyAreWritten) {
  const YamlDocument document = read("a: 010\nb: 0x1F\nc: yes\nd: 2026-01-19\ne: 1_000\n");
  EXPECT_EQ(document.root.find("a")->text, "010");
  EXPECT_EQ(document.root.find("b")->text, "0x1F");
  EXPECT_EQ(document.root.find("c")->text, "yes");
  EXPECT_EQ(document.root.find("d")->text, "2026-01-19");
}

TEST(YamlTree, PlacesAnAbsentValueAtItsKey) {
  const YamlDocument document = read("a: 1\nb:\nnullable: 2\nc: ~\nd: null\ne:\n");
  EXPECT_TRUE(document.root.find("b")->is_null());
  EXPECT_EQ(place(document.root.find("b")->where), "2:1");
  EXPECT_EQ(place(document.root.find("c")->where), "4:4");
  EXPECT_EQ(place(document.root.find("d")->where), "5:4");
  EXPECT_EQ(place(document.root.find("e")->where), "6:1");
}

TEST(YamlTree, PlacesAnAbsentItemAtItsDash) {
  const YamlDocument document = read("a:\n  - b\n  -\n  - ~\n  -\n");
  const YamlNode& list = *document.root.find("a");
  ASSERT_EQ(list.items.size(), 4u);
  EXPECT_EQ(place(list.items[1].where), "3:3");
  EXPECT_EQ(place(list.items[2].where), "4:5");
  EXPECT_EQ(place(list.items[3].where), "5:3");
}

TEST(YamlTree, CountsColumnsInCharactersAndLinesOfAnyEnd) {
  const YamlDocument document = read("\xEF\xBB\xBFz\xC3\xBCrich: [\xE2\x82\xAC, b]\r\nnext: 1\r\n");
  EXPECT_EQ(place(document.root.find("z\xC3\xBCrich")->items[1].where), "1:13");
  EXPECT_EQ(place(document.root.find("next")->where), "2:7");
  EXPECT_EQ(document.root.find("next")->text, "1");
  EXPECT_EQ(document.lines[1], "next: 1");
}

TEST(YamlTree, ExpandsAliases) {
  const YamlDocument document = read("a: &one {x: [1, 2]}\nb: *one\nc: [*one, *one]\n");
  EXPECT_EQ(document.root.find("b")->find("x")->items[1].text, "2");
  EXPECT_EQ(document.root.find("c")->items.size(), 2u);
  EXPECT_EQ(place(document.root.find("b")->find("x")->where), place(document.root.find("a")->find("x")->where));
  EXPECT_EQ(read("a: &x 1\nb: &x 2\nc: *x\n").root.find("c")->text, "2");
}

TEST(YamlTree, TakesOneDocumentWithItsMarks) {
  EXPECT_TRUE(read("%YAML 1.2\n---\na: 1\n...\n").root.is_map());
  EXPECT_TRUE(read("# comment\n\n- 1\n# end\n").root.is_sequence());
  EXPECT_TRUE(read("just text").root.is_scalar());
}

TEST(YamlTree, RejectsDuplicateKeysWithBothPositions) {
  const auto findings = findings_of("a: 1\nb: {c: 1, 'c': 2}\na: 3\n");
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].problem, "duplicate key 'c'");
  EXPECT_EQ(place(findings[0].where), "2:11");
  EXPECT_EQ(findings[1].code, "duplicate-key");
  EXPECT_EQ(findings[1].expected, "each key once; the first is at line 1, column 1");
  EXPECT_EQ(findings[1].source_line, "a: 3");
}

TEST(YamlTree, RejectsMergeKeysButTakesThemQuoted) {
  EXPECT_THAT(codes_of("d: &d {x: 1}\ne:\n  <<: *d\n  y: 2\n"), ElementsAre("3:3 merge-key"));
  EXPECT_EQ(read("'<<': 1\n").root.find("<<")->text, "1");
}

TEST(YamlTree, RejectsASecondDocument) {
  EXPECT_THAT(codes_of("a: 1\n---\nb: 2\n"), ElementsAre("2:1 second-document"));
  EXPECT_THAT(codes_of("a: 1\n...\n---\n"), Contains(HasSubstr("second-document")));
  EXPECT_THAT(codes_of("[1, 2]\n]\n"), Contains(HasSubstr("2:1")));
}

TEST(YamlTree, RejectsAnchorsThatContainThemselves) {
  EXPECT_THAT(codes_of("a: &x [1, *x]\n"), ElementsAre("1:11 cyclic-alias"));
  EXPECT_THAT(codes_of("a: &x {b: &y [*x], c: *y}\n"), ElementsAre("1:15 cyclic-alias"));
}

TEST(YamlTree, RejectsUnknownAnchors) {
  EXPECT_THAT(codes_of("a: *nowhere\n"), ElementsAre(HasSubstr("1:4 yaml-syntax")));
}

TEST(YamlTree, RejectsTagsWhereverTheyStand) {
  EXPECT_THAT(codes_of("a: !!int 3\nb: !mine {c: 1}\nd: [! x]\ne: !!null ~\nf: &n !q 1\n"),
              ElementsAre("1:4 yaml-tag", "2:4 yaml-tag", "3:5 yaml-tag", "4:4 yaml-tag", "5:4 yaml-tag"));
}

TEST(YamlTree, RejectsKeysThatAreNoText) {
  EXPECT_THAT(codes_of("? [a, b]\n: 1\nc: 2\n"), ElementsAre("1:3 key-not-text"));
  EXPECT_THAT(codes_of("{a: 1}: 2\n"), ElementsAre("1:1 key-not-text"));
  EXPECT_THAT(codes_of("~: 1\n"), ElementsAre("1:1 key-not-text"));
  EXPECT_THAT(codes_of("&x : *x\n"), ElementsAre("1:1 key-not-text"));
  EXPECT_THAT(codes_of("a: &x b\n*x : 1\n"), ElementsAre("2:1 key-not-text"));
}

TEST(YamlTree, RejectsTabsBeforeTextEverywhereAtOnce) {
  EXPECT_THAT(codes_of("a:\n\tb: 1\nc:\n  \td: 2\n"), ElementsAre("2:1 tab-indentation", "4:3 tab-indentation"));
  EXPECT_EQ(read("a: 1\t# after the value\n\t\nb: 2\n").root.entries.size(), 2u);
}

TEST(YamlTree, ReportsSyntaxErrorsWithTheirPosition) {
  const auto findings = findings_of("a: 1\nb: [1, 2\nc: 3\n");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "yaml-syntax");
  EXPECT_GE(findings[0].where.line, 2);
  EXPECT_THAT(findings[0].problem, HasSubstr("not valid YAML: "));
  EXPECT_THAT(codes_of("a: b: c\n"), ElementsAre("1:5 yaml-syntax"));
  EXPECT_THAT(codes_of("a: 'open"), ElementsAre(HasSubstr("yaml-syntax")));
  EXPECT_THAT(codes_of("a: 1\n b: 2\n"), ElementsAre("2:3 yaml-syntax"));
  EXPECT_THAT(codes_of("%YAML 9.9\n---\na: 1\n"), ElementsAre(HasSubstr("yaml-syntax")));
  EXPECT_THAT(codes_of("a: @b\n"), ElementsAre("1:4 yaml-syntax"));
}

TEST(YamlTree, RejectsQuotesThatAreNeverClosed) {
  EXPECT_THAT(codes_of("a: 'open\n"), ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(codes_of("a: \"open \\\"\n"), ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(codes_of("a: 'it''\n\n"), ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(codes_of("b: 1\na: &x # why\n  'open\n"), ElementsAre("2:4 yaml-syntax"));
  EXPECT_EQ(read("a: 'it''s'\nb: \"x\\\"y\"\nc: '\n  two lines'\n").root.entries.size(), 3u);
}

TEST(YamlTree, KeepsEarlierFindingsBesideASyntaxError) {
  EXPECT_THAT(codes_of("a: 1\na: 2\nb: [\n"), ElementsAre("2:1 duplicate-key", HasSubstr("yaml-syntax")));
}

TEST(YamlTree, RejectsFilesWithoutValues) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "~\n", "\xEF\xBB\xBF"}) {
    EXPECT_THAT(codes_of(text), ElementsAre("0:0 empty-file"));
  }
}

TEST(YamlTree, RejectsBytesThatAreNoText) {
  EXPECT_THAT(codes_of("a: Z\xFCrich\n"), ElementsAre("1:5 invalid-utf8"));
  EXPECT_THAT(codes_of(std::string("a: \0\n", 5)), ElementsAre("1:4 nul-byte"));
  // yaml-cpp takes U+0004 for the end of the file.
  EXPECT_THAT(codes_of("a: 1\n\x04\nb: 2\n"), ElementsAre("2:1 control-character"));
  EXPECT_THAT(codes_of("a: 1\rb: 2\n"), ElementsAre("1:5 control-character"));
}

TEST(YamlTree, BoundsTheSize) {
  const std::size_t limit = std::size_t{1} << 20;
  const std::string lines = repeated("- " + std::string(1021, 'x') + "\n", 1024);
  ASSERT_EQ(lines.size(), limit);
  EXPECT_EQ(read(lines).root.items.size(), 1024u);
  EXPECT_THAT(codes_of(lines + "\n"), ElementsAre("0:0 file-too-large"));
}

TEST(YamlTree, BoundsTheLengthOfLines) {
  const std::size_t limit = 16'384;
  EXPECT_TRUE(read("a: " + std::string(limit - 3, 'x')).root.is_map());
  EXPECT_THAT(codes_of("b: 1\na: " + std::string(limit - 2, 'x')), ElementsAre("2:0 line-too-long"));
}

TEST(YamlTree, KeepsFewOfAHundredThousandFindings) {
  Findings findings;
  EXPECT_FALSE(parse_yaml("f", repeated("[{}: 1]: 1\n", 90'000), findings).has_value());
  EXPECT_LE(findings.sorted().size(), 2 * Findings::kMostOfAKind);
  EXPECT_GE(findings.count(Severity::error), 90'000u);
}

TEST(YamlTree, BoundsTheDepth) {
  EXPECT_TRUE(read(repeated("[", 64) + repeated("]", 64)).root.is_sequence());
  EXPECT_THAT(codes_of(repeated("[", 65) + repeated("]", 65)), ElementsAre("1:65 nested-too-deep"));
  EXPECT_THAT(codes_of(repeated("[", 4'000)), ElementsAre(HasSubstr("nested-too-deep")));
  EXPECT_THAT(codes_of(repeated("{a: ", 4'000)), ElementsAre(HasSubstr("nested-too-deep")));
  EXPECT_THAT(codes_of(repeated("- ", 4'000)), ElementsAre(HasSubstr("nested-too-deep")));
  EXPECT_THAT(codes_of(repeated("? ", 4'000)), Contains(HasSubstr("nested-too-deep")));
}

TEST(YamlTree, BoundsTheDepthThatAliasesAddUp) {
  const std::string forty = repeated("[", 40) + repeated("]", 40);
  EXPECT_THAT(codes_of("a: &a " + forty + "\nb: " + repeated("[", 40) + "*a" + repeated("]", 40) + "\n"),
              ElementsAre(HasSubstr("nested-too-deep")));
}

TEST(YamlTree, BoundsWhatAliasesExpandTo) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [" + last + repeated(", " + last, 9) + "]\n";
  }
  EXPECT_THAT(codes_of(bomb), ElementsAre(HasSubstr("alias-expansion")));
  // Few nodes, but each a long text.
  const std::string long_text = repeated("  " + std::string(10'000, 'x') + "\n", 10);
  EXPECT_THAT(codes_of("a: &a |\n" + long_text + "b: [*a" + repeated(", *a", 2000) + "]\n"),
              ElementsAre(HasSubstr("alias-expansion")));
}

TEST(YamlTree, TakesTimeInProportionToTheSize) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "key_" + std::to_string(i) + ": 1\n";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(read(text).root.entries.size(), 50'000u);
  EXPECT_THAT(codes_of(repeated("-\n", 500'000)), ElementsAre(HasSubstr("alias-expansion")));
  // About a second for both; a search through the keys for each of them takes many times that.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(LoadYaml, ReadsFilesAndReportsUnreadableOnes) {
  const TemporaryFolder folder;
  write_file(folder.file("a.yaml"), "a: 1\n");
  Findings findings;
  EXPECT_EQ(load_yaml(folder.file("a.yaml"), findings)->root.find("a")->where.file, folder.file("a.yaml"));
  EXPECT_FALSE(load_yaml(folder.file("b.yaml"), findings).has_value());
  EXPECT_FALSE(load_yaml(folder.path().string(), findings).has_value());
  EXPECT_THAT(short_findings(findings), ElementsAre("0:0 unreadable-file", "0:0 unreadable-file"));
}

TEST(YamlReporter, FillsInFileAndSourceLine) {
  const YamlDocument document = read("a: 1\nb: 2\n");
  Findings findings;
  YamlReporter reporter(document, findings);
  reporter.error(document.root.find("b")->where, "some-code", "problem", "expected", "hint");
  reporter.warning({"", 1, 1}, "other-code", "watch");
  reporter.error({"parent.yaml", 1, 1}, "third-code", "elsewhere");
  const auto sorted = findings.sorted();
  ASSERT_EQ(sorted.size(), 3u);
  EXPECT_EQ(sorted[0].where.file, "f.yaml");
  EXPECT_EQ(sorted[0].severity, Severity::warning);
  EXPECT_EQ(sorted[0].source_line, "a: 1");
  EXPECT_EQ(sorted[1].source_line, "b: 2");
  EXPECT_EQ(sorted[1].suggestion, "hint");
  EXPECT_EQ(sorted[2].source_line, "") << "a line of another file";
}

}  // namespace
}  // namespace ebbtide
