#include "parallel/executor.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

// One call of for_blocks: runs blocks on request from any thread, and keeps what went wrong.
class Run {
 public:
  Run(const std::function<void(std::size_t)>& work, const std::atomic<bool>* stop) : work_(work), stop_(stop) {}

  // Runs the block unless the run has ended early. Never throws.
  void block(std::size_t number) noexcept {
    if (ended()) return;
    try {
      work_(number);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_ || number < failed_block_) {
        failure_ = std::current_exception();
        failed_block_ = number;
      }
      failed_ = true;
    }
  }

  // True when no further block may start.
  bool ended() noexcept {
    if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) interrupted_ = true;
    return failed_ || interrupted_;
  }

  void finish() {
    if (failure_) std::rethrow_exception(failure_);
    if (interrupted_) throw Interrupted();
  }

 private:
  const std::function<void(std::size_t)>& work_;
  const std::atomic<bool>* stop_;
  std::atomic<bool> failed_{false};
  std::atomic<bool> interrupted_{false};  // a block was skipped because of stop_
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t failed_block_ = 0;
};

int machine_threads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void run_serial(std::size_t count, Run& run) {
  for (std::size_t block = 0; block < count; ++block) run.block(block);
}

void run_on_threads(std::size_t count, int threads, Run& run) {
  std::atomic<std::size_t> next{0};
  const auto take_blocks = [&] {
    for (std::size_t block = next++; block < count; block = next++) run.block(block);
  };
  std::vector<std::jthread> helpers;
  const std::size_t wanted = std::min(static_cast<std::size_t>(threads), count);
  for (std::size_t helper = 1; helper < wanted; ++helper) {
    try {
      helpers.emplace_back(take_blocks);
    } catch (const std::system_error&) {
      break;  // The machine gives no more threads; those there are do the work.
    }
  }
  take_blocks();
}

// The range is cut down to single blocks, so that the cut does not depend on the number of threads. Isolation keeps a
// thread that waits for an inner call from taking up another block of the outer one in the middle of its own.
void run_on_tbb(std::size_t count, Run& run) {
  tbb::this_task_arena::isolate([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          for (std::size_t block = range.begin(); block != range.end(); ++block) run.block(block);
        },
        tbb::simple_partitioner());
  });
}

}  // namespace

struct Executor::Impl {
  Backend backend;
  int threads;
  // oneTBB keeps to the machine's number of threads unless it is told that more are wanted.
  std::unique_ptr<tbb::global_control> more_threads;
  std::unique_ptr<tbb::task_arena> arena;
};

Executor::Executor(int threads, Backend backend) : impl_(std::make_unique<Impl>()) {
  EBBTIDE_REQUIRE(threads >= 0);
  impl_->backend = backend;
  impl_->threads = backend == Backend::serial ? 1 : threads == 0 ? machine_threads() : threads;
  if (backend != Backend::tbb) return;
  if (impl_->threads > machine_threads()) {
    impl_->more_threads = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                                static_cast<std::size_t>(impl_->threads));
  }
  impl_->arena = std::make_unique<tbb::task_arena>(impl_->threads);
}

Executor::~Executor() = default;

int Executor::threads() const {
  return impl_->threads;
}

void Executor::for_blocks(std::size_t count, const std::function<void(std::size_t block)>& work,
                          const std::atomic<bool>* stop) const {
  Run run(work, stop);
  switch (impl_->backend) {
    case Backend::tbb:
      impl_->arena->execute([&] { run_on_tbb(count, run); });
      break;
    case Backend::threads:
      run_on_threads(count, impl_->threads, run);
      break;
    case Backend::serial:
      run_serial(count, run);
      break;
  }
  run.finish();
}

Backend Executor::default_backend() {
#ifdef EBBTIDE_THREADS_BACKEND
  return Backend::threads;
#else
  return Backend::tbb;
#endif
}

}  // namespace ebbtide
