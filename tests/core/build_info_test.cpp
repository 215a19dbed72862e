#include "core/build_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(BuildInfo, SaysWhatTheProgramWasBuiltFrom) {
  const BuildInfo& info = build_info();
  EXPECT_THAT(info.version, testing::MatchesRegex("[0-9]+[.][0-9]+[.][0-9]+"));
  EXPECT_TRUE(info.revision == "unknown" ||
              info.revision.substr(0, 40).find_first_not_of("0123456789abcdef") == std::string::npos)
      << info.revision;
  EXPECT_THAT(info.compiler, testing::MatchesRegex("[A-Za-z]+ [0-9.]+"));
  EXPECT_THAT(info.flags, testing::HasSubstr("-ffp-contract=off"));
}

TEST(BuildInfo, NamesNoFolderOfTheMachine) {
  EXPECT_THAT(build_info().flags, testing::Not(testing::HasSubstr("/")));
}

}  // namespace
}  // namespace ebbtide
