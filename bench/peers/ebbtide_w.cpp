// The work W in the engine's own pieces.
//
//   exact      every path, every statistic (two more quantiles and all standard errors than the peers compute)
//   streaming  the same in memory that does not grow with the paths, quantiles read off counts in bins
//   simulate   every path, samples stored, no statistics
//   bare       every path, nothing stored
#include <cmath>

#include "engine_statistics.h"
#include "engine_w.h"

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"exact", "streaming", "simulate", "bare"});
  const peers::WorkW work = peers::load_work_w(arguments.input, arguments.weeks, arguments.series);
  const ebbtide::Executor executor(arguments.threads);
  const peers::EngineW engine(work, arguments.paths, arguments.seed, arguments.slab_weeks);
  peers::Timing timing;
  std::vector<ebbtide::ColumnSummary> summaries;
  if (arguments.mode == "bare") {
    const peers::Clock start = peers::Clock::now();
    const double sum = engine.run_bare(executor);
    timing.simulate = peers::Clock::now() - start;
    if (!std::isfinite(sum)) return 4;
  } else if (arguments.mode == "streaming") {
    timing = engine.run_streaming(executor, summaries);
  } else {
    timing = engine.run(executor, arguments.mode == "exact" ? &summaries : nullptr);
  }
  peers::report("ebbtide", arguments, work.weeks, timing);
  if (!arguments.statistics.empty() && !summaries.empty())
    peers::write_summaries(arguments.statistics, peers::column_names(work), summaries);
}
