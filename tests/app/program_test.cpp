#include "app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

struct Said {
  ExitCode code = ExitCode::fine;
  std::string out;
  std::string err;
};

Said run(const std::vector<std::string>& words) {
  Said said;
  said.code = run_program(
      words, {}, [&said](std::string_view text) { return said.out += text, true; },
      [&said](std::string_view text) { return said.err += text, true; });
  return said;
}

TEST(RunProgram, PrintsHelpOnStandardOutput) {
  const Said said = run({"--help"});
  EXPECT_EQ(said.code, ExitCode::fine);
  EXPECT_THAT(said.out, HasSubstr("Usage: ebbtide"));
  EXPECT_EQ(said.err, "");
}

TEST(RunProgram, PointsToTheHelpOfTheVerb) {
  const Said said = run({"validate"});
  EXPECT_EQ(said.code, ExitCode::bad_input);
  EXPECT_EQ(said.out, "");
  EXPECT_THAT(said.err, HasSubstr("see: ebbtide validate --help"));
}

TEST(RunProgram, TurnsAnUnwritableStandardOutputIntoAnIoFailure) {
  std::string err;
  const ExitCode code = run_program(
      {"version"}, {}, [](std::string_view) -> bool { throw IoError("cannot write to standard output: it is full"); },
      [&err](std::string_view text) { return err += text, true; });
  EXPECT_EQ(code, ExitCode::io_failure);
  EXPECT_EQ(err, "error: cannot write to standard output: it is full\n");
}

TEST(RunProgram, TellsNothingToDoFromBadInput) {
  EXPECT_EQ(run({"validate", "no_such_folder/*.yaml"}).code, ExitCode::nothing_to_do);
  EXPECT_EQ(run({"validate", "no_such.yaml"}).code, ExitCode::bad_input);
}

}  // namespace
}  // namespace ebbtide
