// Dollar disappointment of past weeks, from public values only.
//
// The trailing response of a price to the dollar is the least-squares slope of its weekly log-percent change on the
// dollar's, with a constant, over the window of weeks before; beta is that slope with its sign turned, so that a weaker
// dollar is expected to bring beta log percent per log percent lost.
#pragma once

#include <cstddef>

#include "history/history.h"
#include "model/posterior.h"

namespace ebbtide {

class DisappointmentHistory {
 public:
  // Indices into view.market().variables; the price as displayed, not net of another.
  DisappointmentHistory(const HistoryView& view, std::size_t price, std::size_t dollar);

  // The beta of the window that ends with `last`; 0 while fewer than half of its weeks are public.
  DollarDisappointment trailing(Date last) const;
  // Of a week, with the beta of the window that ends the week before; 0 where price or dollar are not public yet.
  double in_week(Date week) const;

 private:
  const HistoryView& view_;
  std::size_t price_;
  std::size_t dollar_;
};

}  // namespace ebbtide
