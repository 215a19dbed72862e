#include "text/source_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/findings.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;

constexpr std::size_t kLimit = 100;

std::vector<std::string> found_in(const std::string& text) {
  Findings findings;
  const bool read = check_source("f", text, kLimit, findings).has_value();
  EXPECT_EQ(read, !findings.has_errors());
  return short_findings(findings);
}

TEST(SourceText, CutsLinesAndDropsTheByteOrderMark) {
  Findings findings;
  const auto source = check_source("f",
                                   "\xEF\xBB\xBF"
                                   "a\r\n\nb\tc\nd",
                                   kLimit, findings);
  ASSERT_TRUE(source.has_value());
  EXPECT_THAT(source->lines, ElementsAre("a", "", "b\tc", "d"));
  EXPECT_EQ(source->text, "a\r\n\nb\tc\nd");
  EXPECT_THAT(check_source("f", "a\n", kLimit, findings).value().lines, ElementsAre("a"));
  EXPECT_THAT(check_source("f", "", kLimit, findings).value().lines, ElementsAre());
}

TEST(SourceText, RefusesBytesThatAreNoText) {
  EXPECT_THAT(found_in("ok\nZ\xFCrich"), ElementsAre("2:2 invalid-utf8"));
  EXPECT_THAT(found_in(std::string("a\nb\0c", 5)), ElementsAre("2:2 nul-byte"));
  EXPECT_THAT(found_in("a\n\xC3\xBC\x1b[31m"), ElementsAre("2:2 control-character"));
  EXPECT_THAT(found_in("a\x04"), ElementsAre("1:2 control-character"));
  EXPECT_THAT(found_in("a\x7F"), ElementsAre("1:2 control-character"));
  // UTF-16: three faults, three findings.
  EXPECT_THAT(found_in(std::string("\xFF\xFE"
                                   "a\0\x01\0",
                                   6)),
              ElementsAre("1:1 invalid-utf8", "1:4 nul-byte", "1:5 control-character"));
}

TEST(SourceText, RefusesMoreThanTheLimit) {
  EXPECT_THAT(found_in(std::string(kLimit, 'x')), ElementsAre());
  EXPECT_THAT(found_in(std::string(kLimit + 1, 'x')), ElementsAre("0:0 file-too-large"));
}

TEST(SourceText, NamesTheFileItCannotRead) {
  const TemporaryFolder folder;
  Findings findings;
  EXPECT_FALSE(load_source(folder.file("absent"), kLimit, findings).has_value());
  ASSERT_EQ(short_findings(findings), std::vector<std::string>{"0:0 unreadable-file"});
  EXPECT_EQ(findings.sorted()[0].where.file, folder.file("absent"));
  EXPECT_EQ(findings.sorted()[0].problem, "cannot be read: No such file or directory");
  Findings of_folder;
  EXPECT_FALSE(load_source(folder.path().string(), kLimit, of_folder).has_value());
  EXPECT_EQ(of_folder.sorted()[0].problem, "cannot be read: is a directory");
  write_file(folder.file("long"), std::string(kLimit + 1, 'x'));
  Findings of_long;
  EXPECT_FALSE(load_source(folder.file("long"), kLimit, of_long).has_value());
  EXPECT_THAT(short_findings(of_long), ElementsAre("0:0 file-too-large"));
}

TEST(SourceText, CountsColumnsInCharacters) {
  Findings findings;
  const auto source = check_source("f",
                                   "a\n\xC3\xBC\xE2\x82\xAC"
                                   "c\n",
                                   kLimit, findings);
  ASSERT_TRUE(source.has_value());
  EXPECT_EQ(position_of(*source, 0), (SourcePosition{"f", 1, 1}));
  EXPECT_EQ(position_of(*source, 1), (SourcePosition{"f", 1, 2}));
  EXPECT_EQ(position_of(*source, 2), (SourcePosition{"f", 2, 1}));
  EXPECT_EQ(position_of(*source, 7), (SourcePosition{"f", 2, 3}));
  EXPECT_EQ(position_of(*source, 1000), (SourcePosition{"f", 3, 1}));
  EXPECT_EQ(position_at("f", source->lines, 1, 5), (SourcePosition{"f", 2, 3}));
  EXPECT_EQ(position_at("f", source->lines, 9, 5), (SourcePosition{"f", 10, 6}));
  EXPECT_EQ(line_of(source->lines, {"f", 2, 1}),
            "\xC3\xBC\xE2\x82\xAC"
            "c");
  EXPECT_EQ(line_of(source->lines, {"f", 0, 0}), "");
  EXPECT_EQ(line_of(source->lines, {"f", 3, 1}), "");
}

}  // namespace
}  // namespace ebbtide
