// The past of every product: its flow, how surely it is known, and its AUM, week by week.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "calibration/fund_history.h"

namespace ebbtide {

// A cell that exists: what one issuer lists in one region on one asset.
struct Product {
  SeriesKey key;                 // all three named
  std::optional<Date> launched;  // first day it existed; empty: before the history starts
  std::string source;            // where its existence is read
};

// seen: the figure was published for this very cell. inferred: the week's total is published and the cell follows from
// it. smoothed: no total was published that week.
enum class CellStatus { seen, inferred, smoothed };

struct CellWeek {
  double flow_musd = 0.0;     // the published figure where seen
  double flow_sd_musd = 0.0;  // rounding included
  double aum_musd = 0.0;      // at the week's end; 0 before launch
  CellStatus status = CellStatus::inferred;
};

struct CellHistory {
  Product product;
  std::vector<CellWeek> weeks;  // the weeks of FundHistory
};

struct CubeHistory {
  Date first_week;
  std::vector<CellHistory> cells;  // in display order of asset, region, issuer
  Date week_end(std::size_t index) const { return add_weeks(first_week, static_cast<int>(index)); }
};

// Of universes with observed cells; no cells otherwise.
CubeHistory build_cube_history(const HistoryView& view, const FundHistory& history);

}  // namespace ebbtide
