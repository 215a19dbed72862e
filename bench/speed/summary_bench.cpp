// Speed of the summary of one column, in time per sample; one thread, memory warm.
//
//   cmake --preset release -DEBBTIDE_BENCH=ON && ninja -C build/release summary_bench
//   build/release/summary_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
//
// Goal: below 4 ns per sample in all at 100,000 samples.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "stats/column_summary.h"
#include "stats/group_pass.h"
#include "stats/order_statistics.h"

namespace {

constexpr std::size_t kGroupSize = 16;

// Roughly a column of flows in million USD.
std::vector<float> column(std::size_t n) {
  std::mt19937 words(20260119);
  std::normal_distribution<float> normal(300.0f, 900.0f);
  std::vector<float> samples(n);
  for (float& sample : samples) sample = normal(words);
  return samples;
}

std::vector<double> group_sums(const std::vector<float>& samples) {
  std::vector<double> sums((samples.size() + kGroupSize - 1) / kGroupSize);
  for (std::size_t i = 0; i < samples.size(); ++i) sums[i / kGroupSize] += samples[i];
  return sums;
}

void per_sample(benchmark::State& state, std::size_t n) {
  state.counters["time_per_sample"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(n),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void summarise(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<float> samples = column(n);
  const std::vector<double> sums = group_sums(samples);
  ebbtide::SummaryScratch scratch;
  for (auto _ : state) benchmark::DoNotOptimize(ebbtide::summarise_column(samples, sums, kGroupSize, scratch));
  per_sample(state, n);
}

void order_statistics(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<float> samples = column(n);
  ebbtide::OrderStatistics order;
  const std::size_t middle = n / 2;
  for (auto _ : state) {
    order.assign(samples);
    order.gather({&middle, 1});
    benchmark::DoNotOptimize(order.at(middle));
  }
  per_sample(state, n);
}

void standard_sort(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<float> samples = column(n);
  std::vector<float> sorted;
  for (auto _ : state) {
    sorted = samples;
    std::sort(sorted.begin(), sorted.end());
    benchmark::DoNotOptimize(sorted.at(n / 2));
  }
  per_sample(state, n);
}

void group_pass(benchmark::State& state) {
  const std::vector<float> samples = column(100000);
  const ebbtide::GroupPassInput input{
      300.0, -1180.0, {-1793.0f, -1180.0f, -853.0f, -307.0f, 300.0f, 907.0f, 1453.0f, 1780.0f, 2393.0f}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(ebbtide::group_pass(samples, kGroupSize, input));
  }
  per_sample(state, samples.size());
}

BENCHMARK(summarise)->Arg(10000)->Arg(100000)->Arg(1000000);
BENCHMARK(order_statistics)->Arg(100000);
BENCHMARK(standard_sort)->Arg(100000);
BENCHMARK(group_pass);

}  // namespace

BENCHMARK_MAIN();
