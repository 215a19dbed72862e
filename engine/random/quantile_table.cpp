#include "random/quantile_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "core/contract.h"
#include "math/linalg.h"
#include "math/special.h"
#include "random/fill_kernel.h"

namespace ebbtide {
namespace {

constexpr int kNodes = kTableDegree + 1;

// Maps values at six nodes to the coefficients of the polynomial through them. The nodes are Chebyshev's, stretched
// until the outermost ones are the ends of the octave: neighbours meet, so the table is monotone across borders up to
// float rounding, at an error 1.23 times that of the unstretched nodes.
class OctaveFit {
 public:
  OctaveFit() {
    Matrix powers(kNodes, kNodes);
    for (int i = 0; i < kNodes; ++i) {
      nodes_[i] = std::cos(std::numbers::pi * (2 * i + 1) / (2 * kNodes)) / std::cos(std::numbers::pi / (2 * kNodes));
      for (int degree = 0; degree < kNodes; ++degree) powers(i, degree) = std::pow(nodes_[i], degree);
    }
    solver_.compute(powers);
  }

  Vector coefficients(const std::function<double(double)>& quantile, int octave) const {
    Vector values(kNodes);
    for (int i = 0; i < kNodes; ++i) {
      // p = 2^-(octave+1) * (3 + t) / 4: from a quarter at t = -1 to a half at t = 1 in octave 0.
      values[i] = quantile(std::ldexp(0.25 * (3.0 + nodes_[i]), -(octave + 1)));
    }
    return solver_.solve(values);
  }

 private:
  std::array<double, kNodes> nodes_{};
  Eigen::PartialPivLU<Matrix> solver_;
};

void fit_half(const std::function<double(double)>& quantile, bool upper_half, TableCoefficients& table) {
  const OctaveFit fit;
  for (int octave = 0; octave < kTableOctaves; ++octave) {
    const Vector coefficients = fit.coefficients(quantile, octave);
    for (int degree = 0; degree < kNodes; ++degree) {
      table[degree][table_index(upper_half, octave)] = static_cast<float>(coefficients[degree]);
    }
  }
}

}  // namespace

TablePlace table_place(std::uint32_t word) {
  const bool upper_half = word >= 0x80000000u;
  const std::uint32_t from_end = upper_half ? ~word : word;
  // p = odd / 2^33
  const std::uint32_t odd = 2 * from_end + 1;
  const int octave = std::countl_zero(odd);
  return {upper_half, octave, odd << octave};
}

TablePlace table_place(std::uint32_t word, std::uint32_t refinement) {
  const bool upper_half = word >= 0x80000000u;
  const std::uint64_t from_end = upper_half ? ~word : word;
  // p = odd / 2^65; the refinement counts from the word's own end. A tail word leaves the top bits free.
  const std::uint64_t odd = 2 * (from_end << 32 | refinement) + 1;
  const int octave = std::countl_zero(odd);
  return {upper_half, octave, static_cast<std::uint32_t>((odd << octave) >> 32)};
}

QuantileTable::QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper) {
  fit_half(lower, false, coefficients_);
  fit_half(upper, true, coefficients_);
}

QuantileTable QuantileTable::symmetric(const std::function<double(double)>& lower) {
  QuantileTable table;
  table.symmetric_ = true;
  fit_half(lower, false, table.coefficients_);
  for (auto& power : table.coefficients_) {
    for (int octave = 0; octave < kTableOctaves; ++octave) {
      power[table_index(true, octave)] = -power[table_index(false, octave)];
    }
  }
  return table;
}

QuantileTable QuantileTable::normal() {
  return symmetric([](double p) { return normal_quantile(p); });
}

QuantileTable QuantileTable::student_t(double degrees_of_freedom) {
  EBBTIDE_REQUIRE(degrees_of_freedom > 2.0);
  const double scale = std::sqrt((degrees_of_freedom - 2.0) / degrees_of_freedom);
  return symmetric([=](double p) { return scale * student_t_quantile(p, degrees_of_freedom); });
}

QuantileTable QuantileTable::inverse_root_gamma(double shape) {
  EBBTIDE_REQUIRE(shape > 0.0);
  return {[=](double p) { return 1.0 / std::sqrt(gamma_quantile_upper(p, shape)); },
          [=](double p) { return 1.0 / std::sqrt(gamma_quantile(p, shape)); }};
}

float QuantileTable::evaluate(const TablePlace& place) const {
  return evaluate_table(coefficients_, table_index(place.upper_half, place.octave), place.position);
}

float QuantileTable::draw(std::uint64_t seed, const DrawPlace& place) const {
  const std::uint32_t word = draw_word(seed, place);
  if (!is_tail_word(word)) return evaluate(table_place(word));
  return evaluate(table_place(word, draw_word(seed, place, kRefinementBit)));
}

void QuantileTable::fill(std::uint64_t seed, std::uint64_t first_path, int count, std::uint32_t week, Purpose purpose,
                         int slots, float* out, const DrawLayout& layout) const {
  fill(seed, first_path, count, week, purpose, slots, out, layout, machine_vector_level());
}

void QuantileTable::fill(std::uint64_t seed, std::uint64_t first_path, int count, std::uint32_t week, Purpose purpose,
                         int slots, float* out, const DrawLayout& layout, VectorLevel level) const {
  EBBTIDE_REQUIRE(week < 65536 && count >= 0 && slots >= 0);
  const TileKernel kernel = tile_kernel(level);
  for (int lane = 0; lane < count; lane += kTileLanes) {
    const int lanes = std::min(kTileLanes, count - lane);
    for (int slot = 0; slot < slots; slot += 4) {
      const TilePlace tile = {philox_key(seed),
                              first_path + lane,
                              lanes,
                              std::min(4, slots - slot),
                              {0, week, purpose, static_cast<std::uint32_t>(slot)}};
      float* corner = out + layout.place(static_cast<std::size_t>(slot), static_cast<std::size_t>(lane));
      const bool has_tails = kernel(coefficients_, symmetric_, tile, corner, layout);
      if (!has_tails) continue;
      // About one tile in 8,000: draw all of it again place by place.
      for (int s = 0; s < tile.slots; ++s) {
        for (int i = 0; i < lanes; ++i) {
          DrawPlace place = tile.place;
          place.path = tile.first_path + i;
          place.slot += s;
          corner[layout.place(static_cast<std::size_t>(s), static_cast<std::size_t>(i))] = draw(seed, place);
        }
      }
    }
  }
}

}  // namespace ebbtide
