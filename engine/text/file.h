// Whole files in and out, and the hash by which a manifest names them.
#pragma once

#include <optional>
#include <string>

namespace ebbtide {

std::optional<std::string> read_file(const std::string& path);
// Writes and flushes to disk; throws IoError with the reason (disk full, permission) and removes the partial file.
void write_file(const std::string& path, const std::string& content);
// SHA-256 in lower-case hexadecimal, as `sha256sum` prints it.
std::string sha256_hex(const std::string& content);

}  // namespace ebbtide
