#include "app/verbs.h"

#include <filesystem>

#include "core/error.h"
#include "text/file.h"

namespace ebbtide {

void check_output(const std::string& file, bool force) {
  if (file == "-") return;
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) throw UsageError({"'" + file + "' is a folder, not a file"});
  if (!force && std::filesystem::exists(file, error)) throw UsageError({"'" + file + "' exists; --force replaces it"});
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, error))
    throw IoError("cannot write " + file + ": there is no folder " + folder.string());
}

void write_output(const std::string& file, bool force, const std::string& text, Console& console) {
  if (file == "-") {
    console.data(text);
    return;
  }
  check_output(file, force);
  std::error_code error;
  const std::string partial = file + ".partial";
  write_file(partial, text);
  std::filesystem::rename(partial, file, error);
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw IoError("cannot write " + file + ": " + error.message());
  }
}

}  // namespace ebbtide
