#include "parallel/scratch_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "parallel/executor.h"

namespace ebbtide {
namespace {

struct Scratch {
  std::atomic<int> users{0};
  int uses = 0;
};

TEST(ScratchPool, LendsAnObjectAgainOnceItIsBack) {
  int made = 0;
  ScratchPool<Scratch> pool([&] {
    ++made;
    return std::make_unique<Scratch>();
  });
  Scratch* first = pool.borrow().get();
  EXPECT_EQ(pool.borrow().get(), first);
  EXPECT_EQ(made, 1);
  const auto one = pool.borrow(), other = pool.borrow();
  EXPECT_NE(one.get(), other.get());
  EXPECT_EQ(made, 2);
}

TEST(ScratchPool, GivesEveryTaskOneOfItsOwn) {
  constexpr std::size_t kTasks = 2'000;
  const Executor executor(4);
  std::atomic<int> shared{0}, made{0}, uses{0};
  ScratchPool<Scratch> pool([&] {
    ++made;
    return std::make_unique<Scratch>();
  });
  executor.for_blocks(kTasks, [&](std::size_t) {
    const auto scratch = pool.borrow();
    if (scratch->users++ != 0) ++shared;
    ++scratch->uses;
    ++uses;
    --scratch->users;
  });
  EXPECT_EQ(shared, 0);
  EXPECT_EQ(uses, static_cast<int>(kTasks));
  EXPECT_LE(made, 4);
}

}  // namespace
}  // namespace ebbtide
