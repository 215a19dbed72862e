#include "engine_w.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "parallel/scratch_pool.h"
#include "simulation/lane_product.h"
#include "simulation/lane_store.h"
#include "simulation/streamed_column.h"
#include "simulation/streaming.h"

namespace peers {

using ebbtide::GroupedNoise;
using ebbtide::kBlockPaths;
using ebbtide::kLanes;
using ebbtide::Lanes;
using ebbtide::Purpose;

namespace {

constexpr std::size_t kBlockGroups = kBlockPaths / kLanes;

EBBTIDE_VECTOR_WIDTHS
void scale(const float* noise, const float* mixing, std::size_t count, Lanes* shocks) {
  const double root = std::sqrt(1.5);  // sqrt(3 / chi2) of 1 / sqrt(Gamma), chi2(5) = 2 Gamma(5 / 2)
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      shocks[i][lane] = root * static_cast<double>(mixing[lane]) * static_cast<double>(noise[i * kLanes + lane]);
  }
}

// One series: its flow without its own past and shock before, whole afterwards. One loop over all lanes, which the
// compiler widens from single precision without taking halves apart.
[[gnu::always_inline]] inline void close_series(double phi, double s, const float* __restrict shock,
                                                const double* __restrict r, double* __restrict flow,
                                                float* __restrict last, double* __restrict aum) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double own = std::fma(phi, static_cast<double>(last[lane]), flow[lane]);
    const double whole = std::fma(s, static_cast<double>(shock[lane]), own);
    flow[lane] = whole;
    last[lane] = static_cast<float>(whole);
    aum[lane] = std::fma(aum[lane], 1.0 + r[lane], whole);
  }
}

EBBTIDE_VECTOR_WIDTHS
void close_week(const WorkW& work, const float* noise, const Lanes* returns, EngineW::State state, Lanes* flows) {
  const double *phi = work.phi.data(), *s = work.s.data();
  const std::size_t *class_of = work.class_of.data(), series = work.series();
  for (std::size_t i = 0; i < series; ++i)
    close_series(phi[i], s[i], noise + i * kLanes, returns[class_of[i]].data(), flows[i].data(), state.flows[i].data(),
                 state.aum[i].data());
}

}  // namespace

EngineW::EngineW(const WorkW& work, std::size_t paths, std::uint64_t seed, std::size_t slab_weeks)
    : work_(work),
      paths_(paths),
      seed_(seed),
      slab_weeks_(slab_weeks > 0 ? slab_weeks : 4),
      A_(work.A.column_major()),
      L_(work.L.column_major()),
      G_(work.G.column_major()),
      B_(work.B.column_major()),
      normal_(ebbtide::QuantileTable::normal()),
      mixing_(ebbtide::QuantileTable::inverse_root_gamma(2.5)),
      student_(ebbtide::QuantileTable::student_t(5.0)) {
  if (paths % kLanes != 0) throw std::invalid_argument("paths must be a multiple of 16");
}

EngineW::States::States(const EngineW& engine, std::size_t groups)
    : factors_(engine.work_.factors()),
      series_(engine.work_.series()),
      values_(groups * (factors_ + series_)),
      flows_(groups * series_) {
  for (std::size_t group = 0; group < groups; ++group) engine.open(of(group));
}

EngineW::State EngineW::States::of(std::size_t group) const {
  Lanes* values = values_.data() + group * (factors_ + series_);
  return {values, values + factors_, flows_.data() + group * series_};
}

void EngineW::open(const State& state) const {
  for (std::size_t i = 0; i < work_.factors(); ++i) state.factors[i].fill(0.0);
  for (std::size_t i = 0; i < work_.series(); ++i) {
    state.aum[i].fill(work_.aum[i]);
    state.flows[i].fill(0.0F);
  }
}

EngineW::Scratch EngineW::scratch() const {
  return {{},
          States(*this, kBlockGroups),
          std::vector<Lanes>(work_.factors()),
          std::vector<Lanes>(work_.factors()),
          std::vector<Lanes>(work_.classes()),
          std::vector<Lanes>(work_.series())};
}

void EngineW::draw(std::size_t block, std::size_t first_week, std::size_t weeks, Noise& noise) const {
  const auto fill = [&](const ebbtide::QuantileTable& table, Purpose purpose, std::size_t slots, GroupedNoise& out) {
    fill_grouped(
        table,
        {seed_, block * kBlockPaths, kLanes, purpose, slots, static_cast<int>(first_week), static_cast<int>(weeks), 0},
        out, noise.week);
  };
  fill(normal_, Purpose::market_shock, work_.factors(), noise.factors);
  fill(mixing_, Purpose::mixing, 1, noise.mixing);
  fill(student_, Purpose::asset_shock, work_.series(), noise.series);
}

void EngineW::step(const Noise& noise, std::size_t group, std::size_t week, Scratch& scratch,
                   const State& state) const {
  const std::size_t count = work_.factors(), classes = work_.classes(), series = work_.series();
  Lanes* factors = state.factors;
  scale(noise.factors.of(group) + week * count * kLanes, noise.mixing.of(group) + week * kLanes, count,
        scratch.shocks.data());
  std::copy_n(factors, count, scratch.factors.data());
  ebbtide::set_product(work_.c.data(), A_.data(), count, count, scratch.factors.data(), factors);
  ebbtide::add_lower_product(L_.data(), count, scratch.shocks.data(), factors);
  ebbtide::set_product(work_.g0.data(), G_.data(), classes, count, factors, scratch.returns.data());
  ebbtide::set_product(work_.a.data(), B_.data(), series, count, factors, scratch.flows.data());
  close_week(work_, noise.series.of(group) + week * series * kLanes, scratch.returns.data(), state,
             scratch.flows.data());
}

double EngineW::run_bare(const ebbtide::Executor& executor) const {
  constexpr std::size_t kNoiseWeeks = 4;  // of a block: what the second cache holds
  std::vector<double> sums(block_count());
  ebbtide::ScratchPool<Scratch> pool([this] { return std::make_unique<Scratch>(scratch()); });
  executor.for_blocks(block_count(), [&](std::size_t block) {
    const auto scratch = pool.borrow();
    for (std::size_t group = 0; group < kBlockGroups; ++group) open(scratch->states.of(group));
    for (std::size_t first = 0; first < work_.weeks; first += kNoiseWeeks) {
      const std::size_t weeks = std::min(kNoiseWeeks, work_.weeks - first);
      draw(block, first, weeks, scratch->noise);
      for (std::size_t group = 0; group < kBlockGroups; ++group) {
        for (std::size_t week = 0; week < weeks; ++week)
          step(scratch->noise, group, week, *scratch, scratch->states.of(group));
      }
    }
    for (std::size_t group = 0; group < kBlockGroups; ++group) {
      const State state = scratch->states.of(group);
      for (std::size_t i = 0; i < work_.series(); ++i)
        sums[block] += state.aum[i].front() + static_cast<double>(state.flows[i].front());
    }
  });
  double sum = 0.0;
  for (const double value : sums) sum += value;
  return sum;
}

void EngineW::simulate_block(std::size_t block, std::size_t first_week, std::size_t weeks, Scratch& scratch,
                             const Columns& columns) const {
  draw(block, first_week, weeks, scratch.noise);
  for (std::size_t place = 0; place < kBlockGroups; ++place) {
    const std::size_t group = block * kBlockGroups + place - columns.first_group;
    if (group >= columns.groups || (columns.first_group + group) * kLanes >= paths_) break;
    const State state = columns.states->of(group);
    float* samples = columns.samples + group * kLanes;
    double* sums = columns.sums + group;
    for (std::size_t week = 0; week < weeks; ++week) {
      step(scratch.noise, place, week, scratch, state);
      for (const Lanes* values : {scratch.flows.data(), state.aum}) {
        for (std::size_t i = 0; i < work_.series(); ++i) {
          *sums = ebbtide::store_past_caches(values[i], nullptr, samples);
          samples += columns.stride;
          sums += columns.sums_stride;
        }
      }
    }
  }
  ebbtide::finish_stores();
}

Timing EngineW::run(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>* summaries) const {
  Timing timing;
  const Clock start = Clock::now();
  const std::size_t week_columns = 2 * work_.series();
  const States states(*this, groups());
  ebbtide::SimulationMemory memory;
  float* samples = memory.samples(slab_weeks_ * week_columns * stride());
  const ebbtide::LargeArray<double> sums = memory.take_sums(slab_weeks_ * week_columns * groups());
  ebbtide::ScratchPool<Scratch> scratches([this] { return std::make_unique<Scratch>(scratch()); });
  ebbtide::ScratchPool<ebbtide::SummaryScratch> pool([] { return std::make_unique<ebbtide::SummaryScratch>(); });
  if (summaries != nullptr) summaries->resize(work_.columns());
  timing.simulate += Clock::now() - start;
  for (std::size_t first = 0; first < work_.weeks; first += slab_weeks_) {
    const std::size_t weeks = std::min(slab_weeks_, work_.weeks - first);
    const Clock begun = Clock::now();
    executor.for_blocks(block_count(), [&](std::size_t block) {
      simulate_block(block, first, weeks, *scratches.borrow(),
                     {&states, samples, sums.data(), 0, groups(), stride(), groups()});
    });
    const Clock simulated = Clock::now();
    timing.simulate += simulated - begun;
    if (summaries == nullptr) continue;
    executor.for_blocks(weeks * week_columns, [&](std::size_t column) {
      (*summaries)[first * week_columns + column] =
          ebbtide::summarise_column({samples + column * stride(), paths_},
                                    {sums.data() + column * groups(), paths_ / kLanes}, kLanes, *pool.borrow());
    });
    timing.summarise += Clock::now() - simulated;
  }
  return timing;
}

Timing EngineW::run_streaming(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>& summaries) const {
  // Paths and weeks at once: a column's counts come from memory once for so many paths.
  constexpr std::size_t kWeeks = 3, kPiece = 6 * ebbtide::kPilotPaths, kGroups = kPiece / kLanes, kColumnsAtOnce = 8;
  // A cache line more than a power of two: columns written side by side would share the same few places of a cache.
  constexpr std::size_t kStride = kPiece + kLanes, kSumsStride = kGroups + 8;
  const std::size_t count = work_.columns(), week_columns = 2 * work_.series();
  Timing timing;
  const States states(*this, kGroups);
  const ebbtide::LargeArray<float> samples(kWeeks * week_columns * kStride);
  const ebbtide::LargeArray<double> sums(kWeeks * week_columns * kSumsStride);
  const ebbtide::LargeArray<std::uint32_t> counts(count * ebbtide::kPilotBins);
  std::fill_n(counts.data(), counts.size(), 0U);
  std::vector<std::optional<ebbtide::StreamedColumn>> columns(count);
  ebbtide::ScratchPool<Scratch> scratches([this] { return std::make_unique<Scratch>(scratch()); });
  ebbtide::ScratchPool<ebbtide::ColumnScratch> pool([] { return std::make_unique<ebbtide::ColumnScratch>(); });
  const auto of_column = [&](std::size_t c) {
    return std::span(counts.data() + c * ebbtide::kPilotBins, ebbtide::kPilotBins);
  };
  for (std::size_t first = 0; first < paths_; first += kPiece) {
    const std::size_t paths = std::min(kPiece, paths_ - first);
    for (std::size_t group = 0; group < kGroups; ++group) open(states.of(group));
    for (std::size_t first_week = 0; first_week < work_.weeks; first_week += kWeeks) {
      const std::size_t weeks = std::min(kWeeks, work_.weeks - first_week);
      const Clock begun = Clock::now();
      executor.for_blocks((paths + kBlockPaths - 1) / kBlockPaths, [&](std::size_t block) {
        simulate_block(first / kBlockPaths + block, first_week, weeks, *scratches.borrow(),
                       {&states, samples.data(), sums.data(), first / kLanes, kGroups, kStride, kSumsStride});
      });
      const Clock simulated = Clock::now();
      timing.simulate += simulated - begun;
      const std::size_t slab_columns = weeks * week_columns;
      executor.for_blocks((slab_columns + kColumnsAtOnce - 1) / kColumnsAtOnce, [&](std::size_t block) {
        const auto scratch = pool.borrow();
        for (std::size_t c = block * kColumnsAtOnce; c < std::min((block + 1) * kColumnsAtOnce, slab_columns); ++c) {
          const std::span<const float> values(samples.data() + c * kStride, paths);
          const std::size_t place = first_week * week_columns + c;
          if (first == 0)
            columns[place].emplace(ebbtide::Pilot(values.first(std::min(paths, ebbtide::kPilotPaths))),
                                   ebbtide::ColumnMarks());
          columns[place]->add(values, std::span<const double>(sums.data() + c * kSumsStride, paths / kLanes), kLanes,
                              of_column(place), *scratch);
        }
      });
      timing.summarise += Clock::now() - simulated;
    }
  }
  const auto n = static_cast<double>(paths_), size = static_cast<double>(kLanes);
  const ebbtide::GroupTotals totals{paths_ / kLanes, n, n * size, n};
  const Clock begun = Clock::now();
  summaries.resize(count);
  executor.for_blocks(
      count, [&](std::size_t c) { summaries[c] = columns[c]->summary(totals, kLanes, of_column(c), nullptr); });
  timing.summarise += Clock::now() - begun;
  return timing;
}

}  // namespace peers
