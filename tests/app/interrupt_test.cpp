#include "app/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

namespace ebbtide {
namespace {

TEST(InterruptFlag, IsRaisedByTheFirstSignalAndLeavesTheSecondToEndTheProgram) {
  InterruptFlag flag;
  EXPECT_FALSE(flag.raised());
  EXPECT_EQ(interrupt_code(), ExitCode::fine);
  std::raise(SIGINT);
  EXPECT_TRUE(flag.raised());
  EXPECT_EQ(interrupt_code(), ExitCode::interrupted);
  struct sigaction now {};
  sigaction(SIGINT, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

TEST(InterruptFlag, TellsTerminationFromInterruption) {
  InterruptFlag flag;
  std::raise(SIGTERM);
  EXPECT_TRUE(flag.raised());
  EXPECT_EQ(interrupt_code(), ExitCode::terminated);
}

TEST(InterruptFlag, PutsTheDefaultBack) {
  { const InterruptFlag flag; }
  struct sigaction now {};
  sigaction(SIGTERM, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

}  // namespace
}  // namespace ebbtide
