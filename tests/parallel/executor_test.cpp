#include "parallel/executor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

#if defined(__SANITIZE_THREAD__)
// The thread sanitizer does not understand oneTBB's synchronisation and would report correct programs.
constexpr std::array kBackends = {Backend::threads, Backend::serial};
#else
constexpr std::array kBackends = {Backend::tbb, Backend::threads, Backend::serial};
#endif

class ExecutorTest : public ::testing::TestWithParam<std::tuple<Backend, int>> {
 protected:
  Backend backend() const { return std::get<0>(GetParam()); }
  int thread_count() const { return std::get<1>(GetParam()); }
  Executor executor_{std::get<1>(GetParam()), std::get<0>(GetParam())};
};

std::string name_of(const ::testing::TestParamInfo<std::tuple<Backend, int>>& parameters) {
  const auto [backend, threads] = parameters.param;
  const std::string name = backend == Backend::tbb ? "Tbb" : backend == Backend::threads ? "Threads" : "Serial";
  return name + std::to_string(threads);
}

INSTANTIATE_TEST_SUITE_P(Backends, ExecutorTest,
                         ::testing::Combine(::testing::ValuesIn(kBackends), ::testing::Values(1, 2, 3, 8)), name_of);

TEST_P(ExecutorTest, RunsEveryBlockOnce) {
  for (const std::size_t count : {1, 2, 7, 8, 1000}) {
    // Not atomic: two runs of one block would be a data race for the sanitizer, and a wrong count here.
    std::vector<int> runs(count, 0);
    executor_.for_blocks(count, [&](std::size_t block) { ++runs[block]; });
    EXPECT_EQ(runs, std::vector<int>(count, 1));
  }
}

TEST_P(ExecutorTest, DoesNothingForNoBlocks) {
  executor_.for_blocks(0, [](std::size_t) { FAIL(); });
  const std::atomic<bool> stop{true};
  executor_.for_blocks(
      0, [](std::size_t) { FAIL(); }, &stop);
}

TEST_P(ExecutorTest, SaysHowManyThreadsItUses) {
  EXPECT_EQ(executor_.threads(), backend() == Backend::serial ? 1 : thread_count());
}

TEST_P(ExecutorTest, UsesNoMoreThreadsThanAsked) {
  std::mutex mutex;
  std::set<std::thread::id> ids;
  executor_.for_blocks(200, [&](std::size_t) {
    std::this_thread::sleep_for(std::chrono::microseconds(50));
    const std::lock_guard lock(mutex);
    ids.insert(std::this_thread::get_id());
  });
  EXPECT_LE(ids.size(), static_cast<std::size_t>(executor_.threads()));
}

TEST_P(ExecutorTest, MergesToTheSameBitsWhateverTheThreads) {
  // Sums stored by block and added in block order; added as they come, these would differ in the last bits.
  const auto total = [](const Executor& executor) {
    std::vector<double> sums(500);
    executor.for_blocks(sums.size(), [&](std::size_t block) {
      for (int i = 1; i < 50; ++i) sums[block] += 1.0 / static_cast<double>(block * 50 + static_cast<std::size_t>(i));
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
  };
  EXPECT_EQ(total(executor_), total(Executor(1, Backend::serial)));
}

TEST_P(ExecutorTest, RethrowsTheFailureOfTheLowestBlockThatFailed) {
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::vector<char> failed(64, 0);
    std::string message;
    try {
      executor_.for_blocks(64, [&](std::size_t block) {
        if (block % 5 != 3) return;
        failed[block] = 1;
        throw std::runtime_error("block " + std::to_string(block));
      });
    } catch (const std::runtime_error& failure) {
      message = failure.what();
    }
    std::size_t lowest = 0;
    while (lowest < failed.size() && failed[lowest] == 0) ++lowest;
    EXPECT_EQ(message, "block " + std::to_string(lowest));
  }
}

TEST_P(ExecutorTest, StartsFewBlocksAfterAFailureAndEndsThoseThatRun) {
  std::atomic<int> started{0}, ended{0};
  EXPECT_THROW(executor_.for_blocks(10000,
                                    [&](std::size_t) {
                                      ++started;
                                      ++ended;
                                      throw NumericalError("planted");
                                    }),
               NumericalError);
  EXPECT_EQ(started, ended);
  EXPECT_LE(started, executor_.threads());
}

TEST_P(ExecutorTest, KeepsTheTypeOfWhatWasThrown) {
  EXPECT_THROW(executor_.for_blocks(3, [](std::size_t) { throw 42; }), int);
}

TEST_P(ExecutorTest, WorksOnAfterAFailure) {
  EXPECT_THROW(executor_.for_blocks(10, [](std::size_t) { throw IoError("planted"); }), IoError);
  std::atomic<int> runs{0};
  executor_.for_blocks(10, [&](std::size_t) { ++runs; });
  EXPECT_EQ(runs, 10);
}

TEST_P(ExecutorTest, RunsInsideItself) {
  std::vector<std::vector<int>> runs(6, std::vector<int>(9, 0));
  executor_.for_blocks(runs.size(), [&](std::size_t outer) {
    executor_.for_blocks(runs[outer].size(), [&](std::size_t inner) { ++runs[outer][inner]; });
  });
  EXPECT_EQ(runs, std::vector<std::vector<int>>(6, std::vector<int>(9, 1)));
}

TEST_P(ExecutorTest, CarriesAFailureOutOfAnInnerCall) {
  EXPECT_THROW(
      executor_.for_blocks(
          4, [&](std::size_t) { executor_.for_blocks(4, [](std::size_t) { throw NumericalError("planted"); }); }),
      NumericalError);
}

TEST_P(ExecutorTest, MayBeSharedBetweenCallers) {
  std::atomic<int> runs{0};
  const auto call = [&] { executor_.for_blocks(100, [&](std::size_t) { ++runs; }); };
  { const std::jthread first(call), second(call); }
  EXPECT_EQ(runs, 200);
}

TEST_P(ExecutorTest, StartsNothingWhenStoppedBefore) {
  const std::atomic<bool> stop{true};
  std::atomic<int> runs{0};
  EXPECT_THROW(executor_.for_blocks(
                   100, [&](std::size_t) { ++runs; }, &stop),
               Interrupted);
  EXPECT_EQ(runs, 0);
}

TEST_P(ExecutorTest, StartsNoFurtherBlockOnceStopped) {
  std::atomic<bool> stop{false};
  std::atomic<int> started{0}, ended{0};
  EXPECT_THROW(executor_.for_blocks(
                   10000,
                   [&](std::size_t) {
                     ++started;
                     stop = true;
                     ++ended;
                   },
                   &stop),
               Interrupted);
  EXPECT_EQ(started, ended);
  EXPECT_LE(started, executor_.threads());
}

TEST_P(ExecutorTest, CountsAsDoneWhenStoppedDuringTheLastBlock) {
  std::atomic<bool> stop{false};
  std::atomic<std::size_t> runs{0};
  executor_.for_blocks(
      20,
      [&](std::size_t) {
        // The last block to start raises the flag when nothing is left to skip.
        if (++runs == 20) stop = true;
      },
      &stop);
  EXPECT_EQ(runs, 20u);
}

TEST_P(ExecutorTest, PutsAFailureBeforeAStop) {
  std::atomic<bool> stop{false};
  EXPECT_THROW(executor_.for_blocks(
                   100,
                   [&](std::size_t) {
                     stop = true;
                     throw NumericalError("planted");
                   },
                   &stop),
               NumericalError);
}

TEST(Executor, UsesEveryThreadOfTheMachineByDefault) {
  EXPECT_EQ(Executor(0, Backend::threads).threads(),
            static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
  EXPECT_EQ(Executor(0, Backend::serial).threads(), 1);
}

TEST(Executor, RefusesANegativeNumberOfThreads) {
  EXPECT_THROW(Executor(-1, Backend::threads), InternalError);
}

// Blocks that wait for each other end only when as many threads run them, be they more than the machine has.
TEST(Executor, RunsAsManyBlocksAtATimeAsAsked) {
  const int threads = static_cast<int>(std::thread::hardware_concurrency()) + 1;
  for (const Backend backend : kBackends) {
    if (backend == Backend::serial) continue;
    const Executor executor(threads, backend);
    std::atomic<int> here{0}, met{0};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    executor.for_blocks(static_cast<std::size_t>(threads), [&](std::size_t) {
      ++here;
      while (here < threads && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
      if (here == threads) ++met;
    });
    EXPECT_EQ(met, threads);
  }
}

}  // namespace
}  // namespace ebbtide
