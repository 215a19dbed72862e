#include "app/color.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

Environment with(const char* term, const char* no_color = "", const char* clicolor_force = "") {
  Environment environment;
  environment.term = term;
  environment.no_color = no_color;
  environment.clicolor_force = clicolor_force;
  return environment;
}

TEST(Color, IsForTerminalsThatKnowIt) {
  EXPECT_TRUE(use_color(ColorChoice::automatic, true, with("xterm")));
  EXPECT_FALSE(use_color(ColorChoice::automatic, false, with("xterm")));
  EXPECT_FALSE(use_color(ColorChoice::automatic, true, with("dumb")));
}

TEST(Color, NoColorWinsOverClicolorForce) {
  EXPECT_FALSE(use_color(ColorChoice::automatic, true, with("xterm", "1")));
  EXPECT_FALSE(use_color(ColorChoice::automatic, true, with("xterm", "0", "1")));
  EXPECT_TRUE(use_color(ColorChoice::automatic, false, with("", "", "1")));
  EXPECT_TRUE(use_color(ColorChoice::automatic, false, with("dumb", "", "yes")));
  EXPECT_FALSE(use_color(ColorChoice::automatic, false, with("xterm", "", "0")));
}

TEST(Color, TheOptionWinsOverTheEnvironment) {
  EXPECT_TRUE(use_color(ColorChoice::always, false, with("dumb", "1")));
  EXPECT_FALSE(use_color(ColorChoice::never, true, with("xterm", "", "1")));
}

}  // namespace
}  // namespace ebbtide
