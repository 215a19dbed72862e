// Printed margins of the world hidden one at a time: a quarter of one member's rows, then the next quarter. The hidden
// figure is forecast from everything else that was printed and compared with the member's last share of the total and
// with its AUM share, both dressed with their own errors in all other weeks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "calibration/margin_cube.h"
#include "stats/closed_crps.h"
#include "stats/crps.h"
#include "support/shipped.h"

namespace ebbtide {
namespace {

constexpr int kFolds = 4;
constexpr std::size_t kFewestRows = 8;
constexpr double kNormal95 = 1.6448536;

struct Row {
  Date week_end;
  double value = 0.0;
  double rounding = 0.0;
};

History without(const History& history, const std::vector<std::pair<SeriesKey, Date>>& hidden) {
  std::vector<Observation> flows;
  for (const Observation& row : history.flows()) {
    if (std::find(hidden.begin(), hidden.end(), std::pair{row.key, row.week_end}) == hidden.end()) flows.push_back(row);
  }
  History result(history.universe(), history.market(), std::move(flows), history.aum(), history.first_market_week(),
                 history.levels());
  result.set_sibling(*history.sibling());
  return result;
}

std::map<SeriesKey, std::vector<Row>> margins(const History& history) {
  std::map<SeriesKey, std::vector<Row>> result;
  for (const Observation& row : history.flows()) {
    if (row.key.is_total() || row.week_end < history.universe().first_flow_week) continue;
    if (history.universe().member_key(row.key) != row.key) continue;
    result[row.key].push_back({row.week_end, row.value_musd, row.rounding_musd});
  }
  std::erase_if(result, [](const auto& entry) { return entry.second.size() < kFewestRows; });
  return result;
}

struct Forecast {
  double mean = 0.0, sd = 0.0, aum_share = 0.0;
};

// The hidden rows of one member, from everything else.
std::map<Date, Forecast> forecast(const History& history, const SeriesKey& key, const std::vector<Date>& weeks) {
  std::vector<std::pair<SeriesKey, Date>> hidden;
  for (const Date week : weeks) hidden.emplace_back(key, week);
  const History rest = without(history, hidden);
  const HistoryView view = rest.complete();
  const FundHistory funds = build_fund_history(view);
  MarginCube cube = estimate_margin_cube(view, funds);
  std::vector<std::size_t> cells;
  std::vector<SeriesKey> keys;
  for (std::size_t c = 0; c < view.universe().products.size(); ++c) {
    keys.push_back(view.universe().products[c].key);
    if (key.covers(keys.back())) cells.push_back(c);
  }
  for (CellEvidence& week : cube.evidence) week.sums = {cells};
  const std::vector<CellEstimate> estimates = smooth_cells(CellFactors(keys), cube.law, cube.evidence);
  std::map<Date, Forecast> result;
  for (const Date week : weeks) {
    const auto t = static_cast<std::size_t>(weeks_between(funds.first_week, week));
    double held = 0.0;
    for (const std::size_t c : cells) held += cube.aum_musd[t - 1](static_cast<Eigen::Index>(c));
    result[week] = {estimates[t].sum_mean_musd(0), estimates[t].sum_sd_musd(0), held / cube.aum_musd[t - 1].sum()};
  }
  return result;
}

// A point with its errors elsewhere around it.
double dressed_crps(double point, const std::vector<double>& errors, std::size_t self, double truth) {
  std::vector<double> sample;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (i != self) sample.push_back(point + errors[i]);
  }
  std::sort(sample.begin(), sample.end());
  return fair_crps(sample, truth);
}

TEST(MarginMasks, BeatLastSharesAndCover) {
  const History history = testing::load_shipped("global-etp");
  const HistoryView view = history.complete();
  double covered = 0.0, count = 0.0, own_relative = 0.0, better = 0.0, aum_relative = 0.0, members = 0.0;
  for (const auto& [key, rows] : margins(history)) {
    std::map<Date, Forecast> forecasts;
    for (int fold = 0; fold < kFolds; ++fold) {
      std::vector<Date> weeks;
      for (std::size_t i = static_cast<std::size_t>(fold); i < rows.size(); i += kFolds)
        weeks.push_back(rows[i].week_end);
      forecasts.merge(forecast(history, key, weeks));
    }
    std::vector<double> own, truth, share_point, share_error, aum_point, aum_error;
    double in = 0.0, last = 0.0;
    for (const Row& row : rows) {
      const auto total = view.flow({}, row.week_end);
      if (!total) continue;
      const Forecast& f = forecasts.at(row.week_end);
      const double sd = std::hypot(f.sd, row.rounding / std::sqrt(12.0));
      truth.push_back(row.value);
      own.push_back(normal_crps(f.mean, sd, row.value));
      in += std::abs(row.value - f.mean) <= kNormal95 * sd ? 1.0 : 0.0;
      share_point.push_back(last * total->value_musd);
      share_error.push_back(row.value - share_point.back());
      aum_point.push_back(f.aum_share * total->value_musd);
      aum_error.push_back(row.value - aum_point.back());
      last = row.value / total->value_musd;
    }
    double own_sum = 0.0, share_sum = 0.0, aum_sum = 0.0;
    for (std::size_t i = 1; i < truth.size(); ++i) {  // the first row has no last share
      own_sum += own[i];
      share_sum += dressed_crps(share_point[i], share_error, i, truth[i]);
      aum_sum += dressed_crps(aum_point[i], aum_error, i, truth[i]);
    }
    const double n = static_cast<double>(truth.size() - 1);
    std::printf("%-22s n %3zu  crps own %7.1f last share %7.1f aum share %7.1f  covered %.2f\n", key_text(key).c_str(),
                truth.size(), own_sum / n, share_sum / n, aum_sum / n, in / static_cast<double>(truth.size()));
    covered += in;
    count += static_cast<double>(truth.size());
    own_relative += own_sum / share_sum;
    aum_relative += own_sum / aum_sum;
    better += own_sum < share_sum ? 1.0 : 0.0;
    members += 1.0;
  }
  std::printf("mean ratio to last shares %.3f, to AUM shares %.3f; better than last shares for %.0f of %.0f members\n",
              own_relative / members, aum_relative / members, better, members);
  std::printf("coverage of 90 %% intervals %.3f over %.0f figures\n", covered / count, count);
  EXPECT_GE(count, 200.0);
  EXPECT_EQ(better, members);
  EXPECT_LT(own_relative / members, 0.5);
  EXPECT_LT(aum_relative / members, 0.9);
  EXPECT_GE(covered / count, 0.75);  // lines are printed when they are remarkable
  EXPECT_LE(covered / count, 0.97);
}

}  // namespace
}  // namespace ebbtide
