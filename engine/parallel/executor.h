// The executor everything parallel runs on. Work is numbered blocks; a result never depends on how many threads ran
// them.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace ebbtide {

enum class Backend { tbb, threads, serial };

// Safe to share between threads; one call of for_blocks may run inside a block of another.
class Executor {
 public:
  // threads = 0: as many as the machine has; the serial backend always has one. The thread sanitizer build uses
  // Backend::threads, since it does not understand oneTBB's synchronisation.
  explicit Executor(int threads = 0, Backend backend = default_backend());
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  int threads() const;

  // Calls work(block) once for every block in 0 .. count-1, in any order, on several threads, and returns when all are
  // done. What the blocks wrote is visible to the caller.
  // Exceptions: blocks not yet started are skipped after a failure; when all started blocks have ended, the exception
  // of the lowest block that failed is rethrown. stop: may be raised at any time, by a signal handler too; no further
  // block starts, and Interrupted is thrown once the started ones have ended, unless all were done by then. An
  // exception of a block goes before it.
  void for_blocks(std::size_t count, const std::function<void(std::size_t block)>& work,
                  const std::atomic<bool>* stop = nullptr) const;

  // threads where EBBTIDE_THREADS_BACKEND is defined, else tbb.
  static Backend default_backend();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ebbtide
