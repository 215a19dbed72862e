#include "history/history.h"

#include <algorithm>
#include <tuple>

#include "core/contract.h"

namespace ebbtide {
namespace {

void sort_rows(std::vector<Observation>& rows) {
  std::sort(rows.begin(), rows.end(), [](const Observation& a, const Observation& b) {
    return std::tie(a.week_end, a.key, a.line) < std::tie(b.week_end, b.key, b.line);
  });
}

}  // namespace

History::History(Universe universe, MarketSpec market, std::vector<Observation> flows, std::vector<Observation> aum,
                 Date first_market_week, std::vector<std::vector<double>> levels)
    : universe_(std::move(universe)),
      market_(std::move(market)),
      flows_(std::move(flows)),
      aum_(std::move(aum)),
      first_market_week_(first_market_week),
      levels_(std::move(levels)) {
  EBBTIDE_REQUIRE(is_friday(first_market_week_));
  for (const std::vector<double>& week : levels_) EBBTIDE_REQUIRE(week.size() == market_.series.size());
  sort_rows(flows_);
  sort_rows(aum_);
}

void History::set_sibling(History sibling) {
  sibling_ = std::make_shared<const History>(std::move(sibling));
}

HistoryView History::as_of(Date date) const {
  return HistoryView(*this, date);
}

HistoryView History::complete() const {
  Date last = first_market_week_;
  for (const Observation& row : flows_) last = std::max(last, row.published);
  for (const Observation& row : aum_) last = std::max(last, row.published);
  for (std::size_t series = 0; series < market_.series.size(); ++series) {
    last = std::max(last, market_.published(series, last_market_week()));
  }
  for (const ShareDeclaration& shares : universe_.shares) last = std::max(last, shares.published);
  if (sibling_) last = std::max(last, sibling_->complete().as_of());
  return as_of(last);
}

}  // namespace ebbtide
