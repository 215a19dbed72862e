#include "backtest/past_rivals.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "backtest/flow_carrier.h"
#include "core/contract.h"
#include "model/cube.h"
#include "random/boost_draws.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestWindows = 8;
constexpr std::size_t kFewestWeeks = 16;
constexpr double kVarianceDecay = 0.94;
constexpr double kMeanRun = 4.0;  // weeks

// A week's flow in %, drawn where nobody published it.
double week_flow(const PastWeek& week, PlaceEngine& draws) {
  return week.flow_percent + (week.flow_percent_sd > 0.0 ? week.flow_percent_sd * normal_draw(draws) : 0.0);
}

bool members_are_known(const Origin& origin) {
  for (const auto& flows : origin.past_members) {
    if (!std::all_of(flows.begin(), flows.end(), [](const auto& flow) { return flow.has_value(); })) return false;
  }
  return !origin.past_members.empty();
}

Forecast sure_flow(const ForecastTask& task, double percent) {
  constexpr std::uint64_t kDraws = 2;  // the fewest that a score takes
  return carry_flows({task.origin, task.market, task.weeks, kDraws, task.engine},
                     [percent](bool, std::size_t) { return percent; });
}

// One path of weeks drawn from the past.
class BootstrapPath {
 public:
  BootstrapPath(const Origin& origin, PlaceEngine& draws)
      : origin_(origin), draws_(draws), at_(uniform_index_draw(draws, origin.past.size())) {}

  std::size_t next() {
    const std::size_t week = at_;
    const bool ends = uniform_open01_draw(draws_) * kMeanRun < 1.0;
    at_ = ends ? uniform_index_draw(draws_, origin_.past.size()) : (at_ + 1) % origin_.past.size();
    return week;
  }

 private:
  const Origin& origin_;
  PlaceEngine& draws_;
  std::size_t at_;
};

}  // namespace

std::vector<std::size_t> past_windows_of(const Origin& origin, int weeks, std::size_t latest) {
  const std::size_t count = origin.past.size(), length = static_cast<std::size_t>(weeks);
  const std::size_t begin = latest > 0 && count > latest ? count - latest : 0;
  std::vector<std::size_t> windows;
  for (std::size_t first = begin; first + length <= count; ++first) windows.push_back(first);
  return windows;
}

Forecast windows_forecast(const ForecastTask& task, const std::vector<std::size_t>& first_weeks, PlaceEngine& draws) {
  const Origin& origin = task.origin;
  const double aum = origin.opening_aum_musd();
  Forecast forecast;
  forecast.earlier_flow_musd.resize(static_cast<std::size_t>(task.weeks) - 1);
  if (members_are_known(origin)) forecast.member_flow_musd.resize(origin.past_members.size());
  for (const std::size_t first : first_weeks) {
    const double opening = origin.past[first].opening_aum_musd;
    const std::size_t end = first + static_cast<std::size_t>(task.weeks);
    double flow = 0.0;
    for (std::size_t t = first; t < end; ++t) {
      flow += week_flow(origin.past[t], draws) * origin.past[t].opening_aum_musd / opening;
      if (t + 1 < end) forecast.earlier_flow_musd[t - first].push_back(0.01 * aum * flow);
    }
    forecast.flow_musd.push_back(0.01 * aum * flow);
    forecast.aum_musd.push_back(aum * origin.past[end - 1].closing_aum_musd / opening);
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m) {
      double sum = 0.0;
      for (std::size_t t = first; t < end; ++t) sum += *origin.past_members[m][t];
      forecast.member_flow_musd[m].push_back(aum * sum / opening);
    }
  }
  return forecast;
}

std::vector<double> past_flows_musd(const Origin& origin, int weeks) {
  constexpr std::size_t kFewest = 20;
  const std::vector<std::size_t> windows = past_windows_of(origin, weeks, 0);
  if (windows.size() < kFewest) return {};
  std::vector<double> flows;
  flows.reserve(windows.size());
  for (const std::size_t first : windows) {
    double flow = 0.0;
    for (std::size_t t = first; t < first + static_cast<std::size_t>(weeks); ++t)
      flow += origin.past[t].flow_percent * origin.past[t].opening_aum_musd / origin.past[first].opening_aum_musd;
    flows.push_back(0.01 * origin.opening_aum_musd() * flow);
  }
  return flows;
}

std::optional<double> low_flow(const Origin& origin, int weeks) {
  std::vector<double> flows = past_flows_musd(origin, weeks);
  if (flows.empty()) return std::nullopt;
  std::sort(flows.begin(), flows.end());
  return flows[flows.size() / 10];
}

Forecast Climatology::forecast(const ForecastTask& task) const {
  const std::vector<std::size_t> windows = past_windows_of(task.origin, task.weeks, latest_);
  if (windows.size() < kFewestWindows) return {};
  PlaceEngine draws = rival_draws(task, stream_);
  return windows_forecast(task, windows, draws);
}

Forecast ZeroFlow::forecast(const ForecastTask& task) const {
  return sure_flow(task, 0.0);
}

Forecast LastFlow::forecast(const ForecastTask& task) const {
  if (task.origin.past.empty()) return {};
  return sure_flow(task, task.origin.past.back().flow_percent);
}

Forecast BlockBootstrap::forecast(const ForecastTask& task) const {
  const Origin& origin = task.origin;
  if (origin.past.size() < kFewestWeeks) return {};
  PlaceEngine draws = rival_draws(task, RivalStream::block_bootstrap);
  Forecast forecast;
  forecast.earlier_flow_musd.resize(static_cast<std::size_t>(task.weeks) - 1);
  if (members_are_known(origin)) forecast.member_flow_musd.resize(origin.past_members.size());
  for (auto& flows : forecast.member_flow_musd) flows.assign(task.draws, 0.0);
  for (std::uint64_t i = 0; i < task.draws; ++i) {
    BootstrapPath path(origin, draws);
    double aum = origin.opening_aum_musd(), sum = 0.0;
    for (int week = 0; week < task.weeks; ++week) {
      const std::size_t t = path.next();
      const PastWeek& past = origin.past[t];
      const double flow = 0.01 * aum * week_flow(past, draws);
      for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m)
        forecast.member_flow_musd[m][i] += aum * *origin.past_members[m][t] / past.opening_aum_musd;
      aum = std::max(0.0, aum * (1.0 + 0.01 * past.return_percent) + flow);
      sum += flow;
      if (week + 1 < task.weeks) forecast.earlier_flow_musd[static_cast<std::size_t>(week)].push_back(sum);
    }
    forecast.flow_musd.push_back(sum);
    forecast.aum_musd.push_back(aum);
  }
  return forecast;
}

Forecast AumRandomWalk::forecast(const ForecastTask& task) const {
  const std::vector<PastWeek>& past = task.origin.past;
  if (past.size() < kFewestWeeks) return {};
  double variance = 0.0;
  for (std::size_t t = 0; t < past.size(); ++t) {
    const double move = std::log(past[t].closing_aum_musd / past[t].opening_aum_musd);
    // The first weeks weigh alike until there are as many as the decay remembers.
    const double weight = std::max(1.0 - kVarianceDecay, 1.0 / static_cast<double>(t + 1));
    variance += weight * (move * move - variance);
  }
  PlaceEngine draws = rival_draws(task, RivalStream::aum_random_walk);
  Forecast forecast;
  for (std::uint64_t i = 0; i < task.draws; ++i)
    forecast.aum_musd.push_back(task.origin.opening_aum_musd() *
                                std::exp(std::sqrt(variance * task.weeks) * normal_draw(draws)));
  return forecast;
}

Forecast AumShares::forecast(const ForecastTask& task) const {
  EBBTIDE_REQUIRE(task.engine != nullptr);
  Forecast forecast;
  forecast.group_size = task.engine->group_size;
  const FundPosterior& funds = task.origin.funds();
  std::array<double, kDimensions.size()> held{};
  for (const MemberPosterior& member : funds.members)
    held[static_cast<std::size_t>(member.dimension)] += member.opening_aum_musd;
  const std::vector<FundColumn> columns = fund_columns(funds);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    double own = 0.0, whole = funds.opening_aum_musd;
    if (i < funds.members.size()) {
      own = funds.members[i].opening_aum_musd;
      whole = held[static_cast<std::size_t>(funds.members[i].dimension)];
    } else {
      for (const std::size_t c : columns[i].cells) own += funds.cube->cells[c].opening_aum_musd;
    }
    // Without AUM by member there is nothing to share by.
    std::vector<double> flows;
    for (const double total : task.engine->flow_musd) {
      if (whole > 0.0) flows.push_back(total * own / whole);
    }
    forecast.member_flow_musd.push_back(std::move(flows));
  }
  return forecast;
}

Forecast RecentShares::forecast(const ForecastTask& task) const {
  EBBTIDE_REQUIRE(task.engine != nullptr);
  constexpr std::size_t kWeeks = 4;
  const std::vector<PastWeek>& past = task.origin.past;
  Forecast forecast;
  if (past.size() < kWeeks) return forecast;
  forecast.group_size = task.engine->group_size;
  double whole = 0.0;
  for (std::size_t t = past.size() - kWeeks; t < past.size(); ++t)
    whole += 0.01 * past[t].flow_percent * past[t].opening_aum_musd;
  for (const auto& weeks : task.origin.past_members) {
    std::optional<double> own = 0.0;
    for (std::size_t t = past.size() - kWeeks; t < past.size(); ++t)
      own = own && weeks[t] ? std::optional(*own + *weeks[t]) : std::nullopt;
    std::vector<double> flows;
    for (const double total : task.engine->flow_musd) {
      if (own && whole != 0.0) flows.push_back(total * *own / whole);
    }
    forecast.member_flow_musd.push_back(std::move(flows));
  }
  return forecast;
}

}  // namespace ebbtide
