// The executor everything parallel runs on. Work is numbered blocks; a result never depends on how many threads ran them.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace ebbtide {

enum class Backend { tbb, threads, serial };

class Executor {
 public:
  // threads = 0: as many as the machine has. The thread sanitizer build uses Backend::threads, since it does not
  // understand oneTBB's synchronisation.
  explicit Executor(int threads = 0, Backend backend = default_backend());
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  int threads() const;

  // Calls work(block) once for every block in 0 .. count-1, in any order, on several threads. Exceptions: the one of the lowest block
  // is rethrown after all started blocks ended. Blocks not yet started are skipped after a failure.
  void for_blocks(std::size_t count, const std::function<void(std::size_t block)>& work) const;

  static Backend default_backend();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ebbtide
