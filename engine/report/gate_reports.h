// What the gates found, in the forms that continuous integration reads: JUnit XML, a markdown summary, and the JSON of
// github-action-benchmark.
//
// They read the tables of backtest/gate_table.h and backtest/skill.h; like every writer they know columns, no scores.
#pragma once

#include <string>

#include "core/table.h"

namespace ebbtide {

struct GateReportInput {
  std::string name;  // of the backtest
  std::string title;
  double seconds = 0.0;
  std::string revision;
  std::uint64_t paths = 0;
  std::uint64_t seed = 0;
};

// A suite for every track and horizon, a case for every series and score. A gate that does not hold is a failure with
// what was measured and the limit.
std::string junit_text(const Table& gates, const GateReportInput& input);

// A headline, what fails, large improvements, and the table of mean scores. At most `most_bytes`: a step summary takes
// 1 MiB.
std::string gates_markdown(const Table& gates, const GateReportInput& input, std::size_t most_bytes = 900'000);

// Positive quantities of which smaller ones are better (`customSmallerIsBetter`): mean scores, and seconds.
std::string benchmark_text(const Table& gates, const GateReportInput& input);

}  // namespace ebbtide
