// Applies the rules to the whole tree.
#include <gtest/gtest.h>

#include <functional>

#include "architecture/rules.h"

namespace ebbtide::architecture {
namespace {

const std::filesystem::path kRoot = EBBTIDE_SOURCE_DIR;
const std::set<std::string> kCode = {".h", ".cpp"};
const std::set<std::string> kScripts = {".h", ".cpp", ".py", ".sh", ".cmake"};
const std::set<std::string> kText = {".h",  ".cpp",  ".py",  ".sh",   ".cmake", ".txt",
                                     ".md", ".yaml", ".yml", ".json", ".csv",   ".in"};

std::set<std::string> paths_of(const std::vector<SourceFile>& files) {
  std::set<std::string> paths;
  for (const SourceFile& file : files) paths.insert(file.path);
  return paths;
}

// Fails with every violation, not the first.
void expect_none(const std::vector<SourceFile>& files, const std::function<Violations(const SourceFile&)>& rule) {
  ASSERT_FALSE(files.empty());
  for (const SourceFile& file : files) {
    for (const std::string& violation : rule(file)) ADD_FAILURE() << violation;
  }
}

TEST(Layers, AreDeclaredInTheOrderOfTheDesign) {
  const std::vector<SourceFile> cmake = read_sources(kRoot, "engine", {".txt"});
  ASSERT_EQ(cmake.size(), 1U);
  EXPECT_EQ(declared_layers(cmake.front().text), kLayers);
}

TEST(Layers, IncludeOnlyThemselvesAndLowerLayers) {
  expect_none(read_sources(kRoot, "engine", kCode), upward_includes);
}

TEST(Layers, KeepThirdPartyHeadersAtHome) {
  expect_none(read_sources(kRoot, "engine", kCode), strayed_third_party);
}

TEST(Layers, HaveNoClockEnvironmentLocaleOrHiddenState) {
  expect_none(read_sources(kRoot, "engine", kCode), forbidden_words);
}

TEST(Files, StayShort) {
  for (const char* folder : {"engine", "tests"}) {
    expect_none(read_sources(kRoot, folder, kScripts), [](const SourceFile& file) { return too_long(file); });
  }
}

TEST(Headers, AreGuardedAndComeFirstInTheirSource) {
  const std::vector<SourceFile> files = read_sources(kRoot, "engine", kCode);
  const std::set<std::string> paths = paths_of(files);
  expect_none(files, [&paths](const SourceFile& file) { return header_habits(file, paths); });
}

TEST(Tests, MirrorTheSources) {
  const std::set<std::string> engine = paths_of(read_sources(kRoot, "engine", kCode));
  expect_none(read_sources(kRoot, "tests", {".cpp"}),
              [&engine](const SourceFile& file) { return unmirrored_test(file, engine); });
}

TEST(Texts, NameNoMachineAndNoRegistry) {
  expect_none(read_sources(kRoot, ".", kText), machine_words);
}

}  // namespace
}  // namespace ebbtide::architecture
