#include "calibration/dollar_disappointment.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/shipped_history.h"
#include "support/simulated_history.h"

namespace ebbtide {
namespace {

double log_move(const HistoryView& view, std::size_t variable, Date week) {
  return log_percent(*view.displayed(variable, week));
}

TEST(DisappointmentHistory, BetaIsTheSlopeOfItsWindowWithTheSignTurned) {
  const auto simulated = fixture::simulate_history(5);
  const HistoryView view = simulated.history.as_of(simulated.as_of);
  const Date last = view.last_market_week();
  Matrix x(52, 2);
  Vector y(52);
  for (int i = 0; i < 52; ++i) {
    x.row(i) << 1.0, log_move(view, 1, add_weeks(last, -i));
    y(i) = log_move(view, 2, add_weeks(last, -i));
  }
  const Vector fit = x.colPivHouseholderQr().solve(y);
  const DollarDisappointment term = DisappointmentHistory(view, 2, 1).trailing(last);
  EXPECT_EQ(term.dollar_variable, 1);
  EXPECT_NEAR(term.beta, -fit(1), 1e-10);
}

TEST(DisappointmentHistory, OfAWeekUsesTheWindowBeforeIt) {
  const auto simulated = fixture::simulate_history(5);
  const HistoryView view = simulated.history.as_of(simulated.as_of);
  const DisappointmentHistory past(view, 2, 1);
  int negative = 0;
  for (Date week = add_weeks(view.last_market_week(), -100); week <= view.last_market_week();
       week = add_weeks(week, 1)) {
    const double price = log_move(view, 2, week), dollar = log_move(view, 1, week);
    const double gap = price + past.trailing(add_weeks(week, -1)).beta * dollar;
    const double value = past.in_week(week);
    EXPECT_EQ(value, dollar < 0.0 && gap < 0.0 ? gap : 0.0);
    negative += value < 0.0 ? 1 : 0;
  }
  EXPECT_GT(negative, 5);
}

TEST(DisappointmentHistory, KnowsNothingOfWhatIsNotPublicYet) {
  const auto simulated = fixture::simulate_history(5);
  const HistoryView view = simulated.history.as_of(simulated.as_of);
  const DisappointmentHistory past(view, 2, 1);
  EXPECT_EQ(past.in_week(add_weeks(view.last_market_week(), 1)), 0.0);
  EXPECT_EQ(past.trailing(add_weeks(view.first_market_week(), 20)).beta, 0.0);  // fewer than 26 weeks
  EXPECT_NE(past.trailing(add_weeks(view.first_market_week(), 40)).beta, 0.0);
}

}  // namespace
}  // namespace ebbtide
