// Whether a disk has room for files that are about to be written.
#pragma once

#include <cstdint>
#include <string>

namespace ebbtide {

// Claims `bytes` in the folder and gives them back. Throws IoError, naming folder and purpose ("the workbook's parts"),
// when there is no such room or the folder cannot be written. A file system that cannot claim room is trusted.
void require_room(const std::string& folder, std::int64_t bytes, const std::string& purpose);

}  // namespace ebbtide
