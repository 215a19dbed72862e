#include "engine_w.h"

#include <cmath>
#include <stdexcept>

#include "parallel/scratch_pool.h"
#include "simulation/lane_product.h"
#include "simulation/lane_store.h"

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

// flows: without its own past and shock yet; earlier: of the week before.
EBBTIDE_VECTOR_WIDTHS
void close_week(const WorkW& work, const Lanes* earlier, const float* noise, const Lanes* returns, Lanes* flows,
                Lanes* aum) {
  for (std::size_t i = 0; i < work.series(); ++i) {
    const Lanes& r = returns[work.class_of[i]];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      flows[i][lane] += work.phi[i] * earlier[i][lane] + work.s[i] * static_cast<double>(noise[i * kLanes + lane]);
      aum[i][lane] = aum[i][lane] * (1.0 + r[lane]) + flows[i][lane];
    }
  }
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

EngineW::State EngineW::opening() const {
  State state;
  state.factors.resize(work_.factors());
  state.flows.resize(work_.series());
  state.aum.resize(work_.series());
  for (std::size_t i = 0; i < work_.series(); ++i) state.aum[i].fill(work_.aum[i]);
  return state;
}

EngineW::Scratch EngineW::scratch() const {
  Scratch scratch;
  scratch.shocks.resize(work_.factors());
  scratch.earlier.resize(std::max(work_.factors(), work_.series()));
  scratch.returns.resize(work_.classes());
  return scratch;
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

void EngineW::step(const Noise& noise, std::size_t group, std::size_t week, Scratch& scratch, State& state) const {
  const std::size_t factors = work_.factors(), classes = work_.classes(), series = work_.series();
  scale(noise.factors.of(group) + week * factors * kLanes, noise.mixing.of(group) + week * kLanes, factors,
        scratch.shocks.data());
  std::swap_ranges(state.factors.begin(), state.factors.end(), scratch.earlier.begin());
  for (std::size_t i = 0; i < factors; ++i) state.factors[i].fill(work_.c[i]);
  ebbtide::add_product(A_.data(), factors, factors, scratch.earlier.data(), state.factors.data());
  ebbtide::add_lower_product(L_.data(), factors, scratch.shocks.data(), state.factors.data());
  for (std::size_t i = 0; i < classes; ++i) scratch.returns[i].fill(work_.g0[i]);
  ebbtide::add_product(G_.data(), classes, factors, state.factors.data(), scratch.returns.data());
  std::swap_ranges(state.flows.begin(), state.flows.end(), scratch.earlier.begin());
  for (std::size_t i = 0; i < series; ++i) state.flows[i].fill(work_.a[i]);
  ebbtide::add_product(B_.data(), series, factors, state.factors.data(), state.flows.data());
  close_week(work_, scratch.earlier.data(), noise.series.of(group) + week * series * kLanes, scratch.returns.data(),
             state.flows.data(), state.aum.data());
}

double EngineW::run_bare(const ebbtide::Executor& executor) const {
  constexpr std::size_t kNoiseWeeks = 4;  // of a block: what the second cache holds
  std::vector<double> sums(block_count());
  ebbtide::ScratchPool<Scratch> pool([this] { return std::make_unique<Scratch>(scratch()); });
  executor.for_blocks(block_count(), [&](std::size_t block) {
    const auto scratch = pool.borrow();
    std::vector<State> states(kBlockGroups, opening());
    for (std::size_t first = 0; first < work_.weeks; first += kNoiseWeeks) {
      const std::size_t weeks = std::min(kNoiseWeeks, work_.weeks - first);
      draw(block, first, weeks, scratch->noise);
      for (std::size_t group = 0; group < kBlockGroups; ++group) {
        for (std::size_t week = 0; week < weeks; ++week) step(scratch->noise, group, week, *scratch, states[group]);
      }
    }
    for (const State& state : states) sums[block] += state.aum.front().front();
  });
  double sum = 0.0;
  for (const double value : sums) sum += value;
  return sum;
}

void EngineW::simulate_block(std::size_t block, std::size_t first_week, std::size_t weeks, Scratch& scratch,
                             std::vector<State>& states, float* samples, double* sums) const {
  draw(block, first_week, weeks, scratch.noise);
  for (std::size_t place = 0; place < kBlockGroups; ++place) {
    const std::size_t group = block * kBlockGroups + place;
    if (group * kLanes >= paths_) break;
    State& state = states[group];
    for (std::size_t week = 0; week < weeks; ++week) {
      step(scratch.noise, place, week, scratch, state);
      std::size_t column = week * 2 * work_.series();
      for (const auto* values : {&state.flows, &state.aum}) {
        for (const Lanes& lanes : *values) {
          sums[column * groups() + group] =
              ebbtide::store_past_caches(lanes, nullptr, samples + column * stride() + group * kLanes);
          ++column;
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
  std::vector<State> states(groups(), opening());
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
      simulate_block(block, first, weeks, *scratches.borrow(), states, samples, sums.data());
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

}  // namespace peers
