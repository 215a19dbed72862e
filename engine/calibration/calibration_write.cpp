#include "calibration/calibration_json.h"
#include "calibration/cube_json.h"
#include "calibration/regression_json.h"
#include "core/build_info.h"

namespace ebbtide {
namespace {

Json market_equation(const MarketPosterior& market, std::size_t i) {
  const MarketEquation& equation = market.equations[i];
  Json out;
  out["variable"] = market.variables[i].name;
  out["coefficients"] = Json::array();
  for (std::size_t j = 0; j < equation.regressors.size(); ++j) {
    const MarketRegressor& regressor = equation.regressors[j];
    Json entry = coefficient_json(equation.posterior, static_cast<int>(j));
    switch (regressor.kind) {
      case MarketRegressor::Kind::constant:
        entry["kind"] = "constant";
        break;
      case MarketRegressor::Kind::lag:
        entry["kind"] = "lag";
        entry["lag"] = regressor.lag;
        entry["variable"] = market.variables[static_cast<std::size_t>(regressor.variable)].name;
        break;
      case MarketRegressor::Kind::same_week:
        entry["kind"] = "same_week";
        entry["variable"] = market.variables[static_cast<std::size_t>(regressor.variable)].name;
        break;
    }
    out["coefficients"].push_back(std::move(entry));
  }
  add_posterior(equation.posterior, out);
  return out;
}

Json variable_json(const MarketVariable& variable) {
  Json out;
  out["name"] = variable.name;
  out["title"] = variable.title;
  out["kind"] = variable.is_return ? "return" : "factor";
  out["unit"] = unit_text(variable.unit);
  out["group"] = variable.group == VolatilityGroup::macro ? "macro" : "prices";
  if (variable.over) out["over"] = *variable.over;
  if (variable.beta_to) out["beta_to"] = *variable.beta_to;
  return out;
}

Json market_json(const MarketPosterior& market) {
  Json out;
  out["last_week"] = date_text(market.last_week);
  out["lag_order"] = market.lag_order;
  out["variables"] = Json::array();
  for (const MarketVariable& variable : market.variables) out["variables"].push_back(variable_json(variable));
  out["last_values"] = matrix_json(market.last_values);
  out["volatility"] = Json::array();
  for (const VolatilityState& state : market.volatility) {
    out["volatility"].push_back({{"group", state.group},
                                 {"decay", state.decay},
                                 {"level", state.level},
                                 {"long_run", state.long_run},
                                 {"persistence", state.persistence}});
  }
  out["tail_index"] = number_or_infinity(market.tail_index);
  out["tail_profile"] = Json::array();
  for (const auto& [nu, value] : market.tail_profile) out["tail_profile"].push_back({number_or_infinity(nu), value});
  out["equations"] = Json::array();
  for (std::size_t i = 0; i < market.equations.size(); ++i) out["equations"].push_back(market_equation(market, i));
  return out;
}

Json flow_json(const FlowPosterior& flow, const MarketPosterior& market) {
  Json out = regression_json(flow.posterior);
  out["model"] = flow_model_text(flow.model);
  out["tail_index"] = number_or_infinity(flow.tail_index);
  out["average_decay"] = flow.average_decay;
  out["average_weight"] = flow.average_weight;
  out["drawdown_variable"] = market.variables[static_cast<std::size_t>(flow.drawdown_variable)].name;
  out["drawdown_window"] = flow.drawdown_window;
  out["recent_log_closes"] = flow.recent_log_closes;
  out["last_return"] = flow.last_return;
  if (flow.disappointment) {
    out["disappointment"] = {
        {"dollar_variable", market.variables[static_cast<std::size_t>(flow.disappointment->dollar_variable)].name},
        {"beta", flow.disappointment->beta},
        {"window", flow.disappointment->window}};
  }
  out["opening"] = vector_json(flow.opening);
  out["opening_covariance"] = matrix_json(flow.opening_covariance);
  return out;
}

Json member_json(const MemberPosterior& member, const MarketPosterior& market) {
  Json out;
  out["name"] = member.name;
  out["dimension"] = dimension_text(member.dimension);
  out["residual"] = member.residual;
  out["history"] = member.seen ? "seen" : "none";
  out["aum_status"] = aum_status_text(member.aum_status);
  if (member.aum_status != AumStatus::none) out["opening_aum_musd"] = member.opening_aum_musd;
  out["last_mean"] = member.last_mean;
  out["last_variance"] = member.last_variance;
  out["exposures"] = Json::object();
  for (const auto& [variable, weight] : member.exposures) {
    out["exposures"][market.variables[static_cast<std::size_t>(variable)].name] = weight;
  }
  out.update(regression_json(member.posterior));
  return out;
}

Json weeks_json(const std::vector<ReconstructedWeek>& weeks) {
  Json out = Json::array();
  for (const ReconstructedWeek& week : weeks) {
    out.push_back({{"week_end", date_text(week.week_end)},
                   {"net_flow_musd", week.net_flow_musd},
                   {"net_flow_sd_musd", week.net_flow_sd_musd},
                   {"net_flow_status", week.flow_seen ? "seen" : "smoothed"},
                   {"aum_musd", week.aum_musd},
                   {"aum_sd_musd", week.aum_sd_musd},
                   {"aum_status", week.aum_seen ? "seen" : "reconstructed"},
                   {"return_percent", week.return_percent}});
  }
  return out;
}

}  // namespace

Json calibration_json(const Calibration& calibration) {
  Json out;
  out["schema"] = "ebbtide-calibration/1";
  out["program_version"] = build_info().version;
  out["universe"] = calibration.universe.empty() ? Json(nullptr) : Json(calibration.universe);
  out["as_of"] = date_text(calibration.as_of);
  out["week_one"] = date_text(calibration.week_one);
  out["market"] = market_json(calibration.market);
  out["funds"] = nullptr;
  if (calibration.funds) {
    Json funds;
    funds["opening_aum_musd"] = calibration.funds->opening_aum_musd;
    funds["opening_aum_sd_musd"] = calibration.funds->opening_aum_sd_musd;
    funds["flow"] = flow_json(calibration.funds->flow, calibration.market);
    funds["members"] = Json::array();
    for (const MemberPosterior& member : calibration.funds->members) {
      funds["members"].push_back(member_json(member, calibration.market));
    }
    if (calibration.funds->cube) funds["cube"] = cube_json(*calibration.funds->cube);
    out["funds"] = std::move(funds);
  }
  out["weeks"] = weeks_json(calibration.weeks);
  out["notes"] = calibration.notes;
  return out;
}

}  // namespace ebbtide
