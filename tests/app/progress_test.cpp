#include "app/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Written text and a clock that stands still until told.
struct Stage {
  std::string written;
  double now = 100.0;
  Sink sink() {
    return [this](std::string_view text) { return written += text, true; };
  }
  SecondsClock clock() {
    return [this] { return now; };
  }
};

TEST(ProgressStyle, IsABarOnlyWhereOneCanBeSeen) {
  Environment terminal;
  terminal.err_is_terminal = true;
  terminal.term = "xterm";
  EXPECT_EQ(progress_style(terminal, false), ProgressStyle::bar);
  EXPECT_EQ(progress_style(terminal, true), ProgressStyle::silent);
  Environment dumb = terminal;
  dumb.term = "dumb";
  EXPECT_EQ(progress_style(dumb, false), ProgressStyle::lines);
  Environment automatic = terminal;
  automatic.continuous_integration = true;
  EXPECT_EQ(progress_style(automatic, false), ProgressStyle::lines);
  EXPECT_EQ(progress_style({}, false), ProgressStyle::lines);
}

TEST(ProgressBar, FillsFitsAndErasesItself) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::bar, 60, stage.sink(), stage.clock());
  progress.update(0, 4);
  stage.now += 2.0;
  progress.update(1, 4);
  EXPECT_THAT(stage.written, HasSubstr(" 25 %  2 s, 6 s left"));
  const std::size_t last_bar = stage.written.rfind('\r');
  EXPECT_LE(stage.written.size() - last_bar, 60U + 4U);
  progress.finish();
  EXPECT_TRUE(stage.written.ends_with("\r\x1b[Ksimulating: 2.0 s\n"));
}

TEST(ProgressBar, IsDrawnTenTimesASecondAtMost) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::bar, 80, stage.sink(), stage.clock());
  for (std::uint64_t done = 0; done < 1000; ++done) {
    stage.now += 0.001;
    progress.update(done, 1000);
  }
  const auto bars = std::count(stage.written.begin(), stage.written.end(), '\r');
  EXPECT_GE(bars, 9);
  EXPECT_LE(bars, 11);
}

TEST(ProgressBar, KeepsToANarrowTerminal) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::bar, 20, stage.sink(), stage.clock());
  progress.update(1, 2);
  EXPECT_THAT(stage.written, Not(HasSubstr("[=")));
}

TEST(ProgressBar, IsErasedWhenWorkEndsEarly) {
  Stage stage;
  {
    Progress progress("simulating", ProgressStyle::bar, 80, stage.sink(), stage.clock());
    progress.update(1, 2);
  }
  EXPECT_TRUE(stage.written.ends_with("\r\x1b[K"));
}

TEST(ProgressLines, AreFewAndPlain) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::lines, 80, stage.sink(), stage.clock());
  for (std::uint64_t done = 0; done <= 100; ++done) {
    stage.now += 0.6;
    progress.update(done, 100);
  }
  progress.finish();
  const auto lines = std::count(stage.written.begin(), stage.written.end(), '\n');
  EXPECT_EQ(lines, 11);
  EXPECT_THAT(stage.written, StartsWith("simulating: 10 %, 7 s, 59 s left\n"));
  EXPECT_THAT(stage.written, Not(HasSubstr("\r")));
}

TEST(ProgressLines, ShortWorkLeavesOneLine) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::lines, 80, stage.sink(), stage.clock());
  for (std::uint64_t done = 0; done <= 100; ++done) progress.update(done, 100);
  stage.now += 0.25;
  progress.finish();
  progress.finish();
  EXPECT_EQ(stage.written, "simulating: 0.2 s\n");
}

TEST(Progress, IsSilentWhenQuiet) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::silent, 80, stage.sink(), stage.clock());
  progress.update(1, 2);
  progress.finish();
  EXPECT_EQ(stage.written, "");
}

TEST(Progress, NeverGoesBackAndTakesCallsFromThreads) {
  Stage stage;
  Progress progress("simulating", ProgressStyle::bar, 80, stage.sink(), stage.clock());
  progress.update(50, 100);
  stage.now += 1.0;
  progress.update(40, 100);
  EXPECT_THAT(stage.written, Not(HasSubstr("40 %")));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&progress] {
      for (std::uint64_t done = 50; done <= 100; ++done) progress.update(done, 100);
    });
  }
  for (std::thread& thread : threads) thread.join();
  progress.finish();
  EXPECT_TRUE(stage.written.ends_with("simulating: 1.0 s\n"));
}

}  // namespace
}  // namespace ebbtide
