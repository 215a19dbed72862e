#include "app/verbs.h"

#include <filesystem>

#include "core/error.h"
#include "text/file.h"

namespace ebbtide {

void write_output(const std::string& file, bool force, const std::string& text, Console& console) {
  if (file == "-") {
    console.data(text);
    return;
  }
  std::error_code error;
  if (!force && std::filesystem::exists(file, error)) {
    throw UsageError({"'" + file + "' exists; --force replaces it"});
  }
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
