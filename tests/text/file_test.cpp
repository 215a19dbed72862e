#include "text/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

std::string failure_of(const std::string& path, const std::string& content) {
  try {
    write_file(path, content);
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}

TEST(File, ReadsBackTheBytesItWrote) {
  const TemporaryFolder folder;
  const std::string content = std::string("a\0b\r\n\xFF", 6) + std::string(3'000'000, 'x');
  write_file(folder.file("a.bin"), content);
  EXPECT_EQ(read_file(folder.file("a.bin")), content);
  write_file(folder.file("a.bin"), "");
  EXPECT_EQ(read_file(folder.file("a.bin")), "");
}

TEST(File, ReadsNoMoreThanTheLimit) {
  const TemporaryFolder folder;
  write_file(folder.file("a"), "abcdef");
  std::string why;
  EXPECT_EQ(read_file(folder.file("a"), why, 4), "abcd");
  EXPECT_EQ(read_file("/dev/zero", why, 100).value().size(), 100u);
}

TEST(File, SaysWhyItCannotBeRead) {
  const TemporaryFolder folder;
  std::string why;
  EXPECT_FALSE(read_file(folder.file("absent"), why).has_value());
  EXPECT_EQ(why, "No such file or directory");
  EXPECT_FALSE(read_file(folder.path().string(), why).has_value());
  EXPECT_EQ(why, "is a directory");
  EXPECT_FALSE(read_file(folder.file("absent")).has_value());
}

TEST(File, SaysWhyItCannotBeWritten) {
  const TemporaryFolder folder;
  EXPECT_THAT(failure_of(folder.file("none/a"), "x"), HasSubstr("none/a: No such file or directory"));
  EXPECT_THAT(failure_of(folder.path().string(), "x"), HasSubstr("Is a directory"));
}

TEST(File, ReportsAFullDiskAndLeavesADeviceInPlace) {
  ASSERT_TRUE(std::filesystem::exists("/dev/full"));
  EXPECT_EQ(failure_of("/dev/full", "x"), "cannot write /dev/full: No space left on device");
  EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

TEST(File, WritesToADeviceThatCannotBeFlushed) {
  EXPECT_EQ(failure_of("/dev/null", "x"), "");
}

TEST(File, RemovesThePartialFile) {
  const TemporaryFolder folder;
  // A limit on file size stands in for a disk that fills up on the way.
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 1000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string why = failure_of(folder.file("big"), std::string(5000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_THAT(why, HasSubstr("File too large"));
  EXPECT_FALSE(std::filesystem::exists(folder.file("big")));
}

TEST(File, RespectsPermissions) {
  const TemporaryFolder folder;
  write_file(folder.file("a"), "x");
  ASSERT_EQ(chmod(folder.file("a").c_str(), 0), 0);
  // The superuser may do everything, and steps down for a moment.
  constexpr uid_t kNobody = 65534;
  const bool super = geteuid() == 0;
  if (super) {
    ASSERT_EQ(seteuid(kNobody), 0);
  }
  const std::string why = failure_of(folder.file("a"), "y");
  const bool readable = read_file(folder.file("a")).has_value();
  if (super) {
    ASSERT_EQ(seteuid(0), 0);
  }
  EXPECT_THAT(why, HasSubstr("Permission denied"));
  EXPECT_FALSE(readable);
}

// The example messages of FIPS 180-2, appendix B, the empty message, and lengths around the padding's limits, whose
// hashes sha256sum printed.
TEST(Sha256, GivesThePublishedHashes) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(sha256_hex(std::string(56, 'a')), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(sha256_hex(std::string(63, 'a')), "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
  EXPECT_EQ(sha256_hex(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  EXPECT_EQ(sha256_hex(std::string(119, 'a')), "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
  EXPECT_EQ(sha256_hex(std::string(120, 'a')), "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
}

}  // namespace
}  // namespace ebbtide
