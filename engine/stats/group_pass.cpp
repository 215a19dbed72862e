#include "stats/group_pass.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

namespace ebbtide {
namespace {

// Samples side by side, and the doubles that sum them: sample i of a group goes to place i % 8. Narrower machines work
// on them piece by piece.
constexpr std::size_t kTile = 16;
constexpr std::size_t kPlaces = 8;
typedef float Floats __attribute__((vector_size(64)));
typedef std::int32_t Counts __attribute__((vector_size(64)));
typedef float HalfFloats __attribute__((vector_size(32)));
typedef std::int32_t HalfCounts __attribute__((vector_size(32)));
typedef double Doubles __attribute__((vector_size(64)));

constexpr std::size_t kLevels = kQuantileLevels.size();
// While a tile is counted its counts lie side by side in two words, five bits each: of the first six levels and of the
// others. Afterwards level l has place l, or l + 2 where it came from the second word.
constexpr std::size_t kFieldBits = 5;
constexpr std::size_t kFields = 6;
static_assert(kTile < (1u << kFieldBits) && kFields * kFieldBits < 32 && kLevels <= 2 * kFields);
constexpr std::size_t count_place(std::size_t level) {
  return level < kFields ? level : level + 2;
}

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

// Adds the samples at or below each threshold, by count_place.
[[gnu::always_inline]] inline void count_tile(const Floats& samples, const float* thresholds, Counts& counts) {
  Counts first{}, second{};
#pragma GCC unroll 8
  for (std::size_t field = 0; field < kFields; ++field)
    first |= (samples <= thresholds[field]) & (1 << (kFieldBits * field));
#pragma GCC unroll 8
  for (std::size_t field = 0; field < kLevels - kFields; ++field)
    second |= (samples <= thresholds[kFields + field]) & (1 << (kFieldBits * field));
  Counts fold = __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
                __builtin_shufflevector(first, second, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  fold += __builtin_shufflevector(fold, fold, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  fold += __builtin_shufflevector(fold, fold, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  fold += __builtin_shufflevector(fold, fold, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  constexpr int kField = (1 << kFieldBits) - 1;
  counts += (fold >> Counts{0, 5, 10, 15, 20, 25, 0, 0, 0, 5, 10, 15, 20, 25, 0, 0}) &
            Counts{kField, kField, kField, kField, kField, kField, 0, 0, kField, kField, kField, 0, 0, 0, 0, 0};
}

struct GroupSums {
  Doubles square{}, tail{};
  Counts below{};
};

// Over groups: the square's at place 0, the given sum's at place 1, the tail's at place 4; counts by halves of
// count_place. Products with the given sum at place 0, with the count below the shortfall's level at place 4.
struct Running {
  Doubles deviation{};
  Doubles sums{}, squares{}, last{}, products{};
  std::array<Doubles, 2> below{}, below_squares{}, last_below{};
};
static_assert(sizeof(Running) == sizeof(GroupPass::State));
constexpr std::size_t kShortfallCount = 1;
static_assert(kQuantileLevels[kShortfallCount] == kShortfallLevel && count_place(kShortfallCount) < kPlaces);

[[gnu::always_inline]] inline void add_half(const HalfFloats& half, const GroupPassInput& input, Running& sums,
                                            GroupSums& group) {
  const Doubles samples = __builtin_convertvector(half, Doubles);
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
  Floats tile;
  load(padded, tile);
  count_tile(tile, input.thresholds.data(), group.below);
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

[[gnu::always_inline]] inline void close_group(const GroupSums& group, double given, Running& sums) {
  sum_both(group.square, group.tail, sums.last);
  sums.last[1] = given;
  sums.sums += sums.last;
  sums.squares += sums.last * sums.last;
  HalfCounts halves[2];
  std::memcpy(halves, &group.below, sizeof halves);
#pragma GCC unroll 2
  for (std::size_t half = 0; half < 2; ++half) {
    const Doubles counts = __builtin_convertvector(halves[half], Doubles);
    sums.last_below[half] = counts;
    sums.below[half] += counts;
    sums.below_squares[half] += counts * counts;
  }
  const double below = sums.last_below[0][count_place(kShortfallCount)];
  sums.products += sums.last * Doubles{given, 0.0, 0.0, 0.0, below, 0.0, 0.0, 0.0};
}

// A piece of a column; `deviations` may be null.
struct Piece {
  const float* samples;
  std::size_t count, group_size;
  const double* deviations;
};

[[gnu::always_inline]] inline void body(const Piece& piece, const GroupPassInput& asked, double* state) {
  const GroupPassInput input = asked;
  const auto [samples, count, group_size, deviations] = piece;
  Running sums;
  std::memcpy(static_cast<void*>(&sums), state, sizeof sums);
  for (std::size_t first = 0; first < count; first += group_size) {
    const std::size_t end = std::min(count, first + group_size);
    GroupSums group;
    std::size_t i = first;
    for (; i + kTile <= end; i += kTile) {
      Floats tile;
      load(samples + i, tile);
      count_tile(tile, input.thresholds.data(), group.below);
#pragma GCC unroll 2
      for (std::size_t half = 0; half < kTile; half += kPlaces) {
        HalfFloats part;
        load(samples + i + half, part);
        add_half(part, input, sums, group);
      }
    }
    if (i < end) add_rest(samples + i, end - i, input, sums, group);
    close_group(group, deviations != nullptr ? deviations[first / group_size] : 0.0, sums);
  }
  std::memcpy(state, &sums, sizeof sums);
}

void plain(const Piece& piece, const GroupPassInput& input, double* state) {
  body(piece, input, state);
}

EBBTIDE_TARGET_256 void bits_256(const Piece& piece, const GroupPassInput& input, double* state) {
  body(piece, input, state);
}

EBBTIDE_TARGET_512 void bits_512(const Piece& piece, const GroupPassInput& input, double* state) {
  body(piece, input, state);
}

}  // namespace

void GroupPass::add(std::span<const float> samples, std::size_t group_size, std::span<const double> deviations,
                    VectorLevel level) {
  const Piece piece{samples.data(), samples.size(), group_size, deviations.empty() ? nullptr : deviations.data()};
  version_of(level, plain, bits_256, bits_512)(piece, input_, state_.places.data());
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
  for (std::size_t i = 0; i < kLevels; ++i) {
    const std::size_t half = count_place(i) / kPlaces, place = count_place(i) % kPlaces;
    result.below[i] = {sums.below[half][place], sums.below_squares[half][place], sums.last_below[half][place]};
  }
  return result;
}

GroupPassSums group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                         VectorLevel level) {
  GroupPass pass(input);
  pass.add(samples, group_size, {}, level);
  return pass.sums();
}

}  // namespace ebbtide
