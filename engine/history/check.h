// Lints a history beyond what loading it needs, and tabulates its coverage.
#pragma once

#include "core/finding.h"
#include "core/table.h"
#include "history/history.h"

namespace ebbtide {

// Duplicate rows, weeks that do not end on a Friday, publication before the week end, margins whose sum misses the
// total by more than rounding where the dimension is declared complete (partial lists: the residual is shown by
// coverage_table), AUM jumps that flows and prices cannot explain, rows before a member's launch, gaps.
// `universe_folder` names the files in positions.
Findings check_history(const History& history, const std::string& universe_folder);

// One row per year and series: weeks with a figure, weeks missing, first and last week, largest residual.
Table coverage_table(const History& history);
// One row per week: total, margins and AUM where known, residual of each margin, factor values; `status` says seen or
// missing.
Table weeks_table(const History& history);

}  // namespace ebbtide
