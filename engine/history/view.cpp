#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "history/history.h"

namespace ebbtide {
namespace {

using FigureMap = std::map<std::pair<Date, SeriesKey>, Figure>;

// Where rows are cells, sums need all of them: a week is public from the day its last row is.
FigureMap public_figures(const std::vector<Observation>& rows, Date as_of, bool whole_weeks) {
  std::set<Date> withheld;
  if (whole_weeks) {
    for (const Observation& row : rows) {
      if (row.published > as_of) withheld.insert(row.week_end);
    }
  }
  FigureMap figures;
  for (const Observation& row : rows) {
    if (row.published > as_of || withheld.count(row.week_end) > 0) continue;
    figures[{row.week_end, row.key}] = {row.value_musd, row.rounding_musd};
  }
  return figures;
}

std::optional<Figure> find_figure(const FigureMap& figures, const SeriesKey& key, Date week_end) {
  const auto found = figures.find({week_end, key});
  if (found == figures.end()) return std::nullopt;
  return found->second;
}

// The first week in which a cell held something: an AUM figure or a flow that is not zero.
std::map<SeriesKey, Date> first_holdings(const FigureMap& flows, const FigureMap& aum) {
  std::map<SeriesKey, Date> held_since;
  const auto note = [&held_since](const std::pair<Date, SeriesKey>& place) {
    const auto [entry, is_new] = held_since.try_emplace(place.second, place.first);
    if (!is_new) entry->second = std::min(entry->second, place.first);
  };
  for (const auto& [place, figure] : flows) {
    if (figure.value_musd != 0.0) note(place);
  }
  for (const auto& [place, figure] : aum) note(place);
  return held_since;
}

class Sum {
 public:
  void add(const Figure& figure) {
    total_.value_musd += figure.value_musd;
    total_.rounding_musd = std::hypot(total_.rounding_musd, figure.rounding_musd);
    any_ = true;
  }
  std::optional<Figure> result() const { return any_ ? std::optional<Figure>(total_) : std::nullopt; }

 private:
  Figure total_;
  bool any_ = false;
};

}  // namespace

HistoryView::HistoryView(const History& history, Date as_of)
    : as_of_(as_of),
      universe_(history.universe_),
      market_(history.market_),
      first_market_week_(history.first_market_week_),
      flows_(public_figures(history.flows_, as_of, history.universe_.cells_observed)),
      aum_(public_figures(history.aum_, as_of, history.universe_.cells_observed)) {
  std::erase_if(universe_.shares, [as_of](const ShareDeclaration& shares) { return shares.published > as_of; });
  std::erase_if(universe_.products,
                [as_of](const Product& product) { return product.launched && *product.launched > as_of; });
  for (std::size_t week = 0; week < history.levels_.size(); ++week) {
    std::vector<double> levels = history.levels_[week];
    const Date week_end = add_weeks(first_market_week_, static_cast<int>(week));
    for (std::size_t series = 0; series < levels.size(); ++series) {
      if (market_.published(series, week_end) > as_of) levels[series] = std::numeric_limits<double>::quiet_NaN();
    }
    levels_.push_back(std::move(levels));
  }
  const auto is_empty = [](const std::vector<double>& levels) {
    return std::all_of(levels.begin(), levels.end(), [](double level) { return std::isnan(level); });
  };
  if (history.sibling_) sibling_ = std::make_shared<const HistoryView>(HistoryView(*history.sibling_, as_of));
  while (!levels_.empty() && is_empty(levels_.back())) levels_.pop_back();
  if (!universe_.cells_observed) return;
  std::set<SeriesKey> cells;
  for (const auto& [place, figure] : flows_) cells.insert(place.second);
  cells_.assign(cells.begin(), cells.end());
  held_since_ = first_holdings(flows_, aum_);
}

Date HistoryView::week_one() const {
  if (const auto last = last_flow_week()) return add_weeks(*last, 1);
  Finding finding;
  finding.code = "no-history";
  finding.problem = format("no total flow of universe '{}' was public on {}", universe_.name, date_text(as_of_));
  finding.expected = "an as_of date on or after the first publication in flows.csv";
  Findings findings;
  findings.add(std::move(finding));
  throw InputError(std::move(findings));
}

Date HistoryView::last_market_week() const {
  return add_weeks(first_market_week_, static_cast<int>(levels_.size()) - 1);
}

std::optional<double> HistoryView::level(std::size_t series, Date week_end) const {
  EBBTIDE_REQUIRE(series < market_.series.size());
  EBBTIDE_REQUIRE(is_friday(week_end));
  if (week_end < first_market_week_ || week_end > last_market_week()) return std::nullopt;
  const double value = levels_[static_cast<std::size_t>(weeks_between(first_market_week_, week_end))][series];
  return std::isnan(value) ? std::nullopt : std::optional<double>(value);
}

std::optional<double> HistoryView::own_change(const MarketVariable& variable, Date week_end) const {
  const auto series = market_.series_index(variable.series);
  EBBTIDE_REQUIRE(series.has_value());
  const auto now = level(*series, week_end);
  const auto before = level(*series, add_weeks(week_end, -1));
  if (!now || !before) return std::nullopt;
  if (variable.transform == Transform::change) return variable.scale * (*now - *before);
  return 100.0 * std::log(*now / *before);
}

std::optional<double> HistoryView::variable(std::size_t variable, Date week_end) const {
  EBBTIDE_REQUIRE(variable < market_.variables.size());
  const MarketVariable& spec = market_.variables[variable];
  const auto own = own_change(spec, week_end);
  if (!own || !spec.over) return own;
  const MarketVariable* base = market_.find(*spec.over);
  EBBTIDE_REQUIRE(base != nullptr);
  const auto subtracted = own_change(*base, week_end);
  if (!subtracted) return std::nullopt;
  return *own - *subtracted;
}

std::optional<double> HistoryView::displayed(std::size_t variable, Date week_end) const {
  EBBTIDE_REQUIRE(variable < market_.variables.size());
  const MarketVariable& spec = market_.variables[variable];
  const auto own = own_change(spec, week_end);
  if (!own || spec.transform == Transform::change) return own;
  return simple_percent(*own);
}

std::optional<Figure> HistoryView::flow(const SeriesKey& key, Date week_end) const {
  if (!universe_.cells_observed || key.is_cell()) return find_figure(flows_, key, week_end);
  Sum sum;
  for (const SeriesKey& cell : cells_) {
    if (!key.covers(cell)) continue;
    if (const auto figure = find_figure(flows_, cell, week_end)) sum.add(*figure);
  }
  return sum.result();
}

std::optional<Figure> HistoryView::aum(const SeriesKey& key, Date week_end) const {
  if (!universe_.cells_observed || key.is_cell()) return find_figure(aum_, key, week_end);
  Sum sum;
  for (const auto& [cell, since] : held_since_) {
    if (!key.covers(cell) || since > week_end) continue;
    const auto figure = find_figure(aum_, cell, week_end);
    if (!figure) return std::nullopt;
    sum.add(*figure);
  }
  return sum.result();
}

std::optional<Date> HistoryView::first_flow_week() const {
  for (const auto& [place, figure] : flows_) {
    if (universe_.cells_observed || place.second.is_total()) return place.first;
  }
  return std::nullopt;
}

std::optional<Date> HistoryView::last_flow_week() const {
  for (auto entry = flows_.rbegin(); entry != flows_.rend(); ++entry) {
    if (universe_.cells_observed || entry->first.second.is_total()) return entry->first.first;
  }
  return std::nullopt;
}

std::vector<double> HistoryView::declared_shares(Dimension dimension) const {
  const ShareDeclaration* latest = nullptr;
  for (const ShareDeclaration& shares : universe_.shares) {
    if (shares.dimension != dimension) continue;
    if (!latest || shares.published > latest->published) latest = &shares;
  }
  std::vector<double> values;
  if (!latest) return values;
  for (const Member& member : universe_.of(dimension)) {
    const auto found = std::find_if(latest->shares.begin(), latest->shares.end(),
                                    [&member](const auto& share) { return share.first == member.name; });
    values.push_back(found == latest->shares.end() ? 0.0 : found->second);
  }
  return values;
}

}  // namespace ebbtide
