#include "stats/group_pass.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/contract.h"

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_WIDENING
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

// Samples side by side, and the doubles that sum them: sample i of a group goes to place i % 8. Narrower machines work
// on them piece by piece.
constexpr std::size_t kTile = 16;
constexpr std::size_t kPlaces = 8;
typedef float HalfFloats __attribute__((vector_size(32)));
typedef double Doubles __attribute__((vector_size(64)));
typedef long long Places __attribute__((vector_size(64)));  // -1: taken from the first of two

// Samples are counted this many groups ahead of being summed, so that they come from the first cache.
constexpr std::size_t kAhead = 64;
constexpr std::size_t kShortfallCount = 1;
static_assert(kQuantileLevels[kShortfallCount] == kShortfallLevel && kTile == kCountedGroup);

// Vectors are passed by reference only: by value they would have no common calling convention.
template <typename Type>
[[gnu::always_inline]] inline void load(const void* from, Type& values) {
  std::memcpy(&values, from, sizeof values);
}

// Two vectors' sums in the order ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): the first's at place 0, the second's at 4.
[[gnu::always_inline]] inline void sum_both(const Doubles& first, const Doubles& second, Doubles& fold) {
  fold = __builtin_shufflevector(first, second, 0, 1, 2, 3, 8, 9, 10, 11) +
         __builtin_shufflevector(first, second, 4, 5, 6, 7, 12, 13, 14, 15);
  fold += __builtin_shufflevector(fold, fold, 2, 3, 0, 1, 6, 7, 4, 5);
  fold += __builtin_shufflevector(fold, fold, 1, 0, 3, 2, 5, 4, 7, 6);
}

// Eight floats as doubles.
struct PlainWiden {
  static void from(const float* samples, Doubles& values) {
    HalfFloats part;
    load(samples, part);
    values = __builtin_convertvector(part, Doubles);
  }
};
#if defined(EBBTIDE_WIDENING)
// In one instruction, where g++ 12 takes the eight apart and puts the halves together.
struct Widen512 {
  EBBTIDE_TARGET_512 static void from(const float* samples, Doubles& values) {
    values = _mm512_maskz_cvtps_pd(0xFF, _mm256_loadu_ps(samples));
  }
};
#else
using Widen512 = PlainWiden;
#endif

struct GroupSums {
  Doubles square{}, tail{};
};

// Over groups: the square's at place 0, the given sum's at place 1, the tail's at place 4. Products with the given sum
// at place 0, with the count below the shortfall's level at place 4.
struct Running {
  Doubles deviation{};
  Doubles sums{}, squares{}, last{}, products{};
};
static_assert(sizeof(Running) == sizeof(GroupPass::State::places));

[[gnu::always_inline]] inline void add_half(const Doubles& samples, const GroupPassInput& input, Running& sums,
                                            GroupSums& group) {
  const Doubles d = samples - input.centre, t = samples - input.tail_threshold;
  sums.deviation += d;
  group.square += d * d;
  group.tail += t < 0.0 ? t : Doubles{};
}

// Fewer samples than a tile holds: the places without one are NaN, which is at or below nothing, and add nothing.
[[gnu::always_inline]] inline void add_rest(const float* samples, std::size_t count, const GroupPassInput& input,
                                            Running& sums, GroupSums& group) {
  float padded[kTile];
  for (float& place : padded) place = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < count; ++i) padded[i] = samples[i];
#pragma GCC unroll 2
  for (std::size_t half = 0; half < kTile; half += kPlaces) {
    HalfFloats part;
    load(padded + half, part);
    const Doubles values = __builtin_convertvector(part, Doubles);
    const Doubles d = values == values ? values - input.centre : Doubles{};
    const Doubles t = values - input.tail_threshold;
    sums.deviation += d;
    group.square += d * d;
    group.tail += t < 0.0 ? t : Doubles{};
  }
}

[[gnu::always_inline]] inline void close_group(const GroupSums& group, Running& sums) {
  sum_both(group.square, group.tail, sums.last);
  sums.sums += sums.last;
  sums.squares += sums.last * sums.last;
}

[[gnu::always_inline]] inline void close_group(const GroupSums& group, double given, std::uint16_t below,
                                               Running& sums) {
  const Doubles all_given = {given, given, given, given, given, given, given, given};
  const auto count = static_cast<double>(below);
  const Doubles all_count = {count, count, count, count, count, count, count, count};
  // By blending: a single place written in memory would have to be waited for.
  Doubles sums_of_group;
  sum_both(group.square, group.tail, sums_of_group);
  sums.last = Places{0, -1, 0, 0, 0, 0, 0, 0} ? all_given : sums_of_group;
  sums.sums += sums.last;
  sums.squares += sums.last * sums.last;
  const Doubles count_at_tail = Places{0, 0, 0, 0, -1, 0, 0, 0} ? all_count : Doubles{};
  sums.products += sums.last * (Places{-1, 0, 0, 0, 0, 0, 0, 0} ? all_given : count_at_tail);
}

// A piece of a column; `deviations` may be null.
struct Piece {
  const float* samples;
  std::size_t count, group_size;
  const double* deviations;
  const LevelCounts* below;
  std::size_t fetched_behind;  // bytes from a sample to what is fetched with it
};

// Into the second cache. What lies there need not exist, so that it must not be named by a pointer's arithmetic.
[[gnu::always_inline]] inline void fetch(const float* samples, std::size_t behind) {
  constexpr int kRead = 0, kSecondCache = 2;
  const std::uintptr_t place = reinterpret_cast<std::uintptr_t>(samples) + behind;
  __builtin_prefetch(reinterpret_cast<const void*>(place), kRead, kSecondCache);  // NOLINT(performance-no-int-to-ptr)
}

template <typename Widen>
[[gnu::always_inline]] inline void body(const Piece& piece, const GroupPassInput& asked, double* state) {
  const GroupPassInput input = asked;
  const auto [samples, count, group_size, deviations, below, fetched_behind] = piece;
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state, sizeof sums);
  for (std::size_t first = 0; first < count; first += group_size) {
    const std::size_t end = std::min(count, first + group_size);
    fetch(samples + first, fetched_behind);
    GroupSums group;
    if (end - first == kTile) {
#pragma GCC unroll 2
      for (std::size_t half = 0; half < kTile; half += kPlaces) {
        Doubles values;
        Widen::from(samples + first + half, values);
        add_half(values, input, sums, group);
      }
    } else {
      add_rest(samples + first, end - first, input, sums, group);
    }
    if (deviations == nullptr) {
      close_group(group, sums);
    } else {
      const std::size_t g = first / group_size;
      close_group(group, deviations[g], below[g][kShortfallCount], sums);
    }
  }
  std::memcpy(state, &sums, sizeof sums);
}

void plain(const Piece& piece, const GroupPassInput& input, double* state) {
  body<PlainWiden>(piece, input, state);
}

EBBTIDE_TARGET_256 void bits_256(const Piece& piece, const GroupPassInput& input, double* state) {
  body<PlainWiden>(piece, input, state);
}

EBBTIDE_TARGET_512 void bits_512(const Piece& piece, const GroupPassInput& input, double* state) {
  body<Widen512>(piece, input, state);
}

}  // namespace

void GroupPass::add(std::span<const float> samples, std::size_t group_size, std::span<const double> deviations,
                    VectorLevel level) {
  EBBTIDE_REQUIRE(group_size > 0 && group_size <= kTile);
  const auto sum = version_of(level, plain, bits_256, bits_512);
  std::array<LevelCounts, kAhead> counts{};
  for (std::size_t first = 0; first < samples.size(); first += kAhead * group_size) {
    const auto part = samples.subspan(first, std::min(kAhead * group_size, samples.size() - first));
    count_levels(part, group_size, input_.thresholds, counts, state_.below, level);
    const double* given = deviations.empty() ? nullptr : deviations.data() + first / group_size;
    sum({part.data(), part.size(), group_size, given, counts.data(), fetched_behind_}, input_, state_.places.data());
    const std::size_t last = (part.size() - 1) / group_size;
    std::copy_n(counts[last].begin(), state_.last_below.size(), state_.last_below.begin());
  }
}

GroupPassSums GroupPass::sums() const {
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state_.places.data(), sizeof sums);
  const auto quantity = [&](std::size_t place) {
    return GroupedQuantity{sums.sums[place], sums.squares[place], sums.last[place]};
  };
  GroupPassSums result;
  Doubles deviation;
  sum_both(sums.deviation, Doubles{}, deviation);
  result.deviation = deviation[0];
  result.square = quantity(0);
  result.given = quantity(1);
  result.tail = quantity(4);
  result.square_given = sums.products[0];
  result.tail_below = sums.products[4];
  for (std::size_t i = 0; i < result.below.size(); ++i)
    result.below[i] = {static_cast<double>(state_.below.total[i]), static_cast<double>(state_.below.squares[i]),
                       static_cast<double>(state_.last_below[i])};
  return result;
}

GroupPassSums group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                         VectorLevel level) {
  // Most often the next column lies behind this one: it comes from memory while this one is summed.
  GroupPass pass(input, samples.size_bytes());
  pass.add(samples, group_size, {}, level);
  return pass.sums();
}

}  // namespace ebbtide
