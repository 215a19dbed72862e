// A history simulated from known parameters: rates, equities and Bitcoin, and one universe of a single asset whose
// total flow follows the engine's flow equation. Truths are drawn from the calibration's own priors, so that its
// posterior intervals must cover them at their nominal rate.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "history/history.h"
#include "model/posterior.h"
#include "support/test_draws.h"

namespace ebbtide::fixture {

inline constexpr std::array<double, 3> kMarketSd = {10.0, 2.0, 8.0};  // bp, log percent, log percent
inline constexpr int kMarketWeeks = 260;
inline constexpr int kFlowWeeks = 200;

struct EquationTruth {
  std::vector<double> coefficients;  // constant, own lag, same-week variables before it
  double sd = 1.0;
};

struct FlowTruth {
  // The level is the last week's; the disappointment is 0 without the term.
  std::array<double, FlowPosterior::kDisappointment + 1> coefficients{};
  double sd = 1.0;
};

struct SimulatedHistory {
  std::vector<EquationTruth> market;
  FlowTruth flow;
  History history;
  Date as_of;
};

struct HistoryOptions {
  double volatility_decay = 1.0;  // 1: constant variance; less: scales move by the calibration's own filter
  // Equities stand for the dollar in a term of disappointment, its coefficient drawn from the prior, or zero.
  enum class Disappointment { undeclared, drawn, declared_without_effect };
  Disappointment disappointment = Disappointment::undeclared;
  double missing_flows = 0.0;  // share of weeks whose total flow nobody publishes
};

namespace detail {

inline MarketVariable simulated_variable(const std::string& name, Unit unit, VolatilityGroup group) {
  MarketVariable result;
  result.name = result.title = result.series = name;
  result.unit = unit;
  result.group = group;
  result.is_return = group == VolatilityGroup::prices;
  result.transform = unit == Unit::basis_point ? Transform::change : Transform::log_change;
  result.scale = unit == Unit::basis_point ? 100.0 : 1.0;
  return result;
}

inline std::vector<EquationTruth> draw_market_truth(TestDraws& draws) {
  std::vector<EquationTruth> result;
  for (std::size_t i = 0; i < 3; ++i) {
    EquationTruth equation{{0.3 * kMarketSd[i] * draws.normal(), 0.1 * draws.normal()}, kMarketSd[i]};
    for (std::size_t j = 0; j < i; ++j)
      equation.coefficients.push_back(0.5 * kMarketSd[i] / kMarketSd[j] * draws.normal());
    result.push_back(equation);
  }
  return result;
}

// The prior of engine/calibration/flow_fit.cpp. Flows whose own lag and average add to 0.95 would explode; to cut off
// no more than 1 in 200 of them, which would tilt the prior, residual sds stay in its lowest fifth (200 weeks fix them
// anyhow).
inline FlowTruth draw_flow_truth(TestDraws& draws, bool with_disappointment) {
  constexpr std::array<double, 7> kMean = {0.2, 0.25, 0.12, 0.02, 0.0, 0.2, 0.0};
  constexpr std::array<double, 7> kSd = {0.5, 0.15, 0.05, 0.03, 0.015, 0.2, 0.02};
  const std::size_t count = with_disappointment ? 7 : 6;
  while (true) {
    FlowTruth truth;
    truth.sd = std::sqrt(draws.variance(6, 0.81));
    if (truth.sd > 0.75) continue;
    for (std::size_t j = 0; j < count; ++j) truth.coefficients[j] = kMean[j] + kSd[j] / 0.9 * truth.sd * draws.normal();
    if (truth.coefficients[1] + truth.coefficients[5] < 0.95) return truth;
  }
}

// z(week, variable) in model units.
inline std::vector<std::array<double, 3>> draw_market(TestDraws& draws, const std::vector<EquationTruth>& truth,
                                                      double decay) {
  std::vector<std::array<double, 3>> z(kMarketWeeks);
  std::array<double, 2> scale = {1.0, 1.0};  // macro, prices
  for (std::size_t t = 0; t < z.size(); ++t) {
    std::array<double, 2> signal{};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t group = i < 2 ? 0 : 1;
      const double shock = std::sqrt(scale[group]) * draws.normal();
      signal[group] += shock * shock / (group == 0 ? 2.0 : 1.0);
      const std::vector<double>& b = truth[i].coefficients;
      z[t][i] = b[0] + (t > 0 ? b[1] * z[t - 1][i] : 0.0) + truth[i].sd * shock;
      for (std::size_t j = 0; j < i; ++j) z[t][i] += b[2 + j] * z[t][j];
    }
    for (std::size_t g = 0; g < 2 && t > 0; ++g)
      scale[g] = decay * scale[g] + (1.0 - decay) * std::min(signal[g], 9.0 * scale[g]);
  }
  return z;
}

}  // namespace detail

// The disappointment of week t with equities as the dollar: slope over the 52 weeks before.
inline double disappointment_in(const std::vector<std::array<double, 3>>& z, std::size_t t) {
  double mean_dollar = 0.0, mean_price = 0.0, above = 0.0, below = 0.0;
  for (std::size_t s = t - 52; s < t; ++s) {
    mean_dollar += z[s][1] / 52.0;
    mean_price += z[s][2] / 52.0;
  }
  for (std::size_t s = t - 52; s < t; ++s) {
    above += (z[s][1] - mean_dollar) * (z[s][2] - mean_price);
    below += (z[s][1] - mean_dollar) * (z[s][1] - mean_dollar);
  }
  return z[t][1] < 0.0 ? std::min(z[t][2] - above / below * z[t][1], 0.0) : 0.0;
}

// Weekly flows in % of opening AUM.
inline std::vector<double> draw_flows(TestDraws& draws, const std::vector<std::array<double, 3>>& z,
                                      const FlowTruth& truth, double average_decay = 0.9) {
  std::vector<double> flows, bitcoin_log;
  for (const auto& week : z) bitcoin_log.push_back(week[2]);
  double average = 0.3, before = 0.3, weight = 0.0;
  const auto& b = truth.coefficients;
  const std::size_t first = bitcoin_log.size() - kFlowWeeks;
  const auto simple = [&](std::size_t t) { return 100.0 * std::expm1(bitcoin_log[t] / 100.0); };
  for (std::size_t t = first; t < bitcoin_log.size(); ++t) {
    double close = 0.0, highest = 0.0;
    for (std::size_t s = t - 11; s < t; ++s) {
      close += bitcoin_log[s];
      highest = std::max(highest, close);
    }
    const double x = b[0] + b[1] * before + b[2] * simple(t) + b[3] * simple(t - 1) + b[4] * (close - highest) +
                     b[5] * average + b[6] * disappointment_in(z, t) + truth.sd * draws.normal();
    const double next = average_decay * weight + 1.0;
    average = average * (average_decay * weight / next) + x / next;
    weight = next;
    before = x;
    flows.push_back(x);
  }
  return flows;
}

inline SimulatedHistory simulate_history(std::uint64_t seed, const HistoryOptions& options = {}) {
  TestDraws draws(seed);
  const Date first_level = *parse_date("2020-01-03");
  const std::vector<EquationTruth> market_truth = detail::draw_market_truth(draws);
  const FlowTruth flow_truth =
      detail::draw_flow_truth(draws, options.disappointment == HistoryOptions::Disappointment::drawn);
  const auto z = detail::draw_market(draws, market_truth, options.volatility_decay);

  MarketSpec spec;
  spec.first_week = add_weeks(first_level, 1);
  spec.variables = {detail::simulated_variable("rate", Unit::basis_point, VolatilityGroup::macro),
                    detail::simulated_variable("equities", Unit::percent, VolatilityGroup::macro),
                    detail::simulated_variable("bitcoin", Unit::percent, VolatilityGroup::prices)};
  if (options.disappointment != HistoryOptions::Disappointment::undeclared) spec.disappointment_dollar = "equities";
  for (const MarketVariable& variable : spec.variables) spec.series.push_back({variable.series, 0, "test", ""});
  std::vector<std::vector<double>> levels{{4.0, 100.0, 100.0}};
  std::vector<double> bitcoin;
  for (const auto& week : z) {
    const std::vector<double>& last = levels.back();
    levels.push_back(
        {last[0] + week[0] / 100.0, last[1] * std::exp(week[1] / 100.0), last[2] * std::exp(week[2] / 100.0)});
    bitcoin.push_back(week[2]);
  }

  Universe universe;
  universe.name = universe.title = "simulated";
  Member asset;
  asset.name = "Bitcoin";
  asset.prices = {{"bitcoin", 1.0}};
  universe.members[0] = {asset};
  universe.complete = {true, true, true};
  universe.first_flow_week = add_weeks(first_level, kMarketWeeks - kFlowWeeks + 1);
  universe.shares = {{first_level, Dimension::asset, {{"Bitcoin", 1.0}}, "test"}};

  std::vector<Observation> flow_rows, aum_rows;
  double aum = 1e5;
  const auto row = [&](Date week, double value) { return Observation{week, week, {}, value, 0.0, "test", "exact", 0}; };
  aum_rows.push_back(row(add_weeks(universe.first_flow_week, -1), aum));
  const std::vector<double> percent = draw_flows(draws, z, flow_truth);
  for (std::size_t t = 0; t < percent.size(); ++t) {
    const Date week = add_weeks(universe.first_flow_week, static_cast<int>(t));
    const double flow = 0.01 * percent[t] * aum;
    aum = aum * std::exp(bitcoin[bitcoin.size() - kFlowWeeks + t] / 100.0) + flow;
    if (draws.uniform() >= options.missing_flows) flow_rows.push_back(row(week, flow));
    aum_rows.push_back(row(week, aum));
  }
  const Date as_of = add_weeks(first_level, kMarketWeeks);
  return {market_truth, flow_truth, History(universe, spec, flow_rows, aum_rows, first_level, levels), as_of};
}

}  // namespace ebbtide::fixture
