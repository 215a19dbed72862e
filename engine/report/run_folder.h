// A results folder that appears complete or not at all.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "report/manifest.h"

namespace ebbtide {

enum class Overwrite { never, force };

// Whether a run may be put at `target`: free or an empty folder; with force also an earlier run's folder, known by its
// manifest. Findings: output-exists, output-not-a-run. For asking before hours of simulation.
void check_target(const std::string& target, Overwrite overwrite, Findings& findings);

// Files are written to `<target>.partial-<process>` beside the target and flushed to disk; commit() renames it. Unless
// committed, the destructor removes it. Files of different names may be written at the same time.
class RunFolder {
 public:
  // Throws InputError as check_target finds, IoError when the folder cannot be created.
  RunFolder(const std::string& target, Overwrite overwrite);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  // Where a file is being put together, for writers that need a path.
  std::string path_of(const std::string& name) const;
  // Throws IoError with file and reason.
  OutputFile write(const std::string& name, const std::string& content) const;
  // Hash and size of a file that another writer put at path_of(name), flushed to disk.
  OutputFile adopt(const std::string& name) const;
  // Makes the folder visible under its name. With force the earlier run is exchanged for the new one in one step where
  // the file system can, and removed afterwards. Throws IoError.
  void commit();

 private:
  std::string target_;
  std::string partial_;
  Overwrite overwrite_;
  bool done_ = false;
};

}  // namespace ebbtide
