// History: everything published so far, and HistoryView: what was public at one date.
//
// Calibration and conditioning accept only a HistoryView, and only History::as_of makes one, so nothing published after
// the date can be read. Values are as first published.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "history/market_spec.h"
#include "history/universe.h"

namespace ebbtide {

// One row of flows.csv or aum.csv.
struct Observation {
  Date week_end;
  Date published;
  SeriesKey key;
  double value_musd = 0.0;
  double rounding_musd = 0.0;  // unit of the last printed digit
  std::string source;
  std::string confidence;
  int line = 0;  // in the CSV file
};

struct Figure {
  double value_musd = 0.0;
  double rounding_musd = 0.0;
};

class HistoryView;

class History {
 public:
  // levels[week][series], NaN where absent; weeks are consecutive Fridays starting at first_market_week.
  History(Universe universe, MarketSpec market, std::vector<Observation> flows, std::vector<Observation> aum,
          Date first_market_week, std::vector<std::vector<double>> levels);

  const Universe& universe() const { return universe_; }
  const MarketSpec& market() const { return market_; }
  const std::vector<Observation>& flows() const { return flows_; }  // sorted by week, key
  const std::vector<Observation>& aum() const { return aum_; }
  Date first_market_week() const { return first_market_week_; }
  const std::vector<std::vector<double>>& levels() const { return levels_; }  // as given
  Date last_market_week() const { return add_weeks(first_market_week_, static_cast<int>(levels_.size()) - 1); }

  // The history of the universe's sibling, over the same market; nullptr where there is none.
  const History* sibling() const { return sibling_.get(); }
  void set_sibling(History sibling);

  HistoryView as_of(Date date) const;
  // Everything, as of the last day: for display, checks and realised values, never for calibration.
  HistoryView complete() const;

 private:
  friend class HistoryView;
  Universe universe_;
  MarketSpec market_;
  std::vector<Observation> flows_;
  std::vector<Observation> aum_;
  Date first_market_week_;
  std::vector<std::vector<double>> levels_;
  std::shared_ptr<const History> sibling_;
};

// Owns copies of exactly the rows, levels and share declarations that were public at `as_of`; later history cannot be
// reached through it. In a universe with observed cells a week is public from the day its last row is.
class HistoryView {
 public:
  Date as_of() const { return as_of_; }
  const Universe& universe() const { return universe_; }
  const MarketSpec& market() const { return market_; }

  // Week 1 of a forecast: the first week after the latest one whose total flow is public. Throws InputError
  // ("no-history") when no total is public at all.
  Date week_one() const;

  // First and last week end with any market level in the view; the last is before the first when there is none.
  Date first_market_week() const { return first_market_week_; }
  Date last_market_week() const;

  // Level of a series at a week end, if public.
  std::optional<double> level(std::size_t series, Date week_end) const;
  // A variable in model units (bp or log percent; net of `over`) if every level it needs is public.
  std::optional<double> variable(std::size_t variable, Date week_end) const;
  // A variable as users see it: bp, or simple percent of the asset's own price (not net of `over`).
  std::optional<double> displayed(std::size_t variable, Date week_end) const;

  // A published figure; in a universe with observed cells, sums over its cells (roundings add in quadrature): of flows,
  // over the cells with a row that week; of AUM, only when every cell that has held something by then has a figure that
  // week (a sum that misses a fund would be wrong by that fund). nullopt when nothing was published for it. For
  // partially listed margins, the residual member's figure is never computed here.
  std::optional<Figure> flow(const SeriesKey& key, Date week_end) const;
  std::optional<Figure> aum(const SeriesKey& key, Date week_end) const;
  // Keys of all cells with a flow row, sorted (universes with observed cells only).
  const std::vector<SeriesKey>& cells() const { return cells_; }
  // First and last week with a public total flow.
  std::optional<Date> first_flow_week() const;
  std::optional<Date> last_flow_week() const;

  // The declared shares of total AUM in force (latest published by as_of) for a dimension, in display order; empty if
  // none.
  std::vector<double> declared_shares(Dimension dimension) const;

  // The sibling's view, cut at the same date; nullptr where there is none.
  const HistoryView* sibling() const { return sibling_.get(); }

 private:
  friend class History;
  HistoryView(const History& history, Date as_of);
  std::optional<double> own_change(const MarketVariable& variable, Date week_end) const;
  Date as_of_;
  Universe universe_;
  MarketSpec market_;
  Date first_market_week_;
  std::vector<std::vector<double>> levels_;
  std::map<std::pair<Date, SeriesKey>, Figure> flows_;
  std::map<std::pair<Date, SeriesKey>, Figure> aum_;
  std::vector<SeriesKey> cells_;
  std::map<SeriesKey, Date> held_since_;  // cells with an AUM figure or a flow other than zero, since when
  std::shared_ptr<const HistoryView> sibling_;
};

}  // namespace ebbtide
