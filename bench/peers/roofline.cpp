// What this machine could do at best with the work W, and how much of it the engine reaches; one thread.
//
//   build/release/roofline --input bench/peers/work_w.json --mode all --paths 100000
//
// Measures the machine's own rates (fused multiply-adds, writes past the caches, reads, the noise kernel in the first
// cache, a streaming histogram) and the engine's times in turns, and prints their medians as JSON with the limits
//   simulation  variates x noise rate + 1,836 flop / peak
//   exact       that + 80 samples x (4 B written + 8 B read)
//   streaming   the simulation's + 80 samples x the histogram rate: bin found and counted (four times the paths are
//   simulated)
// per path and week: what must be done at least, as separately measured parts that could not overlap. It is a limit of
// this design (a counter-based generator, doubles, every sample kept), not of nature.
#include <immintrin.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "core/vector_level.h"
#include "engine_w.h"
#include "simulation/streaming.h"
#include "stats/binned_order.h"
#include "stats/pilot_bins.h"

namespace {

constexpr int kRounds = 9;
constexpr double kFlop = 1'836.0;  // in fused multiply-adds, a path and week of W

volatile double sink = 0.0;

// Results of kChains independent chains of fused multiply-adds: enough to hide their latency.
constexpr int kChains = 16;

EBBTIDE_TARGET_512 double chains_512_double(long steps) {
  __m512d chain[kChains];
  for (int i = 0; i < kChains; ++i) chain[i] = _mm512_set1_pd(1e-3 * i);
  const __m512d factor = _mm512_set1_pd(0.999), term = _mm512_set1_pd(1e-3);
  for (long step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chain[i] = _mm512_fmadd_pd(chain[i], factor, term);
  }
  double sum = 0.0;
  for (const __m512d& values : chain) sum += values[0];
  return sum;
}

EBBTIDE_TARGET_512 double chains_512_float(long steps) {
  __m512 chain[kChains];
  for (int i = 0; i < kChains; ++i) chain[i] = _mm512_set1_ps(1e-3F * static_cast<float>(i));
  const __m512 factor = _mm512_set1_ps(0.999F), term = _mm512_set1_ps(1e-3F);
  for (long step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chain[i] = _mm512_fmadd_ps(chain[i], factor, term);
  }
  double sum = 0.0;
  for (const __m512& values : chain) sum += static_cast<double>(values[0]);
  return sum;
}

constexpr int kShortChains = 12;  // sixteen registers

EBBTIDE_TARGET_256 double chains_256_double(long steps) {
  __m256d chain[kShortChains];
  for (int i = 0; i < kShortChains; ++i) chain[i] = _mm256_set1_pd(1e-3 * i);
  const __m256d factor = _mm256_set1_pd(0.999), term = _mm256_set1_pd(1e-3);
  for (long step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (int i = 0; i < kShortChains; ++i) chain[i] = _mm256_fmadd_pd(chain[i], factor, term);
  }
  double sum = 0.0;
  for (const __m256d& values : chain) sum += values[0];
  return sum;
}

EBBTIDE_TARGET_256 double chains_256_float(long steps) {
  __m256 chain[kShortChains];
  for (int i = 0; i < kShortChains; ++i) chain[i] = _mm256_set1_ps(1e-3F * static_cast<float>(i));
  const __m256 factor = _mm256_set1_ps(0.999F), term = _mm256_set1_ps(1e-3F);
  for (long step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (int i = 0; i < kShortChains; ++i) chain[i] = _mm256_fmadd_ps(chain[i], factor, term);
  }
  double sum = 0.0;
  for (const __m256& values : chain) sum += static_cast<double>(values[0]);
  return sum;
}

// Seconds of CPU.
double time_of(const std::function<void()>& work) {
  const peers::Clock start = peers::Clock::now();
  work();
  return (peers::Clock::now() - start).cpu;
}

double flop_rate(bool single) {
  const bool wide = ebbtide::machine_vector_level() == ebbtide::VectorLevel::bits_512;
  constexpr long kSteps = 4'000'000;
  const double lanes = (wide ? 8.0 : 4.0) * (single ? 2.0 : 1.0), chains = wide ? kChains : kShortChains;
  const auto run =
      wide ? (single ? chains_512_float : chains_512_double) : (single ? chains_256_float : chains_256_double);
  return 2.0 * lanes * chains * kSteps / time_of([&] { sink = sink + run(kSteps); });
}

// Far beyond the caches.
constexpr std::size_t kBig = std::size_t{24} << 20;

// a = b + 3 c, a written past the caches: bytes of all three.
double triad_rate(std::vector<float>& a, const std::vector<float>& b, const std::vector<float>& c) {
  const __m128 three = _mm_set1_ps(3.0F);
  const double seconds = time_of([&] {
    float* to = a.data() + (16 - reinterpret_cast<std::uintptr_t>(a.data()) / 4 % 16) % 16;
    for (std::size_t i = 0; i + 32 <= kBig; i += 4)
      _mm_stream_ps(to + i, _mm_add_ps(_mm_loadu_ps(&b[i]), _mm_mul_ps(three, _mm_loadu_ps(&c[i]))));
    _mm_sfence();
  });
  sink = sink + static_cast<double>(a[kBig / 2]);
  return 12.0 * kBig / seconds;
}

double read_rate(const std::vector<float>& a) {
  const double seconds = time_of([&] {
    __m128 sums[8] = {};
    for (std::size_t i = 0; i + 32 <= kBig; i += 32) {
#pragma GCC unroll 8
      for (std::size_t k = 0; k < 8; ++k) sums[k] = _mm_add_ps(sums[k], _mm_loadu_ps(&a[i + 4 * k]));
    }
    for (const __m128& sum : sums) sink = sink + static_cast<double>(sum[0]);
  });
  return 4.0 * kBig / seconds;
}

// Seconds a variate.
double noise_time() {
  constexpr int kPaths = 256, kSlots = 24, kFills = 4'000;
  const ebbtide::QuantileTable table = ebbtide::QuantileTable::normal();
  std::vector<float> out(std::size_t{kPaths} * kSlots);
  const double seconds = time_of([&] {
    for (int i = 0; i < kFills; ++i)
      table.fill(7, static_cast<std::uint64_t>(i) * kPaths, kPaths, 1, ebbtide::Purpose::market_shock, kSlots,
                 out.data(), {kPaths});
  });
  sink = sink + static_cast<double>(out[0]);
  return seconds / kFills / kPaths / kSlots;
}

// Seconds a value that a streaming histogram takes: its bin is found and counted, all in the first caches.
double count_time() {
  constexpr int kPaths = 8'192, kPasses = 4'000;
  std::vector<float> values(kPaths);
  ebbtide::QuantileTable::normal().fill(7, 0, kPaths, 1, ebbtide::Purpose::market_shock, 1, values.data(), {kPaths});
  const std::span<const float> first(values.data(), ebbtide::kPilotPaths);
  const ebbtide::PilotBins bins(ebbtide::Pilot(first), ebbtide::kPilotBins);
  std::vector<std::uint32_t> counts(ebbtide::kPilotBins);
  std::vector<std::uint16_t> scratch;
  const double seconds = time_of([&] {
    for (int pass = 0; pass < kPasses; ++pass) ebbtide::count_values(bins, values, scratch, counts);
  });
  sink = sink + counts[kPaths / 2];
  return seconds / kPasses / kPaths;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"all"});
  if (ebbtide::machine_vector_level() == ebbtide::VectorLevel::plain) {
    std::fprintf(stderr, "roofline: needs a processor with 256-bit vectors\n");
    return 2;
  }
  const peers::WorkW work = peers::load_work_w(arguments.input);
  const ebbtide::Executor serial(1);
  const peers::EngineW engine(work, arguments.paths, arguments.seed, arguments.slab_weeks);
  const peers::EngineW streaming(work, 4 * arguments.paths, arguments.seed, arguments.slab_weeks);
  std::vector<float> a(kBig + 16, 1.0F), b(kBig + 16, 2.0F), c(kBig + 16, 3.0F);
  std::vector<double> peak, peak_single, triad, read, noise, count, bare, exact, streamed;
  std::vector<ebbtide::ColumnSummary> summaries;
  for (int round = 0; round < kRounds; ++round) {
    peak.push_back(flop_rate(false));
    peak_single.push_back(flop_rate(true));
    triad.push_back(triad_rate(a, b, c));
    read.push_back(read_rate(a));
    noise.push_back(noise_time());
    count.push_back(count_time());
    bare.push_back(time_of([&] { sink = sink + engine.run_bare(serial); }));
    exact.push_back(time_of([&] { engine.run(serial, &summaries); }));
    streamed.push_back(time_of([&] { streaming.run_streaming(serial, summaries); }));
  }
  const double path_weeks = static_cast<double>(arguments.paths * work.weeks);
  const double variates = static_cast<double>(work.factors() + 1 + work.series());
  const double samples = 2.0 * static_cast<double>(work.series());
  const double noise_part = variates * median(noise), model_part = kFlop / median(peak);
  const double memory_part = samples * (4.0 / median(triad) + 8.0 / median(read));
  const double simulation = noise_part + model_part, whole = simulation + memory_part;
  const double own_simulation = median(bare) / path_weeks, own_whole = median(exact) / path_weeks;
  const double count_part = samples * median(count), own_streaming = median(streamed) / (4.0 * path_weeks);
  const nlohmann::ordered_json result = {{"peak_gflops_double", 1e-9 * median(peak)},
                                         {"peak_gflops_single", 1e-9 * median(peak_single)},
                                         {"triad_gb_s", 1e-9 * median(triad)},
                                         {"read_gb_s", 1e-9 * median(read)},
                                         {"noise_ns", 1e9 * median(noise)},
                                         {"limit_noise_ns", 1e9 * noise_part},
                                         {"limit_model_ns", 1e9 * model_part},
                                         {"limit_memory_ns", 1e9 * memory_part},
                                         {"limit_counts_ns", 1e9 * count_part},
                                         {"simulation_ns", 1e9 * own_simulation},
                                         {"exact_ns", 1e9 * own_whole},
                                         {"streaming_ns", 1e9 * own_streaming},
                                         {"simulation_share", simulation / own_simulation},
                                         {"exact_share", whole / own_whole},
                                         {"streaming_share", (simulation + count_part) / own_streaming}};
  std::printf("%s\n", result.dump(2).c_str());
}
