#include "stats/pilot_bins.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/contract.h"
#include "core/error.h"

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_PERMUTED_CELLS
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

constexpr std::size_t kCellsWithEnds = PilotBins::kCells + 2;
constexpr std::uint32_t kFirstMask = 0xFFFFu;
constexpr int kCountShift = 16;

// Nobody asks for a quantile further out.
constexpr double kLeastShare = 0.005;
// The range of the cells begins that far out, and as far again beyond.
constexpr double kRangeShare = 0.003;
constexpr std::size_t kAtomCount = 8;

struct Layout {
  float least, per_unit;
  const std::uint32_t* cells;
};

// The cell, counted from the open one below, and the place inside it.
[[gnu::always_inline]] inline float position(const Layout& layout, float value) {
  constexpr auto kEnd = static_cast<float>(PilotBins::kCells);
  float cell = (value - layout.least) * layout.per_unit;
  cell = cell > -1.0f ? cell : -1.0f;
  cell = cell < kEnd ? cell : kEnd;
  return cell + 1.0f;
}

[[gnu::always_inline]] inline void assign_body(const Layout& given, const float* values, std::size_t count,
                                               std::uint16_t* bins) {
  const Layout layout = given;
  for (std::size_t i = 0; i < count; ++i) {
    const float place = position(layout, values[i]);
    const auto cell = static_cast<std::int32_t>(place);
    const std::uint32_t word = layout.cells[cell];
    const auto parts = static_cast<std::int32_t>(word >> kCountShift);
    const auto part = static_cast<std::int32_t>((place - static_cast<float>(cell)) * static_cast<float>(parts));
    bins[i] =
        static_cast<std::uint16_t>((word & kFirstMask) + static_cast<std::uint32_t>(part < parts ? part : parts - 1));
  }
}

void assign_plain(const Layout& layout, const float* values, std::size_t count, std::uint16_t* bins) {
  assign_body(layout, values, count, bins);
}
EBBTIDE_TARGET_256 void assign_256(const Layout& layout, const float* values, std::size_t count, std::uint16_t* bins) {
  assign_body(layout, values, count, bins);
}

#if defined(EBBTIDE_PERMUTED_CELLS)
// The cells fit four vectors, so that a look-up is a permutation of registers. As assign_body; `wanted`: values there
// are.
static_assert(kCellsWithEnds == 64);
struct Cells512 {
  __m512 least, per_unit;
  __m512i words[4];
};

EBBTIDE_TARGET_512 [[gnu::always_inline]] inline void assign_16(const Cells512& cells, const float* values,
                                                                __mmask16 wanted, std::uint16_t* bins) {
  const __m512 end = _mm512_set1_ps(static_cast<float>(PilotBins::kCells)), one = _mm512_set1_ps(1.0f);
  const __m512 value = _mm512_maskz_loadu_ps(wanted, values);
  // The first operand of both where the other is NaN, as in position().
  __m512 place = _mm512_maskz_max_ps(wanted, _mm512_mul_ps(_mm512_sub_ps(value, cells.least), cells.per_unit),
                                     _mm512_set1_ps(-1.0f));
  place = _mm512_add_ps(_mm512_maskz_min_ps(wanted, place, end), one);
  const __m512i cell = _mm512_maskz_cvttps_epi32(wanted, place);
  const __m512i low = _mm512_permutex2var_epi32(cells.words[0], cell, cells.words[1]);
  const __m512i high = _mm512_permutex2var_epi32(cells.words[2], cell, cells.words[3]);
  const __m512i word = _mm512_mask_blend_epi32(_mm512_test_epi32_mask(cell, _mm512_set1_epi32(32)), low, high);
  const __m512i parts = _mm512_maskz_srli_epi32(wanted, word, kCountShift);
  const __m512 inside = _mm512_mul_ps(_mm512_sub_ps(place, _mm512_maskz_cvtepi32_ps(wanted, cell)),
                                      _mm512_maskz_cvtepi32_ps(wanted, parts));
  const __m512i part = _mm512_maskz_min_epi32(wanted, _mm512_maskz_cvttps_epi32(wanted, inside),
                                              _mm512_sub_epi32(parts, _mm512_set1_epi32(1)));
  const __m512i bin = _mm512_add_epi32(_mm512_and_si512(word, _mm512_set1_epi32(kFirstMask)), part);
  _mm512_mask_cvtepi32_storeu_epi16(bins, wanted, bin);
}

EBBTIDE_TARGET_512 void assign_512(const Layout& layout, const float* values, std::size_t count, std::uint16_t* bins) {
  Cells512 cells{_mm512_set1_ps(layout.least), _mm512_set1_ps(layout.per_unit), {}};
  for (std::size_t i = 0; i < 4; ++i) cells.words[i] = _mm512_loadu_si512(layout.cells + 16 * i);
  constexpr std::size_t kWidth = 16;
  constexpr __mmask16 kAll = 0xFFFF;
  const std::size_t whole = count / kWidth * kWidth;
  for (std::size_t i = 0; i < whole; i += kWidth) assign_16(cells, values + i, kAll, bins + i);
  if (whole < count)
    assign_16(cells, values + whole, static_cast<__mmask16>((1u << (count - whole)) - 1), bins + whole);
}
#else
EBBTIDE_TARGET_512 void assign_512(const Layout& layout, const float* values, std::size_t count, std::uint16_t* bins) {
  assign_body(layout, values, count, bins);
}
#endif

// Values that the pilot holds often, ascending.
std::vector<float> atoms_of(const Pilot& pilot) {
  std::vector<float> atoms;
  for (std::size_t first = 0; first < pilot.values().size();) {
    std::size_t end = first;
    while (end < pilot.values().size() && pilot.values()[end] == pilot.values()[first]) ++end;
    if (end - first >= kAtomCount) atoms.push_back(pilot.values()[first]);
    first = end;
  }
  return atoms;
}

using Cells = std::array<double, PilotBins::kCells>;

// Width of each cell in logit p, the sum of dp / (p (1 - p)) over its values but for atoms, as a mean over so many
// cells to either side that they hold enough values.
Cells logit_widths(const Pilot& pilot, const std::vector<float>& atoms, double low, double high) {
  constexpr double kEnough = 24.0;
  std::array<double, PilotBins::kCells + 1> widths{}, counts{};  // of the cells before each
  double before = 0.0;
  for (std::size_t i = 0; i < pilot.values().size(); ++i) {
    const double share = pilot.shares()[i], p = std::clamp(0.5 * (before + share), kLeastShare, 1.0 - kLeastShare);
    const double step = share - before, value = pilot.values()[i];
    before = share;
    if (value < low || value >= high || std::binary_search(atoms.begin(), atoms.end(), pilot.values()[i])) continue;
    const auto cell = static_cast<std::size_t>((value - low) / (high - low) * static_cast<double>(PilotBins::kCells));
    const std::size_t after = std::min(cell + 1, PilotBins::kCells);
    widths[after] += step / (p * (1.0 - p));
    counts[after] += 1.0;
  }
  for (std::size_t cell = 0; cell < PilotBins::kCells; ++cell) {
    widths[cell + 1] += widths[cell];
    counts[cell + 1] += counts[cell];
  }
  Cells smooth{};
  for (std::size_t cell = 0; cell < PilotBins::kCells; ++cell) {
    std::size_t first = cell, last = cell + 1;
    while (counts[last] - counts[first] < kEnough && (first > 0 || last < PilotBins::kCells)) {
      first -= first > 0 ? 1 : 0;
      last += last < PilotBins::kCells ? 1 : 0;
    }
    smooth[cell] = (widths[last] - widths[first]) / static_cast<double>(last - first);
  }
  return smooth;
}

// Half of what lies between the quantiles far out once more on either side, so that values beyond are few.
std::pair<double, double> range_of(const Pilot& pilot) {
  double low = pilot.quantile(kRangeShare), high = pilot.quantile(1.0 - kRangeShare);
  if (!(high > low)) {
    low = pilot.values().front();
    high = pilot.values().back();
  }
  const double least_width = std::max(1e-6 * std::max(std::abs(low), std::abs(high)), 1e-30);
  const double room = std::max(0.5 * (high - low), least_width);
  return {low - room, high + room};
}

}  // namespace

PilotBins::PilotBins(const Pilot& pilot, std::size_t bins) : size_(bins) {
  EBBTIDE_REQUIRE(bins >= 2 * kCells && bins <= kMostBins);
  const auto [low, high] = range_of(pilot);
  least_ = static_cast<float>(low);
  per_unit_ = static_cast<float>(static_cast<double>(kCells) / (high - low));
  if (!std::isfinite(least_) || !(per_unit_ > 0.0f)) throw NumericalError("a simulated column is too wide to bin");
  // One bin a cell, and the others by the width of the cell in logits.
  const double spare = static_cast<double>(bins - kCellsWithEnds);
  const std::vector<float> atoms = atoms_of(pilot);
  const Cells widths = logit_widths(pilot, atoms, low, high);
  const double all = std::accumulate(widths.begin(), widths.end(), 0.0);
  std::uint32_t first = 0;
  for (std::size_t cell = 0; cell < kCellsWithEnds; ++cell) {
    const bool open = cell == 0 || cell + 1 == kCellsWithEnds;
    const double share = open || !(all > 0.0) ? 0.0 : widths[cell - 1] / all;
    const auto count = static_cast<std::uint32_t>(1.0 + std::floor(spare * share));
    cells_[cell] = first | count << kCountShift;
    first += count;
  }
  EBBTIDE_REQUIRE(first <= bins);
  size_ = first;
  place_atoms(atoms);
}

void PilotBins::place_atoms(std::span<const float> values) {
  std::vector<std::uint16_t> bins(values.size());
  assign(values, bins, VectorLevel::plain);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (atoms_.empty() || atoms_.back().bin != bins[i]) atoms_.push_back({bins[i], values[i]});
  }
}

void PilotBins::assign(std::span<const float> values, std::span<std::uint16_t> bins, VectorLevel level) const {
  EBBTIDE_REQUIRE(bins.size() >= values.size());
  const Layout layout{least_, per_unit_, cells_.data()};
  version_of(level, assign_plain, assign_256, assign_512)(layout, values.data(), values.size(), bins.data());
}

PilotBins::Ends PilotBins::ends(std::size_t bin) const {
  EBBTIDE_REQUIRE(bin < size_);
  const auto atom = std::lower_bound(atoms_.begin(), atoms_.end(), bin,
                                     [](const Atom& each, std::size_t wanted) { return each.bin < wanted; });
  if (atom != atoms_.end() && atom->bin == bin) return {atom->value, atom->value};
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), bin, [](std::size_t wanted, std::uint32_t word) {
    return wanted < (word & kFirstMask);
  });
  const auto cell = static_cast<std::size_t>(after - cells_.begin()) - 1;
  const auto at = [&](double place) {
    return static_cast<double>(least_) + (place - 1.0) / static_cast<double>(per_unit_);
  };
  if (cell == 0) return {-kInfinity, at(1.0)};
  if (cell + 1 == kCellsWithEnds) return {at(static_cast<double>(cell)), kInfinity};
  const double parts = cells_[cell] >> kCountShift;
  const double part = static_cast<double>(bin - (cells_[cell] & kFirstMask));
  return {at(static_cast<double>(cell) + part / parts), at(static_cast<double>(cell) + (part + 1.0) / parts)};
}

}  // namespace ebbtide
