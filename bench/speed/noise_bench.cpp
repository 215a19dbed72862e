// Speed of the noise kernel, in items (variates) per second; one thread.
//
//   cmake --preset release -DEBBTIDE_BENCH=ON && ninja -C build/release noise_bench
//   build/release/noise_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
//
// Goal: below 6 ns per variate on a machine with 256-bit vectors (docs: one Philox block gives four variates).
#include <benchmark/benchmark.h>

#include <vector>

#include "random/boost_draws.h"
#include "random/quantile_table.h"

namespace {

using ebbtide::QuantileTable;
using ebbtide::VectorLevel;

constexpr int kPaths = 256;
constexpr int kSlots = 52;

void fill(benchmark::State& state, const QuantileTable& table) {
  const auto level = static_cast<VectorLevel>(state.range(0));
  if (level > ebbtide::machine_vector_level()) {
    state.SkipWithError("the machine lacks this vector level");
    return;
  }
  std::vector<float> out(std::size_t{kPaths} * kSlots);
  std::uint64_t path = 0;
  for (auto _ : state) {
    table.fill(7, path, kPaths, 1, ebbtide::Purpose::market_shock, kSlots, out.data(), {kPaths}, level);
    path += kPaths;
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * kPaths * kSlots);
  state.counters["ns"] = benchmark::Counter(static_cast<double>(state.iterations()) * kPaths * kSlots * 1e-9,
                                            benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void normal_fill(benchmark::State& state) {
  fill(state, QuantileTable::normal());
}
void student_fill(benchmark::State& state) {
  fill(state, QuantileTable::student_t(5.0));
}
void mixing_fill(benchmark::State& state) {
  fill(state, QuantileTable::inverse_root_gamma(2.5));
}

void one_by_one(benchmark::State& state) {
  const QuantileTable table = QuantileTable::normal();
  std::uint64_t path = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.draw(7, {path++, 1, ebbtide::Purpose::market_shock, 0}));
  }
}

void boost_normal(benchmark::State& state) {
  ebbtide::PlaceEngine engine(7, {});
  for (auto _ : state) benchmark::DoNotOptimize(ebbtide::normal_draw(engine));
}

void boost_gamma(benchmark::State& state) {
  ebbtide::PlaceEngine engine(7, {});
  for (auto _ : state) benchmark::DoNotOptimize(ebbtide::gamma_draw(engine, 2.5));
}

void build_table(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(QuantileTable::inverse_root_gamma(2.5));
}

// Argument: 0 plain, 1 256-bit, 2 512-bit vectors.
BENCHMARK(normal_fill)->DenseRange(0, 2);
BENCHMARK(student_fill)->DenseRange(0, 2);
BENCHMARK(mixing_fill)->DenseRange(0, 2);
BENCHMARK(one_by_one);
BENCHMARK(boost_normal);
BENCHMARK(boost_gamma);
BENCHMARK(build_table);

}  // namespace

BENCHMARK_MAIN();
