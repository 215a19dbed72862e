// What came, frozen: every week as it stood on the day its own total flow came out. Weeks published later cannot move
// it.
#pragma once

#include <map>
#include <optional>

#include "history/history.h"

namespace ebbtide {

struct RealisedWeek {
  Date published;  // the day the week's total flow came out
  double flow_musd = 0.0;
  // Closing AUM: of universes whose cells are observed the reconstruction on that day, of others the published figure.
  std::optional<double> aum_musd;
  std::map<SeriesKey, double> member_flow_musd;  // margins and observed cells whose flow was out by that day
};

class RealisedWeeks {
 public:
  // Weeks of the history that end from `first` to `last`, where a total flow was ever published.
  RealisedWeeks(const History& history, Date first, Date last);

  const RealisedWeek* find(Date week_end) const;
  // Sum over the weeks from week_one on, of the total (empty key), a margin or a cell; empty unless every week is
  // known.
  std::optional<double> cumulative_flow(const SeriesKey& key, Date week_one, int weeks) const;

 private:
  std::map<Date, RealisedWeek> weeks_;
};

}  // namespace ebbtide
