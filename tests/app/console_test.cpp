#include "app/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Captured {
  std::string out;
  std::string err;
  Sink out_sink() {
    return [this](std::string_view text) { return out += text, true; };
  }
  Sink err_sink() {
    return [this](std::string_view text) { return err += text, true; };
  }
};

Findings one_finding(Severity severity) {
  Findings findings;
  findings.add({.code = "odd", .severity = severity, .problem = "an odd thing"});
  return findings;
}

TEST(Console, KeepsDataAndMessagesApart) {
  Captured captured;
  Console console(captured.out_sink(), captured.err_sink(), {}, {});
  console.data("a,b\n1,2\n");
  console.note("note {}");
  console.warn("careful");
  console.error("wrong");
  EXPECT_EQ(captured.out, "a,b\n1,2\n");
  EXPECT_EQ(captured.err, "note {}\nwarning: careful\nerror: wrong\n");
}

TEST(Console, QuietSilencesNotesAndWarningReportsOnly) {
  Captured captured;
  Console console(captured.out_sink(), captured.err_sink(), {}, {.quiet = true});
  console.note("note");
  console.report(one_finding(Severity::warning));
  EXPECT_EQ(captured.err, "");
  console.report(one_finding(Severity::error));
  EXPECT_THAT(captured.err, HasSubstr("an odd thing"));
  console.warn("careful");
  EXPECT_THAT(captured.err, HasSubstr("careful"));
}

TEST(Console, ColoursOnlyWhenAsked) {
  Captured captured;
  Console plain(captured.out_sink(), captured.err_sink(), {}, {});
  plain.error("wrong");
  plain.report(one_finding(Severity::error));
  EXPECT_THAT(captured.err, Not(HasSubstr("\x1b[")));
  Console colored(captured.out_sink(), captured.err_sink(), {}, {.color = ColorChoice::always});
  colored.error("wrong");
  EXPECT_THAT(captured.err, HasSubstr("\x1b[1;31merror: \x1b[0mwrong"));
}

TEST(Console, DropsDataWhoseReaderIsGone) {
  int calls = 0;
  Captured captured;
  Console console([&calls](std::string_view) { return ++calls, false; }, captured.err_sink(), {}, {});
  console.data("one");
  console.data("two");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(captured.err, "");
}

TEST(DescriptorSink, SaysWhyItCannotWrite) {
  EXPECT_THROW(descriptor_sink(-1, "standard output")("text"), IoError);
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_TRUE(descriptor_sink(ends[1], "pipe")("text"));
  char read_back[4] = {};
  EXPECT_EQ(read(ends[0], read_back, 4), 4);
  EXPECT_EQ(std::string(read_back, 4), "text");
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace ebbtide
