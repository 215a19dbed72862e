// Runs the built program as a user does: arguments, environment, streams or a terminal; gives back what it said.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace ebbtide::test {

struct Ending {
  int exit_code = -1;  // -signal when a signal ended it
  std::string out;
  std::string err;
};

enum class Stream { captured, closed, full, unread };

struct Call {
  std::vector<std::string> words;                         // without the program's name
  std::vector<std::string> environment = {"TERM=xterm"};  // nothing is inherited but PATH
  std::string folder = EBBTIDE_SOURCE_DIR;
  Stream out = Stream::captured;
  bool terminal = false;  // standard output and error are one terminal; its text is in `out`
  // Called once when the text is first seen in what was said; gets the process id.
  std::string wait_for = {};
  std::function<void(pid_t)> then = {};
};

namespace detail {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  void reset(int number = -1) {
    if (number_ >= 0) close(number_);
    number_ = number;
  }

 private:
  int number_;
};

inline void open_pipe(Descriptor& reading, Descriptor& writing) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  reading.reset(ends[0]);
  writing.reset(ends[1]);
}

inline void open_terminal(Descriptor& reading, Descriptor& writing) {
  reading.reset(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (reading.get() < 0 || grantpt(reading.get()) != 0 || unlockpt(reading.get()) != 0)
    throw std::runtime_error("no terminal");
  writing.reset(open(ptsname(reading.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  const winsize size{.ws_row = 24, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
  ioctl(writing.get(), TIOCSWINSZ, &size);
}

// Reads both streams until their writers are gone.
inline void drain(int out, int err, pid_t process, const Call& call, Ending& ending) {
  std::array<pollfd, 2> streams = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  bool waiting = !call.wait_for.empty();
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (poll(streams.data(), streams.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].fd < 0 || streams[i].revents == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t count = read(streams[i].fd, buffer.data(), buffer.size());
      // A terminal whose last writer is gone ends with EIO.
      if (count <= 0) streams[i].fd = -1;
      if (count > 0) (i == 0 ? ending.out : ending.err).append(buffer.data(), static_cast<std::size_t>(count));
    }
    if (waiting && (ending.out + ending.err).find(call.wait_for) != std::string::npos) {
      waiting = false;
      call.then(process);
    }
  }
}

}  // namespace detail

inline Ending run_program(const Call& call) {
  detail::Descriptor out_reading, out_writing, err_reading, err_writing;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addchdir_np(&actions, call.folder.c_str());
  if (call.terminal) {
    detail::open_terminal(out_reading, out_writing);
    posix_spawn_file_actions_adddup2(&actions, out_writing.get(), 2);
  } else {
    detail::open_pipe(out_reading, out_writing);
    detail::open_pipe(err_reading, err_writing);
    posix_spawn_file_actions_adddup2(&actions, err_writing.get(), 2);
  }
  if (call.out == Stream::closed) posix_spawn_file_actions_addclose(&actions, 1);
  if (call.out == Stream::full) posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0);
  if (call.out == Stream::captured || call.out == Stream::unread)
    posix_spawn_file_actions_adddup2(&actions, out_writing.get(), 1);
  if (call.out == Stream::unread) out_reading.reset();

  std::vector<std::string> words = call.words;
  words.insert(words.begin(), EBBTIDE_PROGRAM);
  std::vector<std::string> environment = call.environment;
  environment.push_back("PATH=/usr/bin:/bin");
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& setting : environment) envp.push_back(setting.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_t process = 0;
  const int failure = posix_spawn(&process, EBBTIDE_PROGRAM, &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("cannot start " EBBTIDE_PROGRAM);
  out_writing.reset();
  err_writing.reset();

  Ending ending;
  detail::drain(out_reading.get(), err_reading.get(), process, call, ending);
  int status = 0;
  waitpid(process, &status, 0);
  ending.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return ending;
}

inline Ending run_program(const std::vector<std::string>& words) {
  return run_program(Call{.words = words});
}

// A folder of one test, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ebbtide_test_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::string write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace ebbtide::test
