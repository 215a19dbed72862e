// Scratch memory lent to tasks: as many objects come to be as tasks run at once, and they stay warm between them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace ebbtide {

// Safe to share between threads. What a task finds in its scratch is what another left there.
template <typename Scratch>
class ScratchPool {
 public:
  using Handle = std::unique_ptr<Scratch, std::function<void(Scratch*)>>;

  explicit ScratchPool(std::function<std::unique_ptr<Scratch>()> make) : make_(std::move(make)) {}
  ScratchPool(const ScratchPool&) = delete;
  ScratchPool& operator=(const ScratchPool&) = delete;

  // Lent until the handle goes, which must be before the pool does.
  Handle borrow() {
    std::unique_ptr<Scratch> scratch = take();
    if (!scratch) scratch = make_();
    return {scratch.release(), [this](Scratch* returned) { give_back(std::unique_ptr<Scratch>(returned)); }};
  }

 private:
  std::unique_ptr<Scratch> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    std::unique_ptr<Scratch> scratch = std::move(free_.back());
    free_.pop_back();
    return scratch;
  }
  void give_back(std::unique_ptr<Scratch> scratch) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(scratch));
  }

  std::function<std::unique_ptr<Scratch>()> make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> free_;
};

}  // namespace ebbtide
