#include "calibration/market_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "calibration/regression.h"
#include "calibration/tail_index.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "model/market_conditions.h"

namespace ebbtide {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kFewestWeeks = 52;
constexpr int kReweightings = 4;

// values(week, variable) in model units, NaN where not public.
struct MarketSample {
  Date first;
  Matrix values;
  int weeks() const { return static_cast<int>(values.rows()); }
};

MarketSample load_sample(const HistoryView& view) {
  const MarketSpec& spec = view.market();
  MarketSample sample;
  sample.first = std::max(spec.first_week, view.first_market_week());
  const int weeks = std::max(0, weeks_between(sample.first, view.last_market_week()) + 1);
  sample.values = Matrix::Constant(weeks, static_cast<int>(spec.variables.size()), kMissing);
  for (int week = 0; week < weeks; ++week) {
    for (std::size_t i = 0; i < spec.variables.size(); ++i) {
      const auto value = view.variable(i, add_weeks(sample.first, week));
      if (value) sample.values(week, static_cast<int>(i)) = *value;
    }
  }
  return sample;
}

[[noreturn]] void short_history(int weeks, const HistoryView& view) {
  Findings findings;
  Finding finding;
  finding.code = "short-history";
  finding.problem = format("only {} complete market weeks are public as of {}", weeks, date_text(view.as_of()));
  finding.expected = format("at least {} weeks from {} on", kFewestWeeks, date_text(view.market().first_week));
  findings.add(std::move(finding));
  throw InputError(findings);
}

double sample_sd(const MarketSample& sample, int variable) {
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (int week = 0; week < sample.weeks(); ++week) {
    const double value = sample.values(week, variable);
    if (std::isnan(value)) continue;
    sum += value;
    squares += value * value;
    count += 1.0;
  }
  return count > 1.0 ? std::sqrt(std::max(1e-12, (squares - sum * sum / count) / (count - 1.0))) : 1.0;
}

// Regressors and prior of equation i.
struct EquationPlan {
  std::vector<MarketRegressor> regressors;
  RegressionPrior prior;
};

EquationPlan plan_equation(const std::vector<MarketVariable>& variables, int i, const std::vector<double>& sd,
                           int lag_order) {
  const auto at = [&](int j) { return sd[static_cast<std::size_t>(j)]; };
  const MarketVariable& variable = variables[static_cast<std::size_t>(i)];
  EquationPlan plan;
  plan.prior.residual_sd = at(i);
  plan.prior.degrees_of_freedom = 4.0;
  const auto add = [&](MarketRegressor regressor, std::string name, double mean, double prior_sd) {
    plan.regressors.push_back(regressor);
    plan.prior.coefficients.push_back({std::move(name), mean, prior_sd});
  };
  add({MarketRegressor::Kind::constant, 0, 0}, "constant", 0.0, 0.3 * at(i));
  if (variable.beta_to) {
    const int target = variable_index(variables, *variable.beta_to);
    EBBTIDE_REQUIRE(target >= 0 && target < i);
    add({MarketRegressor::Kind::same_week, 0, target}, *variable.beta_to, 1.0, 1.0);
    return plan;
  }
  for (int lag = 1; lag <= lag_order; ++lag) {
    add({MarketRegressor::Kind::lag, lag, i}, format("{}, lag {}", variable.name, lag), 0.0, 0.1 / lag);
  }
  for (int j = 0; j < i; ++j) {
    if (variables[static_cast<std::size_t>(j)].beta_to) continue;
    add({MarketRegressor::Kind::same_week, 0, j}, variables[static_cast<std::size_t>(j)].name, 0.0,
        0.5 * at(i) / at(j));
  }
  return plan;
}

// The value a regressor takes in a week, NaN when not public.
double regressor_value(const MarketSample& sample, const MarketRegressor& regressor, int week) {
  switch (regressor.kind) {
    case MarketRegressor::Kind::constant:
      return 1.0;
    case MarketRegressor::Kind::lag:
      return week >= regressor.lag ? sample.values(week - regressor.lag, regressor.variable) : kMissing;
    case MarketRegressor::Kind::same_week:
      return sample.values(week, regressor.variable);
  }
  return kMissing;
}

// Rows of an equation with everything public, and the residual of each week at the posterior mean.
struct EquationRows {
  Matrix x;
  Vector y;
  std::vector<int> weeks;
};

EquationRows collect_rows(const MarketSample& sample, const EquationPlan& plan, int variable) {
  EquationRows rows;
  const int columns = static_cast<int>(plan.regressors.size());
  rows.x.resize(sample.weeks(), columns);
  rows.y.resize(sample.weeks());
  for (int week = 0; week < sample.weeks(); ++week) {
    const int row = static_cast<int>(rows.weeks.size());
    rows.y(row) = sample.values(week, variable);
    bool complete = !std::isnan(rows.y(row));
    for (int j = 0; j < columns; ++j) {
      rows.x(row, j) = regressor_value(sample, plan.regressors[static_cast<std::size_t>(j)], week);
      complete = complete && !std::isnan(rows.x(row, j));
    }
    if (complete) rows.weeks.push_back(week);
  }
  const int count = static_cast<int>(rows.weeks.size());
  rows.x.conservativeResize(count, columns);
  rows.y.conservativeResize(count);
  return rows;
}

class MarketFit {
 public:
  MarketFit(const HistoryView& view, const CalibrationSettings& settings)
      : view_(view), settings_(settings), variables_(view.market().variables), sample_(load_sample(view)) {}

  MarketPosterior run() {
    MarketPosterior result;
    result.variables = variables_;
    result.lag_order = settings_.lag_order;
    find_last_week(result);
    plan();
    group_equations(result);
    scales_.assign(result.volatility.size(), std::vector<double>(static_cast<std::size_t>(sample_.weeks()) + 1, 1.0));
    for (int pass = 0; pass < kReweightings; ++pass) {
      fit_equations(result);
      filter_scales(result);
    }
    fit_equations(result);
    fit_tails(result);
    finish_volatility(result);
    return result;
  }

 private:
  // The last week with every variable, and as many before it as there are lags. Later rows are left to the path: they
  // enter as known conditions of its first weeks.
  void find_last_week(MarketPosterior& result) {
    int last = sample_.weeks() - 1;
    const auto complete = [&](int week) { return !sample_.values.row(week).array().isNaN().any(); };
    while (last >= 0 && !complete(last)) --last;
    if (last + 1 < kFewestWeeks + settings_.lag_order) short_history(std::max(0, last + 1), view_);
    const Date limit = add_weeks(view_.week_one(), -1);
    last = std::min(last, weeks_between(sample_.first, limit));
    sample_.values.conservativeResize(last + 1, sample_.values.cols());
    result.last_week = add_weeks(sample_.first, last);
    result.last_values.resize(settings_.lag_order, sample_.values.cols());
    for (int lag = 0; lag < settings_.lag_order; ++lag) result.last_values.row(lag) = sample_.values.row(last - lag);
  }

  void plan() {
    std::vector<double> sd;
    for (std::size_t i = 0; i < variables_.size(); ++i) sd.push_back(sample_sd(sample_, static_cast<int>(i)));
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      plans_.push_back(plan_equation(variables_, static_cast<int>(i), sd, settings_.lag_order));
      rows_.push_back(collect_rows(sample_, plans_.back(), static_cast<int>(i)));
    }
  }

  void group_equations(MarketPosterior& result) const {
    for (const MarketVariable& variable : variables_) {
      const std::string name = variable.group == VolatilityGroup::macro ? "macro" : "prices";
      std::size_t index = 0;
      while (index < result.volatility.size() && result.volatility[index].group != name) ++index;
      if (index == result.volatility.size())
        result.volatility.push_back({name, settings_.volatility.decay, 1.0, 1.0, settings_.volatility_persistence});
      result.volatility_of.push_back(static_cast<int>(index));
    }
  }

  double scale(const MarketPosterior& result, std::size_t equation, int week) const {
    return scales_[static_cast<std::size_t>(result.volatility_of[equation])][static_cast<std::size_t>(week)];
  }

  void fit_equations(MarketPosterior& result) {
    result.equations.clear();
    residuals_ = Matrix::Constant(sample_.weeks(), static_cast<int>(variables_.size()), kMissing);
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      const EquationRows& rows = rows_[i];
      Matrix x = rows.x;
      Vector y = rows.y;
      for (int row = 0; row < y.size(); ++row) {
        const double weight = 1.0 / std::sqrt(scale(result, i, rows.weeks[static_cast<std::size_t>(row)]));
        x.row(row) *= weight;
        y(row) *= weight;
      }
      RegressionPosterior posterior = fit_regression(plans_[i].prior, x, y);
      if (!rows.weeks.empty()) {
        posterior.first_week = add_weeks(sample_.first, rows.weeks.front());
        posterior.last_week = add_weeks(sample_.first, rows.weeks.back());
      }
      for (std::size_t row = 0; row < rows.weeks.size(); ++row) {
        residuals_(rows.weeks[row], static_cast<int>(i)) =
            rows.y(static_cast<int>(row)) - rows.x.row(static_cast<int>(row)).dot(posterior.mean);
      }
      result.equations.push_back({plans_[i].regressors, std::move(posterior)});
    }
  }

  // Satellites follow one price; the scale of their group is made by the others.
  bool drives_scale(std::size_t i) const { return !variables_[i].beta_to; }

  void filter_scales(const MarketPosterior& result) {
    for (std::size_t group = 0; group < scales_.size(); ++group) {
      std::vector<double> signal(static_cast<std::size_t>(sample_.weeks()), kMissing);
      for (int week = 0; week < sample_.weeks(); ++week) {
        double sum = 0.0, count = 0.0;
        for (std::size_t i = 0; i < variables_.size(); ++i) {
          const double residual = residuals_(week, static_cast<int>(i));
          if (result.volatility_of[i] != static_cast<int>(group) || !drives_scale(i) || std::isnan(residual)) continue;
          sum += residual * residual / result.equations[i].posterior.residual_variance;
          count += 1.0;
        }
        if (count > 0.0) signal[static_cast<std::size_t>(week)] = sum / count;
      }
      scales_[group] = filter_volatility(signal, settings_.volatility);
    }
  }

  void fit_tails(MarketPosterior& result) const {
    std::vector<WhitenedWeek> weeks;
    for (int week = 0; week < sample_.weeks(); ++week) {
      WhitenedWeek whitened;
      for (std::size_t i = 0; i < variables_.size(); ++i) {
        const double residual = residuals_(week, static_cast<int>(i));
        if (!drives_scale(i) || std::isnan(residual)) continue;
        ++whitened.dimension;
        whitened.sum_of_squares +=
            residual * residual / (result.equations[i].posterior.residual_variance * scale(result, i, week));
      }
      if (whitened.dimension > 0) weeks.push_back(whitened);
    }
    TailFit fit = fit_tail_index(weeks);
    result.tail_index = fit.tail_index;
    result.tail_profile = std::move(fit.profile);
  }

  void finish_volatility(MarketPosterior& result) const {
    for (std::size_t group = 0; group < scales_.size(); ++group) result.volatility[group].level = scales_[group].back();
  }

  const HistoryView& view_;
  const CalibrationSettings& settings_;
  std::vector<MarketVariable> variables_;
  MarketSample sample_;
  std::vector<EquationPlan> plans_;
  std::vector<EquationRows> rows_;
  std::vector<std::vector<double>> scales_;  // by group, weeks + 1
  Matrix residuals_;
};

}  // namespace

MarketPosterior fit_market(const HistoryView& view, const CalibrationSettings& settings) {
  return MarketFit(view, settings).run();
}

}  // namespace ebbtide
