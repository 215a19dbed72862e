#include "calibration/margin_cube.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "history/cell_shares.h"

namespace ebbtide {
namespace {

constexpr int kRounds = 3;              // flows given AUM, AUM given flows
constexpr double kSmallestSize = 10.0;  // musd: a fund that opens can take in this much before it holds anything
constexpr int kOpeningWeeks = 4;        // after launch
constexpr double kLargeShare = 0.01;    // declared shares from here on are right within a tenth, below within a half
constexpr double kLargeError = 0.1;
constexpr double kSmallError = 0.5;

Eigen::Index at(std::size_t index) {
  return static_cast<Eigen::Index>(index);
}

double rounding_variance(const Figure& figure) {
  return figure.rounding_musd * figure.rounding_musd / 12.0;
}

class MarginCubeFit {
 public:
  MarginCubeFit(const HistoryView& view, const FundHistory& history)
      : view_(view), history_(history), products_(view.universe().products), cells_(products_.size()) {
    for (const Product& product : products_) keys_.push_back(product.key);
    read_sibling();
    read_anchors();
    start_aum();
    for (const Product& product : products_) returns_.push_back(&history.asset(product.key.asset).return_percent);
  }

  MarginCube run() {
    const CellFactors factors(keys_);
    MarginCube cube;
    for (int round = 0; round < kRounds; ++round) {
      cube.evidence = evidence();
      EstimatedCells fit = estimate_cells(factors, cube.evidence);
      cube.law = std::move(fit.law);
      cube.flows = std::move(fit.weeks);
      carry_aum(cube.flows);
    }
    cube.aum_musd = aum_;
    return cube;
  }

 private:
  std::size_t weeks() const { return history_.weeks.size(); }
  bool exists(std::size_t c, std::size_t t) const {
    return products_[c].launched.value_or(Date::min()) <= history_.week_end(t);
  }

  bool opens(std::size_t c, std::size_t t) const {
    return exists(c, t) && products_[c].launched &&
           *products_[c].launched > add_weeks(history_.week_end(t), -kOpeningWeeks - 1);
  }

  // The sibling's cells by product here, with their AUM.
  void read_sibling() {
    const HistoryView* sibling = view_.sibling();
    if (!sibling || !sibling->first_flow_week()) return;
    for (const CellPath& path : observed_cells(*sibling, history_.first_week, history_.week_end(weeks() - 1))) {
      const SeriesKey key = view_.universe().member_key(path.key);
      const auto own = std::find(keys_.begin(), keys_.end(), key);
      if (own != keys_.end()) sighted_[static_cast<std::size_t>(own - keys_.begin())].push_back(path);
    }
  }

  double sighted_aum(std::size_t c, std::size_t t) const {
    const auto found = sighted_.find(c);
    double sum = 0.0;
    if (found == sighted_.end()) return sum;
    for (const CellPath& path : found->second) sum += path.aum[t].mean_musd;
    return sum;
  }

  // AUM by cell at each declaration: the declared shares over the weights of what the sibling holds.
  void read_anchors() {
    std::set<Date> days;
    for (const ShareDeclaration& declaration : view_.universe().shares) days.insert(declaration.published);
    for (const Date day : days) {
      const int week = std::max(0, weeks_between(history_.first_week, week_end_of(day)) - 1);
      const std::size_t t = std::min(static_cast<std::size_t>(week), weeks() - 1);
      std::vector<double> weights = independent_weights(view_.universe(), day);
      const double total = history_.weeks[t].aum.mean_musd;
      for (std::size_t c = 0; c < cells_; ++c) {
        if (const double held = sighted_aum(c, t); held > 0.0) weights[c] = held / total;
      }
      const std::vector<double> shares = fit_cell_shares(view_.universe(), day, weights).shares;
      anchors_[t] = total * Eigen::Map<const Vector>(shares.data(), at(cells_));
    }
  }

  // Shares of the nearest declarations, in proportion to the weeks between.
  void start_aum() {
    for (std::size_t t = 0; t < weeks(); ++t) {
      const auto after = anchors_.lower_bound(t);
      Vector aum;
      if (after == anchors_.end()) {
        aum = anchors_.rbegin()->second;
      } else if (after == anchors_.begin() || after->first == t) {
        aum = after->second;
      } else {
        const auto before = std::prev(after);
        const double part = static_cast<double>(t - before->first) / static_cast<double>(after->first - before->first);
        aum = (1.0 - part) * before->second / before->second.sum() + part * after->second / after->second.sum();
      }
      aum_.push_back(scaled(aum, t));
    }
  }

  // Nothing before launch, and the total's AUM in sum.
  Vector scaled(Vector aum, std::size_t t) const {
    for (std::size_t c = 0; c < cells_; ++c) {
      if (!exists(c, t)) aum(at(c)) = 0.0;
    }
    const double sum = aum.sum();
    return sum > 0.0 ? Vector(aum * (history_.weeks[t].aum.mean_musd / sum)) : aum;
  }

  std::vector<CellEvidence> evidence() const {
    std::vector<CellEvidence> result(weeks());
    for (std::size_t t = 0; t < weeks(); ++t) {
      CellEvidence& week = result[t];
      week.size_musd = Vector::Zero(at(cells_));
      for (std::size_t c = 0; c < cells_; ++c) {
        if (!exists(c, t)) continue;
        const double held = t > 0 ? aum_[t - 1](at(c)) : aum_[t](at(c));
        week.size_musd(at(c)) = std::max({held, kSmallestSize, sighted_aum(c, t > 0 ? t - 1 : t)});
        if (!opens(c, t)) continue;
        week.opening.push_back(c);
        week.size_musd(at(c)) = std::max(week.size_musd(at(c)), sighted_aum(c, t));
      }
      add_printed(t, week);
      add_sightings(t, week);
    }
    return result;
  }

  void add_printed(std::size_t t, CellEvidence& week) const {
    add_row(t, {}, week);
    for (const Dimension dimension : kDimensions) {
      for (const Member& member : view_.universe().of(dimension)) add_row(t, margin_key(dimension, member.name), week);
    }
  }

  void add_row(std::size_t t, const SeriesKey& key, CellEvidence& week) const {
    const auto figure = view_.flow(key, history_.week_end(t));
    if (!figure) return;
    CellRow row;
    row.value_musd = figure->value_musd;
    row.variance = rounding_variance(*figure);
    for (std::size_t c = 0; c < cells_; ++c) {
      if (key.covers(keys_[c]) && exists(c, t)) row.cells.push_back(c);
    }
    if (!row.cells.empty()) week.rows.push_back(std::move(row));
  }

  void add_sightings(std::size_t t, CellEvidence& week) const {
    for (const auto& [cell, paths] : sighted_) {
      CellRow row{{cell}, 0.0, 0.0, true};
      bool any = false;
      for (const CellPath& path : paths) {
        const auto figure = view_.sibling()->flow(path.key, history_.week_end(t));
        if (!figure) continue;
        any = true;
        row.value_musd += figure->value_musd;
        row.variance += rounding_variance(*figure);
      }
      if (any && exists(cell, t)) week.rows.push_back(std::move(row));
    }
  }

  void carry_aum(const std::vector<CellEstimate>& flows) {
    std::vector<Vector> carried(weeks(), Vector::Zero(at(cells_)));
    for (std::size_t c = 0; c < cells_; ++c) {
      std::size_t open = 0;
      while (open < weeks() && !exists(c, open)) ++open;
      std::vector<AumWeek> own;
      for (std::size_t t = open; t < weeks(); ++t) {
        AumWeek week;
        week.simple_return = (*returns_[c])[t] / 100.0;
        week.flow_musd = flows[t].mean_musd(at(c));
        week.flow_variance = std::pow(flows[t].sd_musd(at(c)), 2);
        if (const auto anchor = anchors_.find(t); anchor != anchors_.end()) {
          const double value = anchor->second(at(c));
          const double error = value >= kLargeShare * anchor->second.sum() ? kLargeError : kSmallError;
          week.observed_musd = value;
          week.observed_variance = std::pow(error * std::max(value, kSmallestSize), 2);
        }
        own.push_back(week);
      }
      const AumPath path = reconstruct_aum(own, open > 0);
      for (std::size_t t = open; t < weeks(); ++t) carried[t](at(c)) = path.weeks[t - open].mean_musd;
    }
    for (std::size_t t = 0; t < weeks(); ++t) aum_[t] = scaled(carried[t], t);
  }

  const HistoryView& view_;
  const FundHistory& history_;
  const std::vector<Product>& products_;
  std::size_t cells_;
  std::vector<SeriesKey> keys_;
  std::vector<const std::vector<double>*> returns_;
  std::map<std::size_t, std::vector<CellPath>> sighted_;
  std::map<std::size_t, Vector> anchors_;  // AUM by cell at weeks of declared shares
  std::vector<Vector> aum_;
};

}  // namespace

MarginCube estimate_margin_cube(const HistoryView& view, const FundHistory& history) {
  return MarginCubeFit(view, history).run();
}

}  // namespace ebbtide
