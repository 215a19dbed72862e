// Which simulations of a batch have their common draws in common, and for how long the draws are kept.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "simulation/common_draws.h"

namespace ebbtide {

class DrawPool {
 public:
  // Memory for kept draws; those that would need more are drawn anew by every simulation.
  static constexpr std::size_t kBytes = std::size_t{512} << 20;

  explicit DrawPool(const std::vector<DrawKey>& requests, std::size_t bytes = kBytes);

  // Null where nothing is kept for the request. Valid until it is done.
  CommonDraws* draws_of(std::size_t request);
  void done(std::size_t request);

 private:
  struct Shared {
    DrawKey key;
    std::size_t waiting = 0;  // requests that have not been done
    std::size_t bytes = 0;
    std::unique_ptr<CommonDraws> draws;
  };
  std::vector<Shared> shared_;
  std::vector<std::size_t> shared_of_;  // by request
  std::size_t free_bytes_;
};

}  // namespace ebbtide
