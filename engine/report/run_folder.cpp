#include "report/run_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/error.h"
#include "core/format.h"
#include "text/file.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

IoError io_error(const std::string& path, const std::string& doing, int reason) {
  return IoError(format("{}: {}: {}", path, doing, std::strerror(reason)));
}

// "results/a/" and "results/a" are the same folder.
std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

void flush_to_disk(const std::string& path) {
  const int handle = open(path.c_str(), O_RDONLY);
  if (handle < 0) throw io_error(path, "cannot be opened", errno);
  const int result = fsync(handle);
  const int reason = errno;
  close(handle);
  // Some file systems cannot flush folders; then there is nothing to do.
  if (result != 0 && reason != EINVAL && reason != EROFS) throw io_error(path, "cannot be flushed to disk", reason);
}

bool holds_a_run(const std::string& folder) {
  const std::optional<std::string> manifest = read_file(folder + "/manifest.json");
  return manifest && manifest->find("\"ebbtide-manifest/") != std::string::npos;
}

bool is_empty_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) && fs::is_empty(path, error) && !error;
}

void rename_folder(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) throw io_error(to, "the finished folder cannot take its name", errno);
}

void remove_folder(const std::string& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

// True when both names now stand for each other's folder; false when the file system has no such step.
bool exchange_folders(const std::string& a, const std::string& b) {
  if (renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) return true;
  if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) return false;
  throw io_error(b, "the earlier run cannot be replaced", errno);
}

// The earlier run steps aside under another name and comes back if the new one cannot take its place.
void replace_in_two_steps(const std::string& partial, const std::string& target) {
  const std::string aside = format("{}.replaced-{}", target, getpid());
  rename_folder(target, aside);
  if (std::rename(partial.c_str(), target.c_str()) != 0) {
    const int reason = errno;
    rename_folder(aside, target);
    throw io_error(target, "the earlier run cannot be replaced", reason);
  }
  remove_folder(aside);
}

}  // namespace

void check_target(const std::string& target, Overwrite overwrite, Findings& findings) {
  const std::string path = without_slash(target);
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error)) || is_empty_folder(path)) return;
  Finding finding;
  finding.where.file = path;
  if (overwrite == Overwrite::never) {
    finding.code = "output-exists";
    finding.problem = "the results folder exists already";
    finding.expected = "a name that is free";
    finding.suggestion =
        holds_a_run(path) ? "give another --output, or --force to replace the earlier run" : "give another --output";
  } else if (!holds_a_run(path)) {
    finding.code = "output-not-a-run";
    finding.problem = "what stands there is not a results folder of this program (no manifest.json), so it is kept";
    finding.expected = "an earlier run, an empty folder or a free name";
    finding.suggestion = "give another --output, or remove it yourself";
  } else {
    return;
  }
  findings.add(std::move(finding));
}

RunFolder::RunFolder(const std::string& target, Overwrite overwrite)
    : target_(without_slash(target)), partial_(format("{}.partial-{}", target_, getpid())), overwrite_(overwrite) {
  Findings findings;
  check_target(target_, overwrite_, findings);
  if (findings.has_errors()) throw InputError(std::move(findings));
  std::error_code error;
  fs::create_directories(parent_of(target_), error);
  if (error) throw io_error(parent_of(target_), "the folder cannot be created", error.value());
  // Left behind by a process of the same number that was killed.
  remove_folder(partial_);
  if (mkdir(partial_.c_str(), 0777) != 0) throw io_error(partial_, "the folder cannot be created", errno);
}

RunFolder::~RunFolder() {
  if (!done_) remove_folder(partial_);
}

std::string RunFolder::path_of(const std::string& name) const {
  return partial_ + "/" + name;
}

OutputFile RunFolder::write(const std::string& name, const std::string& content) const {
  write_file(path_of(name), content);
  return {name, sha256_hex(content), content.size(), std::nullopt};
}

OutputFile RunFolder::adopt(const std::string& name) const {
  flush_to_disk(path_of(name));
  const std::optional<std::string> content = read_file(path_of(name));
  if (!content) throw IoError(format("{}: cannot be read back", path_of(name)));
  return {name, sha256_hex(*content), content->size(), std::nullopt};
}

void RunFolder::commit() {
  flush_to_disk(partial_);
  std::error_code error;
  const bool earlier_run = fs::exists(target_, error) && !is_empty_folder(target_);
  if (!earlier_run) {
    rename_folder(partial_, target_);
  } else {
    // The target may have appeared while this run was computed.
    Findings findings;
    check_target(target_, overwrite_, findings);
    if (findings.has_errors()) throw InputError(std::move(findings));
    if (exchange_folders(partial_, target_)) {
      remove_folder(partial_);
    } else {
      replace_in_two_steps(partial_, target_);
    }
  }
  done_ = true;
  flush_to_disk(parent_of(target_));
}

}  // namespace ebbtide
