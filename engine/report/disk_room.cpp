#include "report/disk_room.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"
#include "core/format.h"

namespace ebbtide {

void require_room(const std::string& folder, std::int64_t bytes, const std::string& purpose) {
  const std::string probe = (std::filesystem::path(folder) / "room.tmp").string();
  const int file = open(probe.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) throw IoError(format("{}: cannot be created: {}", probe, std::strerror(errno)));
  const int refused = posix_fallocate(file, 0, static_cast<off_t>(bytes));
  close(file);
  unlink(probe.c_str());
  if (refused == ENOSPC || refused == EFBIG || refused == EDQUOT) {
    throw IoError(format("{}: no room for {} ({} MB): {}", folder, purpose, bytes / 1'000'000, std::strerror(refused)));
  }
}

}  // namespace ebbtide
