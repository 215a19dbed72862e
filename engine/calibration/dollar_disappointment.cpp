#include "calibration/dollar_disappointment.h"

#include <optional>

namespace ebbtide {
namespace {

std::optional<double> log_move(const HistoryView& view, std::size_t variable, Date week) {
  const auto move = view.displayed(variable, week);
  if (!move || view.market().variables[variable].unit != Unit::percent) return move;
  return log_percent(*move);
}

}  // namespace

DisappointmentHistory::DisappointmentHistory(const HistoryView& view, std::size_t price, std::size_t dollar)
    : view_(view), price_(price), dollar_(dollar) {}

DollarDisappointment DisappointmentHistory::trailing(Date last) const {
  DollarDisappointment result;
  result.dollar_variable = static_cast<int>(dollar_);
  double weeks = 0.0, price = 0.0, dollar = 0.0, squares = 0.0, products = 0.0;
  for (int back = 0; back < result.window; ++back) {
    const auto p = log_move(view_, price_, add_weeks(last, -back));
    const auto u = log_move(view_, dollar_, add_weeks(last, -back));
    if (!p || !u) continue;
    weeks += 1.0;
    price += *p;
    dollar += *u;
    squares += *u * *u;
    products += *p * *u;
  }
  if (weeks < 0.5 * result.window) return result;
  const double spread = squares - dollar * dollar / weeks;
  if (spread > 0.0) result.beta = -(products - price * dollar / weeks) / spread;
  return result;
}

double DisappointmentHistory::in_week(Date week) const {
  const auto p = log_move(view_, price_, week);
  const auto u = log_move(view_, dollar_, week);
  return p && u ? trailing(add_weeks(week, -1)).value(*p, *u) : 0.0;
}

}  // namespace ebbtide
