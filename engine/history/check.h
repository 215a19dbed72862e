// Lints a history beyond what loading it needs, and tabulates its coverage.
#pragma once

#include "core/finding.h"
#include "core/table.h"
#include "history/history.h"

namespace ebbtide {

// Errors: whatever loading refuses in a row (so that a history made in code is checked too), margins whose sum misses
// the total by more than rounding where the dimension is declared complete, rows before a member's or product's launch,
// rows that no declared product belongs to, products of the sibling that are none here, shares that no products can
// have, a cell without a row in a week between its others. Warnings: AUM that flows and prices cannot explain, weeks
// without a total flow since first_flow_week, products that no row covers. `universe_folder` names the files in
// positions.
Findings check_history(const History& history, const std::string& universe_folder);

// One row per series and year: weeks with a figure, weeks missing between the first and last week of the series' kind,
// first and last week seen; for the residual of a dimension (total less the listed members, in weeks that list any) its
// largest absolute value.
Table coverage_table(const History& history);

// One row per week from the first flow on: total flow and AUM, flows of all margins, residual of each dimension (only
// in weeks that list a member), AUM of margins where cells are observed, market variables as displayed. Unknown is
// empty; `status` says whether the total flow was seen or is missing.
Table weeks_table(const History& history);

}  // namespace ebbtide
