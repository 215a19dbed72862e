// The calibrated law of the market, the flows and the members: everything the simulation needs to know of the past.
//
// Written by engine/calibration, or by hand as calibration.json (docs/calibration-format.md). Model units: basis points
// and log percent for the market, percent of opening AUM for flows, million USD for AUM. docs/methods.md has the
// equations.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "history/market_spec.h"
#include "history/universe.h"
#include "math/linalg.h"

namespace ebbtide {

// Normal-inverse-gamma posterior of one regression:
//   sigma^2 ~ IG(df / 2, df s^2 / 2),   coefficients | sigma^2 ~ N(mean, sigma^2 V).
struct RegressionPosterior {
  std::vector<std::string> regressors;  // names, for people
  Vector mean;
  Matrix unit_covariance;                                               // V
  double residual_variance = 1.0;                                       // s^2
  double degrees_of_freedom = std::numeric_limits<double>::infinity();  // infinity: sigma^2 is s^2
  int observations = 0;
  std::optional<Date> first_week;
  std::optional<Date> last_week;

  // E sigma^2 = s^2 df / (df - 2); infinite for df <= 2.
  double mean_variance() const;
  // Marginal standard deviation of a coefficient.
  double coefficient_sd(int index) const;
};

// What a coefficient of a market equation multiplies.
struct MarketRegressor {
  enum class Kind { constant, lag, same_week };
  Kind kind = Kind::constant;
  int lag = 0;       // lag: 1 .. lag order
  int variable = 0;  // lag and same_week: index; same_week only lower than the equation's own
};

struct MarketEquation {
  std::vector<MarketRegressor> regressors;
  RegressionPosterior posterior;
};

// Variance scale of a group of equations, relative to their residual variances.
struct VolatilityState {
  std::string group;
  double decay = 1.0;  // EWMA decay of the filter; 1: no filter, scale 1
  double level = 1.0;  // filtered scale of the first simulated week
  double long_run = 1.0;
  double persistence = 1.0;  // over the horizon: long_run + (level - long_run) persistence^(k-1); 1 holds it
};

struct MarketPosterior {
  std::vector<MarketVariable> variables;
  int lag_order = 1;
  std::vector<MarketEquation> equations;  // one per variable, triangular in this order
  std::vector<VolatilityState> volatility;
  std::vector<int> volatility_of;                               // variable -> index in volatility
  double tail_index = std::numeric_limits<double>::infinity();  // nu > 2 of the mixing variable
  std::vector<std::pair<double, double>> tail_profile;          // nu, profile log-likelihood less its maximum
  Date last_week;                                               // the last week whose variables are all known
  Matrix last_values;                                           // lag_order x variables, most recent first
};

// Dollar disappointment: how far the drawdown variable's return p (log percent of the week) fell short of what a weaker
// dollar used to bring it, min(p + beta u, 0) in weeks in which the dollar's log percent u is negative, else 0.
struct DollarDisappointment {
  int dollar_variable = 0;
  double beta = 0.0;  // log percent gained per log percent that the dollar lost, over the window
  int window = 52;    // weeks up to MarketPosterior::last_week

  double value(double price, double dollar) const {
    const double gap = price + beta * dollar;
    return dollar < 0.0 && gap < 0.0 ? gap : 0.0;
  }
};

// The law of the total's flow. regression: all terms below, normal residuals. ar1_t: level, own lag and return alone,
// Student t residuals.
enum class FlowModel { regression, ar1_t };
inline constexpr std::array kFlowModels = {FlowModel::regression, FlowModel::ar1_t};
constexpr std::string_view flow_model_text(FlowModel model) {
  return model == FlowModel::ar1_t ? "ar1_t" : "regression";
}

// x_t = level + own_lag x_{t-1} + return r_t + return_lag r_{t-1} + average m_{t-1} + drawdown d_{t-1}
//     (+ disappointment s_t) + e_t, where x
// is net flow in % of opening AUM, r the AUM-weighted simple return in %, m the exponentially weighted mean of past x,
// d = 100 log(close / highest close of the window) of the drawdown variable. s is the dollar disappointment, held at
// the beta of the last window.
struct FlowPosterior {
  static constexpr int kLevel = 0, kOwnLag = 1, kReturn = 2, kReturnLag = 3, kDrawdown = 4, kAverage = 5,
                       kDisappointment = 6;
  FlowModel model = FlowModel::regression;
  RegressionPosterior posterior;  // in this order; the last one only where the term is declared
  // Of the residuals: e_t = sigma sqrt(w_t) n_t, w_t ~ IG(nu / 2, nu / 2), drawn a week and theta group. Infinity: w
  // is 1.
  double tail_index = std::numeric_limits<double>::infinity();
  std::optional<DollarDisappointment> disappointment;
  double average_decay = 0.9;
  double average_weight = 0.0;            // sum of the decayed weights so far; m = (decayed sum) / weight
  int drawdown_variable = 0;              // market variable whose closes make the drawdown
  int drawdown_window = 12;               // weeks
  std::vector<double> recent_log_closes;  // log percent, up to MarketPosterior::last_week, oldest first, at most window
  double last_return = 0.0;               // r of the week before week 1 (used when last_week is that week)
  Vector opening;                         // x and m of the week before week 1, posterior mean
  Matrix opening_covariance;              // 2 x 2

  int coefficient_count() const { return disappointment ? kDisappointment + 1 : kDisappointment; }
};

enum class AumStatus { none, seen, inferred };

// f_m = scale_m (level + parent x_t + own_lag x_m,t-1 + own_return (r_m - r_t) + e) / 100, scale_m the member's opening
// AUM, or the total's where the member has no AUM.
struct MemberPosterior {
  static constexpr int kLevel = 0, kOwnLag = 1, kParent = 2, kOwnReturn = 3, kCount = 4;
  std::string name;
  Dimension dimension = Dimension::asset;
  bool residual = false;
  bool seen = false;  // has at least one published flow before week 1
  RegressionPosterior posterior;
  double last_mean = 0.0;  // x_m of the week before week 1
  double last_variance = 0.0;
  AumStatus aum_status = AumStatus::none;
  double opening_aum_musd = 0.0;
  // Simple return = sum of weight x simple return of a market variable that is a price (its own, not net of `over`).
  std::vector<std::pair<int, double>> exposures;
};

// f_c = A_c (level + own_lag x_c,t-1 + parent x_a + u) / 100 on weeks in which the cell trades, else exactly 0; A_c its
// opening AUM, x_a its asset's flow in % of the asset's. Level and parent are pooled over asset, region and issuer.
struct CellPosterior {
  static constexpr int kLevel = 0, kOwnLag = 1, kParent = 2, kCount = 3;
  SeriesKey key;      // all three named
  bool seen = false;  // has at least one published flow of its own before week 1
  RegressionPosterior posterior;
  // Probability of a week of exactly zero ~ Beta(quiet_weeks, trading_weeks); no quiet weeks: it trades every week.
  double quiet_weeks = 0.0;
  double trading_weeks = 1.0;
  double last_mean = 0.0;  // x_c of the week before week 1
  double last_variance = 0.0;
  AumStatus aum_status = AumStatus::seen;
  double opening_aum_musd = 0.0;
};

// The products of asset x region x issuer that exist. Cells add to their asset's flow on every path; flows and AUM of
// regions and issuers are sums of cells.
struct CubePosterior {
  std::vector<CellPosterior> cells;  // in the universe's order
  // Share of every cell's residual variance that cells of one asset, region or issuer have in common.
  std::array<double, 3> common_shares{};
};

// Flows and AUM of one universe.
struct FundPosterior {
  FlowPosterior flow;
  double opening_aum_musd = 0.0;
  double opening_aum_sd_musd = 0.0;
  std::vector<MemberPosterior> members;  // by dimension, in display order
  std::optional<CubePosterior> cube;     // with it the equations of regions and issuers are not used
};

// A week of the past as the calibration sees it.
struct ReconstructedWeek {
  Date week_end;
  double net_flow_musd = 0.0;
  double net_flow_sd_musd = 0.0;
  bool flow_seen = false;
  double aum_musd = 0.0;
  double aum_sd_musd = 0.0;
  bool aum_seen = false;
  double return_percent = 0.0;
};

struct Calibration {
  std::string universe;  // empty: a market without funds
  Date as_of;
  Date week_one;
  MarketPosterior market;
  std::optional<FundPosterior> funds;
  std::vector<ReconstructedWeek> weeks;  // the flow sample, oldest first
  std::vector<std::string> notes;
};

}  // namespace ebbtide
