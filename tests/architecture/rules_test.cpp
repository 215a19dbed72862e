// Every rule finds a violation planted for it and leaves the right form alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "architecture/rules.h"

namespace ebbtide::architecture {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(UpwardIncludes, AreFoundWithTheirLine) {
  const SourceFile file{"engine/stats/moments.cpp", "#include \"stats/moments.h\"\n\n#include \"model/law.h\"\n"};
  EXPECT_THAT(upward_includes(file), ElementsAre(HasSubstr("engine/stats/moments.cpp:3: stats includes model")));
}

TEST(UpwardIncludes, FindHeadersOutsideEveryLayer) {
  EXPECT_THAT(upward_includes({"engine/core/a.cpp", "  #include \"helpers/a.h\"\n"}),
              ElementsAre(HasSubstr("no layer")));
}

TEST(UpwardIncludes, AcceptTheGeneratedHeaderInCoreAlone) {
  EXPECT_THAT(upward_includes({"engine/core/build_info.cpp", "#include \"build_revision.h\"\n"}), IsEmpty());
  EXPECT_THAT(upward_includes({"engine/app/version.cpp", "#include \"build_revision.h\"\n"}),
              ElementsAre(HasSubstr("no layer")));
}

TEST(UpwardIncludes, AcceptOwnAndLowerLayers) {
  EXPECT_THAT(
      upward_includes({"engine/model/a.cpp", "#include \"model/a.h\"\n#include \"core/error.h\"\n#include <vector>\n"}),
      IsEmpty());
}

TEST(ThirdPartyHeaders, AreFoundOutsideTheirHome) {
  EXPECT_THAT(strayed_third_party({"engine/history/load.cpp", "#include <fmt/format.h>\n#include <yaml-cpp/yaml.h>\n"}),
              ElementsAre(HasSubstr("fmt/format.h"), HasSubstr("yaml-cpp/yaml.h")));
  EXPECT_THAT(strayed_third_party({"engine/math/a.cpp", "#include <boost/random/beta_distribution.hpp>\n"}),
              ElementsAre(HasSubstr("not at home in math")));
  EXPECT_THAT(strayed_third_party({"engine/math/a.cpp", "#include <boost/math/special_functions/beta.hpp>\n"}),
              IsEmpty());
  EXPECT_THAT(strayed_third_party({"engine/text/a.cpp", "#include <boost/algorithm/string.hpp>\n"}),
              ElementsAre(HasSubstr("not at home in text")));
}

TEST(ThirdPartyHeaders, RejectLibrariesTheProjectDoesNotUse) {
  EXPECT_THAT(strayed_third_party({"engine/app/a.cpp", "#include <zmq/zmq.hpp>\n#include <sys/stat.h>\n"}),
              ElementsAre(HasSubstr("no library the project uses")));
}

TEST(ThirdPartyHeaders, RejectTheStandardDistributions) {
  EXPECT_THAT(strayed_third_party({"engine/model/a.cpp", "#include <random>\n"}),
              ElementsAre(HasSubstr("engine/random")));
}

TEST(ForbiddenWords, AreFoundInCodeAndNotInCommentsOrTexts) {
  const std::string text =
      "// getenv is not for here\n"
      "const char* message = \"getenv \\\" getenv\";\n"
      "auto raw = R\"(getenv)\";\n"
      "auto home = std::getenv(\"HOME\");\n"
      "/* setlocale\n setlocale */ int separator = 1'000;\n"
      "auto now = std::chrono::steady_clock::now();\n"
      "  mutable int hidden = 0;\n";
  EXPECT_THAT(
      forbidden_words({"engine/model/a.cpp", text}),
      ElementsAre(HasSubstr("a.cpp:4: getenv"), HasSubstr("a.cpp:7: steady_clock"), HasSubstr("a.cpp:8: mutable")));
}

TEST(ForbiddenWords, RespectTheLayersThatMayUseThem) {
  EXPECT_THAT(forbidden_words({"engine/app/environment.cpp", "auto home = std::getenv(\"HOME\");\n"}), IsEmpty());
  EXPECT_THAT(forbidden_words({"engine/parallel/a.cpp", "std::thread::hardware_concurrency();\n"}), IsEmpty());
  EXPECT_THAT(forbidden_words({"engine/model/a.cpp", "auto grow = [n = 0]() mutable { return ++n; };\n"}), IsEmpty());
}

TEST(FileLength, CountsLines) {
  EXPECT_THAT(too_long({"a.cpp", std::string(400, '\n')}), IsEmpty());
  EXPECT_THAT(too_long({"a.cpp", std::string(401, '\n')}), ElementsAre("a.cpp: 401 lines, at most 400"));
}

TEST(HeaderHabits, FindAMissingGuardAndALateOwnHeader) {
  const std::set<std::string> paths = {"engine/core/a.h", "engine/core/a.cpp", "engine/app/main.cpp"};
  EXPECT_THAT(header_habits({"engine/core/a.h", "int a();\n"}, paths), ElementsAre(HasSubstr("pragma once")));
  EXPECT_THAT(header_habits({"engine/core/a.cpp", "#include <vector>\n#include \"core/a.h\"\n"}, paths),
              ElementsAre(HasSubstr("does not come first")));
  EXPECT_THAT(header_habits({"engine/core/a.cpp", "#include \"core/a.h\"\n"}, paths), IsEmpty());
  EXPECT_THAT(header_habits({"engine/app/main.cpp", "#include <vector>\n"}, paths), IsEmpty());
}

TEST(MirroredTests, MissTheirSource) {
  const std::set<std::string> engine = {"engine/core/unit.h"};
  EXPECT_THAT(unmirrored_test({"tests/core/units_test.cpp", ""}, engine),
              ElementsAre(HasSubstr("engine/core/units.h")));
  EXPECT_THAT(unmirrored_test({"tests/core/unit_test.cpp", ""}, engine), IsEmpty());
  EXPECT_THAT(unmirrored_test({"tests/program/anything_test.cpp", ""}, engine), IsEmpty());
}

TEST(MachineWords, AreFoundWithTheirLine) {
  EXPECT_THAT(machine_words({"docs/a.md",
                             "fine\nsee /ho"
                             "me/someone/file\n"}),
              ElementsAre(HasSubstr("docs/a.md:2")));
  EXPECT_THAT(machine_words({"docs/a.md", "a folder named frame/work/flow\n"}), IsEmpty());
  EXPECT_THAT(machine_words({"docs/a.md", "at work and at home\n"}), IsEmpty());
}

TEST(DeclaredLayers, AreReadFromTheBuildFile) {
  EXPECT_THAT(declared_layers("find_package(x)\nebbtide_layer(core LINKS fmt::fmt)\nebbtide_layer(stats)\n"),
              ElementsAre("core", "stats"));
}

}  // namespace
}  // namespace ebbtide::architecture
