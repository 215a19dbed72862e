// Whole files in and out, and the hash by which a manifest names them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace ebbtide {

// Bytes that read_file takes at most unless told otherwise.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;

// The bytes of a file, or nothing when it cannot be read; `why` then says so in a few words ("is a directory"). Of a
// longer file the first `limit` bytes.
std::optional<std::string> read_file(const std::string& path);
std::optional<std::string> read_file(const std::string& path, std::string& why, std::size_t limit = kMaxFileBytes);
// Writes and flushes to disk; throws IoError with the reason (disk full, permission) and removes the partial file.
void write_file(const std::string& path, const std::string& content);
// SHA-256 in lower-case hexadecimal, as `sha256sum` prints it.
std::string sha256_hex(const std::string& content);

}  // namespace ebbtide
