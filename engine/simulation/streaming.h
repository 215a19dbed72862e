// Statistics of more paths than samples are held of (simulate.h says when): the paths are simulated in pieces, and each
// piece is added to every column's bins and sums before the next one overwrites it. Memory does not grow with the
// number of paths, but for 40 bytes per 1,024 of them where they carry weights.
//
// Bins and thresholds of a column come from the first 2,048 paths (stats/pilot_bins.h, stats/streamed_summary.h).
// Counts are whole numbers and a column's sums are added in the order of the paths, so neither threads nor the size of
// pieces can move a bit. Where the columns' counts do not fit into `count_bytes`, runs of series are streamed one after
// the other. Sums for paired differences are kept by runs of theta groups, 512 of them: their standard error has itself
// a relative error of about 3 %.
#pragma once

#include "simulation/simulate.h"

namespace ebbtide {

inline constexpr std::size_t kPilotPaths = 2'048;
inline constexpr std::size_t kSumRuns = 512;

// Views are an InternalError: they need all paths at once. Throws InputError where every path is excluded.
SimulationResult simulate_streamed(const Model& model, const std::vector<Event>& events,
                                   const SimulationOptions& options, const RealisedLookup& realised,
                                   const Executor& executor, SimulationMemory& memory);

// Times that the paths are simulated for statistics.
std::size_t streamed_passes(const Model& model, const SimulationOptions& options);

}  // namespace ebbtide
