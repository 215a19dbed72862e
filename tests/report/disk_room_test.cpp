#include "report/disk_room.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/small_disk.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

template <typename Work>
std::string io_error_of(const Work& work) {
  try {
    work();
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}

TEST(DiskRoom, LeavesNothingBehind) {
  const TemporaryFolder temporary;
  require_room(temporary.path(), 100'000, "a file");
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(DiskRoom, TellsPurposeAndReasonWhereThereIsTooLittle) {
  const TemporaryFolder temporary;
  const SmallDisk disk(temporary.path(), "4m");
  if (!disk.mounted()) GTEST_SKIP() << "a small file system needs root and the right to mount";
  require_room(temporary.path(), 3'000'000, "a file");
  const std::string told = io_error_of([&] { require_room(temporary.path(), 6'000'000, "a file"); });
  EXPECT_THAT(told, HasSubstr("no room for a file (6 MB): No space left on device"));
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(DiskRoom, TellsAFolderThatIsNotThere) {
  const TemporaryFolder temporary;
  EXPECT_THAT(io_error_of([&] { require_room(temporary.file("missing"), 1, "a file"); }), HasSubstr("missing"));
}

}  // namespace
}  // namespace ebbtide
