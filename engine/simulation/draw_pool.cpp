#include "simulation/draw_pool.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {

DrawPool::DrawPool(const std::vector<DrawKey>& requests, std::size_t bytes) : free_bytes_(bytes) {
  for (const DrawKey& request : requests) {
    const auto found =
        std::find_if(shared_.begin(), shared_.end(), [&](const Shared& shared) { return shared.key == request; });
    shared_of_.push_back(static_cast<std::size_t>(found - shared_.begin()));
    if (found == shared_.end()) {
      shared_.push_back({request, 1, CommonDraws::bytes(request), nullptr});
    } else {
      ++found->waiting;
    }
  }
}

CommonDraws* DrawPool::draws_of(std::size_t request) {
  Shared& shared = shared_.at(shared_of_.at(request));
  if (!shared.draws && shared.waiting > 1 && shared.bytes <= free_bytes_) {
    shared.draws = std::make_unique<CommonDraws>(shared.key, Keeping::always);
    free_bytes_ -= shared.bytes;
  }
  return shared.draws.get();
}

void DrawPool::done(std::size_t request) {
  Shared& shared = shared_.at(shared_of_.at(request));
  EBBTIDE_REQUIRE(shared.waiting > 0);
  if (--shared.waiting > 0 || !shared.draws) return;
  shared.draws.reset();
  free_bytes_ += shared.bytes;
}

}  // namespace ebbtide
