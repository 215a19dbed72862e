// The work W in the engine's own pieces: noise kernel, products of lanes, columns of samples, summaries, executor.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "parallel/executor.h"
#include "peer_run.h"
#include "random/quantile_table.h"
#include "simulation/grouped_noise.h"
#include "simulation/lanes.h"
#include "simulation/simulation_memory.h"
#include "stats/column_summary.h"
#include "work_w.h"

namespace peers {

class EngineW {
 public:
  // slab_weeks: weeks whose samples are held at one time; changes no number.
  EngineW(const WorkW& work, std::size_t paths, std::uint64_t seed, std::size_t slab_weeks);

  struct Noise {
    ebbtide::GroupedNoise factors, mixing, series;
    std::vector<float> week;  // in path order, while it is drawn
  };
  // What a theta group of 16 paths carries from week to week. A flow enters the next week's as its sample shows it,
  // in single precision.
  using LastFlow = std::array<float, ebbtide::kLanes>;
  struct State {
    ebbtide::Lanes *factors, *aum;
    LastFlow* flows;
  };
  class States {
   public:
    States(const EngineW& engine, std::size_t groups);
    State of(std::size_t group) const;

   private:
    std::size_t factors_, series_;
    ebbtide::LargeArray<ebbtide::Lanes> values_;  // by group: factors, AUM
    ebbtide::LargeArray<LastFlow> flows_;
  };

  struct Scratch {
    Noise noise;
    States states;  // of one block
    std::vector<ebbtide::Lanes> shocks, factors, returns, flows;
  };

  std::size_t block_count() const { return (paths_ + ebbtide::kBlockPaths - 1) / ebbtide::kBlockPaths; }
  void open(const State& state) const;
  Scratch scratch() const;
  void draw(std::size_t block, std::size_t first_week, std::size_t weeks, Noise& noise) const;
  // One week of one group; `week` counts from the first that noise holds. The week's flows are in scratch.flows.
  void step(const Noise& noise, std::size_t group, std::size_t week, Scratch& scratch, const State& state) const;

  // Every path, nothing kept. Returns a sum over the last week, so that no work can be left out.
  double run_bare(const ebbtide::Executor& executor) const;
  // Every path, samples in columns a slab of weeks at a time; each slab is summarised where `summaries` is given.
  Timing run(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>* summaries) const;
  // Every path, samples in pieces of paths that are counted and overwritten; memory does not grow with the paths.
  Timing run_streaming(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>& summaries) const;

 private:
  // Where a block's samples go: columns of some weeks, of the paths of some groups.
  struct Columns {
    const States* states;
    float* samples;  // of the first column and group
    double* sums;
    std::size_t first_group, groups;
    std::size_t stride, sums_stride;  // from one column to the next
  };
  void simulate_block(std::size_t block, std::size_t first_week, std::size_t weeks, Scratch& scratch,
                      const Columns& columns) const;
  std::size_t stride() const { return block_count() * ebbtide::kBlockPaths; }
  std::size_t groups() const { return stride() / ebbtide::kLanes; }

  const WorkW& work_;
  std::size_t paths_;
  std::uint64_t seed_;
  std::size_t slab_weeks_;
  std::vector<double> A_, L_, G_, B_;  // column-major
  ebbtide::QuantileTable normal_, mixing_, student_;
};

}  // namespace peers
