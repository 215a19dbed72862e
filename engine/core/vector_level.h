// Hot loops are compiled once per vector width of the machine and chosen at run time. Every version runs the same IEEE
// operations and explicit fused multiply-adds on the same lanes, and -ffp-contract=off keeps them apart, so all give
// the same bits; only the speed differs. Two ways:
// - By level: write the loop as a [[gnu::always_inline]] body in plain C++, wrap it in one function per level (the two
//   wider ones carry EBBTIDE_TARGET_256 and EBBTIDE_TARGET_512), and pick with version_of(machine_vector_level(), ...).
//   For bulk loops over columns and draws, and where versions differ in their instructions: each can be tested.
// - EBBTIDE_VECTOR_WIDTHS before a function: the loader picks, once, at no cost per call. For the steps of a theta
//   group's few lanes. Sanitizers do not mix with the clones, and get the plain version.
#pragma once

#include <array>

namespace ebbtide {

enum class VectorLevel { plain, bits_256, bits_512 };

inline constexpr std::array<VectorLevel, 3> kVectorLevels = {VectorLevel::plain, VectorLevel::bits_256,
                                                             VectorLevel::bits_512};

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_TARGET_256 __attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt")))
#define EBBTIDE_TARGET_512                                                                                     \
  __attribute__((                                                                                              \
      target("avx2,fma,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl,prefer-vector-width=" \
             "512")))

// The widest level this machine runs.
inline VectorLevel machine_vector_level() {
  if (__builtin_cpu_supports("x86-64-v4")) return VectorLevel::bits_512;
  if (__builtin_cpu_supports("x86-64-v3")) return VectorLevel::bits_256;
  return VectorLevel::plain;
}
#else
#define EBBTIDE_TARGET_256
#define EBBTIDE_TARGET_512
inline VectorLevel machine_vector_level() {
  return VectorLevel::plain;
}
#endif

#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EBBTIDE_VECTOR_WIDTHS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EBBTIDE_VECTOR_WIDTHS
#endif

// The version of a loop for a level.
template <typename Function>
Function version_of(VectorLevel level, Function plain, Function bits_256, Function bits_512) {
  return level == VectorLevel::bits_512 ? bits_512 : level == VectorLevel::bits_256 ? bits_256 : plain;
}

}  // namespace ebbtide
