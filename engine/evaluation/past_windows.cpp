#include "evaluation/past_windows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ebbtide {
namespace {

struct Window {
  int last = 0;   // its last week, counted from the view's first
  Vector values;  // by row of the law, model units
};

class WindowSearch {
 public:
  WindowSearch(const Model& model, const HistoryView& view, const ConditionLaw& law)
      : model_(model), view_(view), law_(law) {
    first_ = model.market_weeks();
    for (const std::size_t i : law.rows) {
      for (const PathTerm& term : model.constraints[i].terms) {
        first_ = std::min(first_, term.week);
        last_ = std::max(last_, term.week);
      }
    }
  }

  int weeks() const { return last_ - first_ + 1; }

  std::vector<Window> all() const {
    std::vector<Window> windows;
    const int end = weeks_between(view_.first_market_week(),
                                  std::min(view_.last_market_week(), add_weeks(model_.calibration->week_one, -1)));
    for (int last = weeks() - 1; last <= end; ++last) {
      if (auto values = values_of(last)) windows.push_back({last, std::move(*values)});
    }
    return windows;
  }

  Date week_end(int week) const { return add_weeks(view_.first_market_week(), week); }

  SimilarWindow describe(const Window& window, double distance) const {
    SimilarWindow result;
    result.first_week = week_end(window.last - weeks() + 1);
    result.last_week = week_end(window.last);
    result.distance = distance;
    for (int i = 0; i < law_.count(); ++i) {
      const Unit unit = model_.constraints[law_.rows[static_cast<std::size_t>(i)]].unit;
      result.values.push_back(unit == Unit::percent ? simple_percent(window.values(i)) : window.values(i));
    }
    result.flow = flow(result.first_week, result.last_week);
    result.flow_after = flow(add_weeks(result.last_week, 1), add_weeks(result.last_week, kWeeksAfterWindow));
    return result;
  }

 private:
  // Empty where a value was not public.
  std::optional<Vector> values_of(int last) const {
    Vector values = Vector::Zero(law_.count());
    for (int i = 0; i < law_.count(); ++i) {
      for (const PathTerm& term : model_.constraints[law_.rows[static_cast<std::size_t>(i)]].terms) {
        const auto value =
            view_.variable(static_cast<std::size_t>(term.variable), week_end(last - (last_ - term.week)));
        if (!value) return std::nullopt;
        values(i) += term.weight * *value;
      }
    }
    return values;
  }

  std::optional<WindowFlow> flow(Date first, Date last) const {
    const std::vector<ReconstructedWeek>& weeks = model_.calibration->weeks;
    // A week opens with the AUM of the week before, which the sample must hold too.
    if (weeks.size() < 2 || first <= weeks.front().week_end || last > weeks.back().week_end) return std::nullopt;
    WindowFlow result;
    for (Date week = first; week <= last; week = add_weeks(week, 1)) {
      const auto place = static_cast<std::size_t>(weeks_between(weeks.front().week_end, week));
      result.percent += 100.0 * weeks[place].net_flow_musd / weeks[place - 1].aum_musd;
      result.seen = result.seen && weeks[place].flow_seen;
    }
    return result;
  }

  const Model& model_;
  const HistoryView& view_;
  const ConditionLaw& law_;
  int first_ = 0, last_ = 0;
};

// The conditions' nearest values to the window's: bounds give way up to their ends.
Vector nearest_asked(const Model& model, const ConditionLaw& law, const Vector& values) {
  Vector asked(law.count());
  for (int i = 0; i < law.count(); ++i) {
    const LinearConstraint& row = model.constraints[law.rows[static_cast<std::size_t>(i)]];
    asked(i) = row.kind == ConditionKind::inequality ? std::clamp(values(i), row.lower, row.upper) : row.value;
  }
  return asked;
}

std::vector<int> pinned_places(const Model& model, const ConditionLaw& law) {
  std::vector<int> places;
  for (int i = 0; i < law.count(); ++i) {
    if (model.constraints[law.rows[static_cast<std::size_t>(i)]].kind != ConditionKind::inequality) places.push_back(i);
  }
  return places;
}

double nearer_percent(const Model& model, const ConditionLaw& law, const std::vector<Window>& windows, double limit) {
  const std::vector<int> places = pinned_places(model, law);
  const ConditionLaw pinned = law.part(places);
  const Distance distance(pinned, pinned.mean);
  const auto nearer = std::count_if(windows.begin(), windows.end(), [&](const Window& window) {
    Vector values(pinned.count());
    for (int i = 0; i < pinned.count(); ++i) values(i) = window.values(places[static_cast<std::size_t>(i)]);
    return distance.of(values) < limit;
  });
  return 100.0 * static_cast<double>(nearer) / static_cast<double>(windows.size());
}

}  // namespace

PastWindows past_windows(const Model& model, const HistoryView& view, const ConditionLaw& law,
                         std::optional<double> distance) {
  const WindowSearch search(model, view, law);
  const std::vector<Window> windows = search.all();
  PastWindows result;
  result.weeks = search.weeks();
  result.count = static_cast<int>(windows.size());
  if (windows.empty()) return result;
  if (distance) result.nearer_percent = nearer_percent(model, law, windows, *distance);
  const Distance from_zero(law, Vector::Zero(law.count()));
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    order.emplace_back(from_zero.of(windows[i].values - nearest_asked(model, law, windows[i].values)), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<int> taken;
  for (const auto& [far, i] : order) {
    const int last = windows[i].last;
    const bool free =
        std::all_of(taken.begin(), taken.end(), [&](int other) { return std::abs(other - last) >= search.weeks(); });
    if (!free) continue;
    taken.push_back(last);
    result.similar.push_back(search.describe(windows[i], far));
    if (taken.size() == kSimilarWindows) break;
  }
  return result;
}

}  // namespace ebbtide
