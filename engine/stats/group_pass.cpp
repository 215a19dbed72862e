#include "stats/group_pass.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/contract.h"
#include "core/fetch.h"

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

// Eight floats as doubles; the lesser of a value and zero, which is zero where the value is NaN.
struct PlainHalf {
  static void widen(const float* samples, Doubles& values) {
    HalfFloats part;
    load(samples, part);
    values = __builtin_convertvector(part, Doubles);
  }
  static void below_zero(const Doubles& values, Doubles& below) { below = values < 0.0 ? values : Doubles{}; }
};
#if defined(EBBTIDE_WIDENING)
// In one instruction each, where g++ 12 takes the eight apart and puts the halves together, and compares and blends.
struct Half512 {
  EBBTIDE_TARGET_512 static void widen(const float* samples, Doubles& values) {
    values = _mm512_maskz_cvtps_pd(0xFF, _mm256_loadu_ps(samples));
  }
  EBBTIDE_TARGET_512 static void below_zero(const Doubles& values, Doubles& below) {
    below = _mm512_maskz_min_pd(0xFF, values, _mm512_setzero_pd());
  }
};
#else
using Half512 = PlainHalf;
#endif

struct GroupSums {
  Doubles square{}, tail{};
};

// Over groups, by place; products of the square with the given sum, of the tail with the count below the shortfall's
// level.
constexpr std::size_t kSquarePlace = 0, kGivenPlace = 1, kTailPlace = 4;
struct Running {
  Doubles deviation{};
  Doubles sums{}, squares{}, last{}, products{};
};
static_assert(sizeof(Running) == sizeof(GroupPass::State::places));

template <typename Half>
[[gnu::always_inline]] inline void add_tile(const float* samples, const GroupPassInput& input, Running& sums,
                                            GroupSums& group) {
#pragma GCC unroll 2
  for (std::size_t half = 0; half < kTile; half += kPlaces) {
    Doubles values, below;
    Half::widen(samples + half, values);
    const Doubles d = values - input.centre;
    Half::below_zero(values - input.tail_threshold, below);
    sums.deviation += d;
    group.square += d * d;
    group.tail += below;
  }
}

// Fewer samples than a tile holds: the places without one are NaN, which is at or below nothing, and add nothing.
[[gnu::always_inline]] inline void add_some(const float* samples, std::size_t count, const GroupPassInput& input,
                                            Running& sums, GroupSums& group) {
  float padded[kTile];
  for (float& place : padded) place = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 0; i < count; ++i) padded[i] = samples[i];
#pragma GCC unroll 2
  for (std::size_t half = 0; half < kTile; half += kPlaces) {
    Doubles values, below;
    PlainHalf::widen(padded + half, values);
    const Doubles d = values == values ? values - input.centre : Doubles{};
    PlainHalf::below_zero(values - input.tail_threshold, below);
    sums.deviation += d;
    group.square += d * d;
    group.tail += below;
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

// A piece of a column; `group_sums` may be null, and `below` is where nothing is counted.
struct Piece {
  const float* samples;
  std::size_t count, group_size;
  const double* group_sums;
  const LevelCounts* below;
  std::size_t fetched_behind;  // bytes from a sample to what is fetched with it
};

// The group from samples[first] on; kFull: it holds a tile.
template <typename Half, bool kFull>
[[gnu::always_inline]] inline void add_group(const Piece& piece, std::size_t first, std::size_t g, double expected,
                                             const GroupPassInput& input, Running& sums) {
  const float* samples = piece.samples + first;
  fetch_behind(samples, piece.fetched_behind);
  GroupSums group;
  if constexpr (kFull) {
    add_tile<Half>(samples, input, sums, group);
  } else {
    add_some(samples, std::min(piece.group_size, piece.count - first), input, sums, group);
  }
  if (piece.group_sums == nullptr) {
    close_group(group, sums);
  } else {
    const std::uint16_t below = piece.below == nullptr ? std::uint16_t{0} : piece.below[g][kShortfallCount];
    close_group(group, piece.group_sums[g] - expected, below, sums);
  }
}

template <typename Half>
[[gnu::always_inline]] inline void body(const Piece& asked_piece, const GroupPassInput& asked, double* state) {
  const Piece piece = asked_piece;
  const GroupPassInput input = asked;
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state, sizeof sums);
  std::size_t first = 0, g = 0;
  if (piece.group_size == kTile) {
    const double expected = input.centre * static_cast<double>(kTile);
    for (; first + kTile <= piece.count; first += kTile, ++g)
      add_group<Half, true>(piece, first, g, expected, input, sums);
  }
  for (; first < piece.count; first += piece.group_size, ++g) {
    const auto size = static_cast<double>(std::min(piece.group_size, piece.count - first));
    add_group<Half, false>(piece, first, g, input.centre * size, input, sums);
  }
  std::memcpy(state, &sums, sizeof sums);
}

void plain(const Piece& piece, const GroupPassInput& input, double* state) {
  body<PlainHalf>(piece, input, state);
}

EBBTIDE_TARGET_256 void bits_256(const Piece& piece, const GroupPassInput& input, double* state) {
  body<PlainHalf>(piece, input, state);
}

EBBTIDE_TARGET_512 void bits_512(const Piece& piece, const GroupPassInput& input, double* state) {
  body<Half512>(piece, input, state);
}

GroupedQuantity quantity(const GroupPass::State& state, std::size_t place) {
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state.places.data(), sizeof sums);
  return {sums.sums[place], sums.squares[place], sums.last[place]};
}

}  // namespace

void GroupPass::add(std::span<const float> samples, std::size_t group_size, std::span<const double> group_sums,
                    VectorLevel level) {
  EBBTIDE_REQUIRE(group_size > 0 && group_size <= kTile);
  const double* given = group_sums.empty() ? nullptr : group_sums.data();
  const std::size_t counted = std::min(samples.size(), (kCountedGroups - counted_groups_) * group_size);
  if (counted > 0) add_counted(samples.first(counted), group_size, given, level);
  if (counted == samples.size()) return;
  if (given != nullptr) given += counted / group_size;
  version_of(level, plain, bits_256, bits_512)(
      {samples.data() + counted, samples.size() - counted, group_size, given, nullptr, fetched_behind_}, input_,
      state_.places.data());
}

void GroupPass::add_counted(std::span<const float> samples, std::size_t group_size, const double* group_sums,
                            VectorLevel level) {
  const auto sum = version_of(level, plain, bits_256, bits_512);
  std::array<LevelCounts, kAhead> counts{};
  for (std::size_t first = 0; first < samples.size(); first += kAhead * group_size) {
    const auto part = samples.subspan(first, std::min(kAhead * group_size, samples.size() - first));
    count_levels(part, group_size, input_.thresholds, counts, state_.below, level);
    const double* given = group_sums == nullptr ? nullptr : group_sums + first / group_size;
    sum({part.data(), part.size(), group_size, given, counts.data(), fetched_behind_}, input_, state_.places.data());
    const std::size_t groups = (part.size() + group_size - 1) / group_size;
    std::copy_n(counts[groups - 1].begin(), state_.last_below.size(), state_.last_below.begin());
    counted_groups_ += groups;
  }
  counted_samples_ += samples.size();
  counted_tail_ = quantity(state_, kTailPlace);
}

GroupPassSums GroupPass::sums() const {
  GroupPassSums result;
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state_.places.data(), sizeof sums);
  Doubles deviation;
  sum_both(sums.deviation, Doubles{}, deviation);
  result.deviation = deviation[0];
  result.square = quantity(state_, kSquarePlace);
  result.given = quantity(state_, kGivenPlace);
  result.tail = quantity(state_, kTailPlace);
  result.square_given = sums.products[kSquarePlace];
  GroupPassSums::Counted& counted = result.counted;
  counted.samples = counted_samples_;
  counted.tail = counted_tail_;
  counted.tail_below = sums.products[kTailPlace];
  for (std::size_t i = 0; i < counted.below.size(); ++i)
    counted.below[i] = {static_cast<double>(state_.below.total[i]), static_cast<double>(state_.below.squares[i]),
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
