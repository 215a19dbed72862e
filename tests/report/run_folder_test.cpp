#include "report/run_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "core/error.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

void put_run(const std::string& target, const std::string& content, Overwrite overwrite = Overwrite::never) {
  RunFolder folder(target, overwrite);
  folder.write("manifest.json", "{\"schema\": \"ebbtide-manifest/1\"}");
  folder.write("summary.csv", content);
  folder.commit();
}

TEST(RunFolder, AppearsOnlyWhenComplete) {
  const TemporaryFolder temporary;
  const std::string target = temporary.file("results/monday");
  {
    RunFolder folder(target, Overwrite::never);
    const OutputFile file = folder.write("summary.csv", "a\n1\n");
    EXPECT_EQ(file.bytes, 4U);
    EXPECT_EQ(file.sha256, sha256_hex("a\n1\n"));
    EXPECT_FALSE(fs::exists(target));
    folder.commit();
    EXPECT_EQ(read_file(target + "/summary.csv"), "a\n1\n");
  }
  EXPECT_EQ(names_in(temporary.path() / "results"), std::vector<std::string>{"monday"});
}

TEST(RunFolder, LeavesNothingBehindWhenAbandoned) {
  const TemporaryFolder temporary;
  {
    RunFolder folder(temporary.file("monday"), Overwrite::never);
    folder.write("summary.csv", "half");
  }
  EXPECT_TRUE(names_in(temporary.path()).empty());
}

TEST(RunFolder, RefusesAnEarlierRunWithoutForce) {
  const TemporaryFolder temporary;
  put_run(temporary.file("monday"), "first");
  try {
    put_run(temporary.file("monday"), "second");
    FAIL() << "an earlier run was overwritten";
  } catch (const InputError& error) {
    EXPECT_EQ(error.findings().sorted().front().code, "output-exists");
    EXPECT_THAT(error.what(), HasSubstr("--force"));
  }
  EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "first");
  EXPECT_EQ(names_in(temporary.path()).size(), 1U);
}

TEST(RunFolder, ReplacesAnEarlierRunWithForceOnceTheNewOneIsComplete) {
  const TemporaryFolder temporary;
  put_run(temporary.file("monday"), "first");
  std::ofstream(temporary.file("monday/extra.txt")) << "of the first run";
  {
    RunFolder folder(temporary.file("monday"), Overwrite::force);
    folder.write("manifest.json", "{\"schema\": \"ebbtide-manifest/1\"}");
    EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "first");
    folder.write("summary.csv", "second");
    folder.commit();
  }
  EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "second");
  EXPECT_FALSE(fs::exists(temporary.file("monday/extra.txt")));
  EXPECT_EQ(names_in(temporary.path()), std::vector<std::string>{"monday"});
}

TEST(RunFolder, KeepsTheEarlierRunWhenTheNewOneFails) {
  const TemporaryFolder temporary;
  put_run(temporary.file("monday"), "first");
  { RunFolder folder(temporary.file("monday"), Overwrite::force); }
  EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "first");
  EXPECT_EQ(names_in(temporary.path()), std::vector<std::string>{"monday"});
}

TEST(RunFolder, NeverReplacesAFolderThatIsNotARun) {
  const TemporaryFolder temporary;
  fs::create_directories(temporary.path() / "holiday");
  std::ofstream(temporary.file("holiday/photo.txt")) << "dear";
  Findings findings;
  check_target(temporary.file("holiday"), Overwrite::force, findings);
  ASSERT_TRUE(findings.has_errors());
  EXPECT_EQ(findings.sorted().front().code, "output-not-a-run");
  EXPECT_THROW(RunFolder(temporary.file("holiday"), Overwrite::force), InputError);
  EXPECT_EQ(read_file(temporary.file("holiday/photo.txt")), "dear");
}

TEST(RunFolder, TakesAnEmptyFolderAndATrailingSlash) {
  const TemporaryFolder temporary;
  fs::create_directories(temporary.path() / "monday");
  put_run(temporary.file("monday/"), "first");
  EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "first");
  EXPECT_EQ(names_in(temporary.path()), std::vector<std::string>{"monday"});
}

TEST(RunFolder, RefusesATargetThatAppearedMeanwhile) {
  const TemporaryFolder temporary;
  {
    RunFolder folder(temporary.file("monday"), Overwrite::never);
    folder.write("summary.csv", "mine");
    fs::create_directories(temporary.path() / "monday");
    std::ofstream(temporary.file("monday/summary.csv")) << "theirs";
    EXPECT_THROW(folder.commit(), InputError);
  }
  EXPECT_EQ(read_file(temporary.file("monday/summary.csv")), "theirs");
  EXPECT_EQ(names_in(temporary.path()).size(), 1U);
}

TEST(RunFolder, SaysWhichFolderCannotBeCreatedAndWhy) {
  const TemporaryFolder temporary;
  std::ofstream(temporary.file("file")) << "not a folder";
  try {
    RunFolder folder(temporary.file("file/monday"), Overwrite::never);
    FAIL() << "a folder was created inside a file";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr(temporary.file("file")));
    EXPECT_THAT(error.what(), HasSubstr("Not a directory"));
  }
}

TEST(RunFolder, ClearsWhatAKilledProcessOfTheSameNumberLeft) {
  const TemporaryFolder temporary;
  const std::string stale = temporary.file("monday.partial-" + std::to_string(getpid()));
  fs::create_directories(stale);
  std::ofstream(stale + "/old.csv") << "old";
  put_run(temporary.file("monday"), "first");
  EXPECT_EQ(names_in(temporary.path() / "monday"), (std::vector<std::string>{"manifest.json", "summary.csv"}));
}

}  // namespace
}  // namespace ebbtide
