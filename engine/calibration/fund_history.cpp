#include "calibration/fund_history.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {
namespace {

[[noreturn]] void refuse(std::string code, std::string problem, std::string expected) {
  Findings findings;
  Finding finding;
  finding.code = std::move(code);
  finding.problem = std::move(problem);
  finding.expected = std::move(expected);
  findings.add(std::move(finding));
  throw InputError(findings);
}

double rounding_variance(const Figure& figure) {
  return figure.rounding_musd * figure.rounding_musd / 12.0;
}

// Simple return of a member's prices in a week; 0 where a price is not public.
double exposure_return(const HistoryView& view, const std::vector<PriceExposure>& prices, Date week_end) {
  double sum = 0.0;
  for (const PriceExposure& price : prices) {
    const auto variable = view.market().index_of(price.return_name);
    const auto value = variable ? view.displayed(*variable, week_end) : std::nullopt;
    if (value) sum += price.weight * *value / 100.0;
  }
  return std::max(sum, -1.0);
}

// The first week of the reconstruction: where AUM is first known, but no earlier than needed by the flow sample.
Date first_aum_week(const HistoryView& view) {
  const Date last = add_weeks(view.week_one(), -1);
  const Date wanted = add_weeks(view.universe().first_flow_week, -1);
  std::optional<Date> before, after;
  const auto first_flow = view.first_flow_week();
  for (Date week = std::min(*first_flow, wanted); week <= last; week = add_weeks(week, 1)) {
    const bool known = view.universe().cells_observed
                           ? std::any_of(view.cells().begin(), view.cells().end(),
                                         [&](const SeriesKey& cell) { return view.aum(cell, week).has_value(); })
                           : view.aum({}, week).has_value();
    if (!known) continue;
    // Cells open one by one: their history starts with the first of them.
    if (week <= wanted && (!before || !view.universe().cells_observed)) before = week;
    if (week > wanted && !after) after = week;
  }
  if (before) return *before;
  if (after) return std::min(*after, std::max(wanted, *first_flow));
  refuse("no-aum", format("no AUM figure is public as of {}", date_text(view.as_of())),
         "at least one row in aum.csv published by then");
}

bool exists(const Member& member, Date as_of) {
  return !member.launched || *member.launched <= as_of;
}

// --- universes whose cells are observed -------------------------------------------------------------------------

std::vector<AumWeek> cell_weeks(const HistoryView& view, const SeriesKey& cell, Date first, Date last) {
  const Member* asset = view.universe().find(Dimension::asset, cell.asset);
  std::vector<AumWeek> weeks;
  for (Date week = first; week <= last; week = add_weeks(week, 1)) {
    AumWeek entry;
    entry.simple_return = exposure_return(view, asset->prices, week);
    if (const auto flow = view.flow(cell, week)) {
      entry.flow_musd = flow->value_musd;
      entry.flow_variance = rounding_variance(*flow);
    }
    if (const auto aum = view.aum(cell, week)) {
      entry.observed_musd = aum->value_musd;
      entry.observed_variance = rounding_variance(*aum);
    }
    weeks.push_back(entry);
  }
  return weeks;
}

CellPath reconstruct_cell(const HistoryView& view, const SeriesKey& cell, Date first, Date last) {
  const std::vector<AumWeek> weeks = cell_weeks(view, cell, first, last);
  // A cell opens with its first AUM figure, which already contains that week's flow; without one, with its first flow.
  std::size_t open = 0;
  bool starts_empty = false;
  while (open < weeks.size() && !weeks[open].observed_musd && weeks[open].flow_musd == 0.0) ++open;
  for (std::size_t t = open; t < weeks.size(); ++t) {
    if (!weeks[t].observed_musd) continue;
    open = t;
    break;
  }
  if (open < weeks.size() && !weeks[open].observed_musd) starts_empty = true;
  CellPath path{cell, std::vector<AumEstimate>(weeks.size())};
  const std::vector<AumWeek> lived(weeks.begin() + static_cast<std::ptrdiff_t>(open), weeks.end());
  const AumPath aum = reconstruct_aum(lived, starts_empty);
  std::copy(aum.weeks.begin(), aum.weeks.end(), path.aum.begin() + static_cast<std::ptrdiff_t>(open));
  return path;
}

bool belongs(const SeriesKey& cell, const SeriesKey& margin) {
  return (margin.asset.empty() || margin.asset == cell.asset) &&
         (margin.region.empty() || margin.region == cell.region) &&
         (margin.issuer.empty() || margin.issuer == cell.issuer);
}

std::vector<AumEstimate> sum_cells(const std::vector<CellPath>& cells, const SeriesKey& margin, std::size_t weeks) {
  std::vector<AumEstimate> sum(weeks);
  for (const CellPath& cell : cells) {
    if (!belongs(cell.key, margin)) continue;
    for (std::size_t t = 0; t < weeks; ++t) {
      sum[t].mean_musd += cell.aum[t].mean_musd;
      sum[t].sd_musd = std::hypot(sum[t].sd_musd, cell.aum[t].sd_musd);
    }
  }
  return sum;
}

std::vector<std::pair<std::size_t, double>> price_exposures(const HistoryView& view, const Member& member) {
  std::vector<std::pair<std::size_t, double>> result;
  for (const PriceExposure& price : member.prices) {
    if (const auto variable = view.market().index_of(price.return_name)) result.emplace_back(*variable, price.weight);
  }
  return result;
}

// What a member of another dimension holds at the last week: its assets' exposures weighted by AUM.
std::vector<std::pair<std::size_t, double>> held_exposures(const HistoryView& view, const std::vector<CellPath>& cells,
                                                           const SeriesKey& margin) {
  std::map<std::size_t, double> weights;
  double total = 0.0;
  for (const CellPath& cell : cells) {
    if (!belongs(cell.key, margin) || cell.aum.empty()) continue;
    const double aum = cell.aum.back().mean_musd;
    const Member* asset = view.universe().find(Dimension::asset, cell.key.asset);
    for (const auto& [variable, weight] : price_exposures(view, *asset)) weights[variable] += aum * weight;
    total += aum;
  }
  std::vector<std::pair<std::size_t, double>> result;
  if (total <= 0.0) return result;
  for (const auto& [variable, weight] : weights) result.emplace_back(variable, weight / total);
  return result;
}

void build_from_cells(const HistoryView& view, Date last, FundHistory& history) {
  const std::vector<CellPath> cells = observed_cells(view, history.first_week, last);
  const std::size_t count = history.weeks.size();
  const std::vector<AumEstimate> total = sum_cells(cells, {}, count);
  for (std::size_t t = 0; t < count; ++t) history.weeks[t].aum = total[t];
  for (MemberHistory& member : history.members) {
    const SeriesKey key = margin_key(member.member.dimension, member.member.name);
    member.aum_status = AumStatus::seen;
    for (const AumEstimate& estimate : sum_cells(cells, key, count)) member.aum_musd.push_back(estimate.mean_musd);
    member.exposures = member.member.dimension == Dimension::asset ? price_exposures(view, member.member)
                                                                   : held_exposures(view, cells, key);
    for (std::size_t t = 0; t < count; ++t) {
      double effect = 0.0, held = 0.0;
      for (const CellPath& cell : cells) {
        if (t == 0 || !belongs(cell.key, key)) continue;
        const Member* asset = view.universe().find(Dimension::asset, cell.key.asset);
        effect += cell.aum[t - 1].mean_musd * exposure_return(view, asset->prices, history.week_end(t));
        held += cell.aum[t - 1].mean_musd;
      }
      member.return_percent.push_back(held > 0.0 ? 100.0 * effect / held : 0.0);
    }
  }
}

// --- universes of margins ----------------------------------------------------------------------------------------

void build_from_margins(const HistoryView& view, FundHistory& history) {
  for (MemberHistory& member : history.members) {
    const std::vector<double> shares = view.declared_shares(member.member.dimension);
    if (!shares.empty()) member.aum_status = AumStatus::inferred;
    if (member.member.dimension == Dimension::asset) {
      if (shares.empty()) {
        refuse("no-asset-weights",
               format("AUM by asset is neither observed nor declared as of {}", date_text(view.as_of())),
               "a share declaration for the asset dimension published by then");
      }
      member.exposures = price_exposures(view, member.member);
    }
    for (std::size_t t = 0; t < history.weeks.size(); ++t) {
      member.return_percent.push_back(100.0 * exposure_return(view, member.member.prices, history.week_end(t)));
    }
  }
}

double declared_share(const HistoryView& view, const Member& member) {
  const std::vector<double> shares = view.declared_shares(member.dimension);
  const std::vector<Member>& members = view.universe().of(member.dimension);
  for (std::size_t i = 0; i < members.size() && i < shares.size(); ++i) {
    if (members[i].name == member.name) return shares[i];
  }
  return 0.0;
}

void total_returns(const HistoryView& view, FundHistory& history) {
  for (std::size_t t = 0; t < history.weeks.size(); ++t) {
    double effect = 0.0, held = 0.0;
    for (const MemberHistory& member : history.members) {
      if (member.member.dimension != Dimension::asset) continue;
      const double weight =
          view.universe().cells_observed ? (t > 0 ? member.aum_musd[t - 1] : 0.0) : declared_share(view, member.member);
      effect += weight * member.return_percent[t];
      held += weight;
    }
    history.weeks[t].return_percent = held > 0.0 ? effect / held : 0.0;
  }
  for (MemberHistory& member : history.members) {
    const bool follows_total = member.member.prices.empty() && !view.universe().cells_observed;
    if (!follows_total) continue;
    for (std::size_t t = 0; t < history.weeks.size(); ++t) member.return_percent[t] = history.weeks[t].return_percent;
  }
}

}  // namespace

std::vector<CellPath> observed_cells(const HistoryView& view, Date first, Date last) {
  std::vector<CellPath> cells;
  for (const SeriesKey& cell : view.cells()) cells.push_back(reconstruct_cell(view, cell, first, last));
  return cells;
}

const MemberHistory& FundHistory::asset(const std::string& name) const {
  const auto found = std::find_if(members.begin(), members.end(), [&name](const MemberHistory& member) {
    return member.member.dimension == Dimension::asset && member.member.name == name;
  });
  EBBTIDE_REQUIRE(found != members.end());
  return *found;
}

FundHistory build_fund_history(const HistoryView& view) {
  FundHistory history;
  history.first_week = first_aum_week(view);
  const Date last = add_weeks(view.week_one(), -1);
  history.weeks.resize(static_cast<std::size_t>(weeks_between(history.first_week, last)) + 1);
  for (std::size_t t = 0; t < history.weeks.size(); ++t) {
    history.weeks[t].flow = view.flow({}, history.week_end(t));
    history.weeks[t].aum_seen = view.aum({}, history.week_end(t)).has_value();
  }
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : view.universe().of(dimension)) {
      if (!exists(member, view.as_of())) continue;
      MemberHistory entry;
      entry.member = member;
      for (std::size_t t = 0; t < history.weeks.size(); ++t) {
        entry.flow.push_back(view.flow(margin_key(dimension, member.name), history.week_end(t)));
      }
      history.members.push_back(std::move(entry));
    }
  }
  if (view.universe().cells_observed) {
    build_from_cells(view, last, history);
  } else {
    build_from_margins(view, history);
  }
  total_returns(view, history);
  refill_aum(view, {}, history);
  return history;
}

void refill_aum(const HistoryView& view, const std::vector<std::pair<double, double>>& missing_flows,
                FundHistory& history) {
  double size = 0.0;  // the nearest published AUM, for a first idea of flows nobody published
  for (std::size_t t = history.weeks.size(); t-- > 0;) {
    if (const auto aum = view.aum({}, history.week_end(t))) size = aum->value_musd;
  }
  std::vector<AumWeek> weeks;
  for (std::size_t t = 0; t < history.weeks.size(); ++t) {
    FundWeek& week = history.weeks[t];
    AumWeek entry;
    entry.simple_return = week.return_percent / 100.0;
    if (const auto aum = view.aum({}, history.week_end(t))) {
      size = aum->value_musd;
      entry.observed_musd = aum->value_musd;
      entry.observed_variance = rounding_variance(*aum);
    }
    std::pair<double, double> flow{0.0, 1e-4 * size * size};
    if (t < missing_flows.size()) flow = missing_flows[t];
    if (week.flow) flow = {week.flow->value_musd, rounding_variance(*week.flow)};
    std::tie(week.flow_musd, week.flow_variance) = flow;
    std::tie(entry.flow_musd, entry.flow_variance) = flow;
    weeks.push_back(entry);
  }
  if (view.universe().cells_observed) return;  // AUM is the sum of the cells
  const AumPath path = reconstruct_aum(weeks, false);
  for (std::size_t t = 0; t < weeks.size(); ++t) history.weeks[t].aum = path.weeks[t];
  for (MemberHistory& member : history.members) {
    if (member.aum_status == AumStatus::none) continue;
    const double share = declared_share(view, member.member);
    member.aum_musd.clear();
    for (const FundWeek& week : history.weeks) member.aum_musd.push_back(share * week.aum.mean_musd);
  }
}

}  // namespace ebbtide
