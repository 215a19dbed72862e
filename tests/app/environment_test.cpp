#include "app/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ebbtide {
namespace {

TEST(Environment, ReadsTheVariablesThatMatter) {
  setenv("NO_COLOR", "1", 1);
  setenv("CLICOLOR_FORCE", "2", 1);
  setenv("TERM", "vt100", 1);
  setenv("CI", "true", 1);
  const Environment set = read_environment();
  EXPECT_EQ(set.no_color, "1");
  EXPECT_EQ(set.clicolor_force, "2");
  EXPECT_EQ(set.term, "vt100");
  EXPECT_TRUE(set.continuous_integration);
  for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE", "TERM", "CI"}) unsetenv(name);
  const Environment unset = read_environment();
  EXPECT_EQ(unset.no_color + unset.clicolor_force + unset.term, "");
  EXPECT_FALSE(unset.continuous_integration);
  EXPECT_GT(unset.columns, 0);
}

}  // namespace
}  // namespace ebbtide
