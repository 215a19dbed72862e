// The work W in the engine's own pieces: noise kernel, products of lanes, columns of samples, summaries, executor.
#pragma once

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
  struct Scratch {
    Noise noise;
    std::vector<ebbtide::Lanes> shocks, factors, returns, flows;
  };

  std::size_t block_count() const { return (paths_ + ebbtide::kBlockPaths - 1) / ebbtide::kBlockPaths; }
  // What a theta group of 16 paths carries from week to week: factors, flows, AUM.
  std::size_t state_size() const { return work_.factors() + 2 * work_.series(); }
  void open(ebbtide::Lanes* state) const;
  Scratch scratch() const;
  void draw(std::size_t block, std::size_t first_week, std::size_t weeks, Noise& noise) const;
  // One week of one group; `week` counts from the first that noise holds.
  void step(const Noise& noise, std::size_t group, std::size_t week, Scratch& scratch, ebbtide::Lanes* state) const;

  // Every path, nothing kept. Returns a sum over the last week, so that no work can be left out.
  double run_bare(const ebbtide::Executor& executor) const;
  // Every path, samples in columns a slab of weeks at a time; each slab is summarised where `summaries` is given.
  Timing run(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>* summaries) const;
  // Every path, samples in pieces of paths that are counted and overwritten; memory does not grow with the paths.
  Timing run_streaming(const ebbtide::Executor& executor, std::vector<ebbtide::ColumnSummary>& summaries) const;

 private:
  // Where a block's samples go: columns of some weeks, of the paths of some groups.
  struct Columns {
    ebbtide::Lanes* states;  // of the first group
    float* samples;          // of the first column and group
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
