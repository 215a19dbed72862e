// A Boost.Random engine over the words of one place: for draws outside the hot loop (parameters, data augmentation)
// with Boost.Random's distributions.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <limits>

#include "random/draw_law.h"

namespace ebbtide {

// Uniform random bit generator over 32-bit words: the words of draw_law.h at slots place.slot, place.slot + 1, ... of
// one (path, week, purpose), wrapping round after 2^32. Satisfies Boost.Random's pseudo-random number generator concept
// and the standard library's engine requirements. A small value: copy it freely, one thread per copy.
class PlaceEngine {
 public:
  using result_type = std::uint32_t;
  static constexpr bool has_fixed_range = false;
  static constexpr std::uint64_t default_seed = 0;

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  PlaceEngine() = default;
  explicit PlaceEngine(std::uint64_t seed, const DrawPlace& place = {}) : seed_(seed), place_(place) {}
  template <typename SeedSequence>
  requires requires(SeedSequence& sequence, std::uint32_t* word) { sequence.generate(word, word); }
  explicit PlaceEngine(SeedSequence& sequence) { seed(sequence); }

  // A new seed keeps (path, week, purpose) and starts at slot 0.
  void seed() { seed(default_seed); }
  void seed(std::uint64_t value) {
    seed_ = value;
    place_.slot = 0;
    block_is_current_ = false;
  }
  template <typename SeedSequence>
  requires requires(SeedSequence& sequence, std::uint32_t* word) { sequence.generate(word, word); }
  void seed(SeedSequence& sequence) {
    PhiloxKey key{};
    sequence.generate(key.begin(), key.end());
    seed(key[0] | std::uint64_t{key[1]} << 32);
  }

  result_type operator()();
  void discard(unsigned long long count);

  // Same seed and same next place, hence same words from here on.
  friend bool operator==(const PlaceEngine& left, const PlaceEngine& right);
  // Five decimal numbers: seed path week purpose slot. Reading sets failbit on anything else and leaves the engine
  // alone.
  friend std::ostream& operator<<(std::ostream& out, const PlaceEngine& engine);
  friend std::istream& operator>>(std::istream& in, PlaceEngine& engine);

 private:
  std::uint64_t seed_ = default_seed;
  DrawPlace place_;  // of the next word
  // The four words of the block place_.slot / 4, computed once.
  PhiloxCounter block_{};
  bool block_is_current_ = false;
};

}  // namespace ebbtide
