#include <cmath>
#include <limits>

#include "calibration/calibration_json.h"
#include "calibration/calibration_keys.h"
#include "calibration/cube_json.h"
#include "calibration/json_values.h"
#include "calibration/regression_json.h"
#include "core/format.h"
#include "model/reduced_form.h"

namespace ebbtide {
namespace {

class Reader : private JsonValues {
 public:
  Reader(const Json& root, const std::string& file, Findings& findings) : JsonValues(file, findings), root_(root) {}

  std::optional<Calibration> read() {
    Calibration result;
    if (text(root_, "schema", "") != "ebbtide-calibration/1") {
      problem("/schema", "calibration-schema", "this is no calibration file", "\"ebbtide-calibration/1\"");
      return std::nullopt;
    }
    if (root_.contains("universe") && root_["universe"].is_string()) {
      result.universe = root_["universe"].get<std::string>();
    }
    result.as_of = date(root_, "as_of", "");
    result.week_one = friday(root_, "week_one", "");
    if (const Json* market = object(root_, "market", "")) read_market(*market, result.market);
    const bool has_funds = root_.contains("funds") && !root_["funds"].is_null();
    if (has_funds && !result.market.variables.empty()) read_funds(root_["funds"], result);
    if (root_.contains("weeks")) read_weeks(array(root_, "weeks", ""), result);
    if (root_.contains("notes") && root_["notes"].is_array()) {
      for (const Json& note : root_["notes"]) {
        if (note.is_string()) result.notes.push_back(note.get<std::string>());
      }
    }
    check_calibration_keys(root_, *this);
    if (failed()) return std::nullopt;
    if (weeks_between(result.market.last_week, result.week_one) < 1) {
      problem("/week_one", "calibration-value", "week 1 does not come after the market's last week", "a later Friday");
      return std::nullopt;
    }
    return result;
  }

 private:
  int variable_index(const MarketPosterior& market, const std::string& name, const std::string& place) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < market.variables.size(); ++i) {
      if (market.variables[i].name == name) return static_cast<int>(i);
      names.push_back(market.variables[i].name);
    }
    problem(place, "calibration-variable", format("unknown variable '{}'", name), did_you_mean(name, names));
    return 0;
  }

  void read_variables(const Json& json, MarketPosterior& market) {
    const Json& list = array(json, "variables", "/market");
    if (list.empty()) problem("/market/variables", "calibration-shape", "a market without variables", "at least one");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = format("/market/variables/{}", i);
      MarketVariable variable;
      variable.name = text(list[i], "name", place);
      for (const MarketVariable& other : market.variables) {
        if (other.name == variable.name) {
          problem(place + "/name", "calibration-variable", "a variable of this name stands before it",
                  "a name of its own");
        }
      }
      variable.title = list[i].contains("title") ? text(list[i], "title", place) : variable.name;
      variable.is_return = list[i].contains("kind") && word(list[i], "kind", place, {"factor", "return"}) == "return";
      const std::string unit = word(list[i], "unit", place, {"bp", "%"});
      variable.unit = unit == "bp" ? Unit::basis_point : Unit::percent;
      variable.transform = variable.unit == Unit::percent ? Transform::log_change : Transform::change;
      const bool priced = list[i].contains("group") && word(list[i], "group", place, {"macro", "prices"}) == "prices";
      variable.group = priced ? VolatilityGroup::prices : VolatilityGroup::macro;
      if (list[i].contains("over")) variable.over = text(list[i], "over", place);
      if (list[i].contains("beta_to")) variable.beta_to = text(list[i], "beta_to", place);
      // Earlier variables only, so that no chain of them can close.
      if (variable.over) variable_index(market, *variable.over, place + "/over");
      market.variables.push_back(std::move(variable));
    }
  }

  void read_volatility(const Json& json, MarketPosterior& market) {
    if (!json.contains("volatility")) {
      market.volatility = {{"all", 1.0, 1.0, 1.0, 1.0}};
      market.volatility_of.assign(market.variables.size(), 0);
      return;
    }
    const Json& list = array(json, "volatility", "/market");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = format("/market/volatility/{}", i);
      VolatilityState state;
      state.group = word(list[i], "group", place, {"macro", "prices", "all"});
      state.decay = number_or(list[i], "decay", place, 1.0);
      state.level = number_or(list[i], "level", place, 1.0);
      state.long_run = number_or(list[i], "long_run", place, 1.0);
      state.persistence = number_or(list[i], "persistence", place, 1.0);
      const bool finite = std::isfinite(state.level) && std::isfinite(state.long_run);
      if (!finite || !(state.level > 0.0) || !(state.long_run > 0.0) || state.persistence < 0.0 ||
          state.persistence > 1.0) {
        problem(place, "calibration-value", "scales must be positive and finite, persistence between 0 and 1",
                "level > 0, long_run > 0");
      }
      market.volatility.push_back(std::move(state));
    }
    for (const MarketVariable& variable : market.variables) {
      const std::string group = variable.group == VolatilityGroup::macro ? "macro" : "prices";
      int found = -1;
      for (std::size_t i = 0; i < market.volatility.size(); ++i) {
        if (market.volatility[i].group == group || market.volatility[i].group == "all") found = static_cast<int>(i);
      }
      if (found < 0) {
        problem("/market/volatility", "calibration-value", format("no scale for group '{}'", group),
                "one entry per group, or one called \"all\"");
      }
      market.volatility_of.push_back(std::max(found, 0));
    }
  }

  void read_equations(const Json& json, MarketPosterior& market) {
    const Json& list = array(json, "equations", "/market");
    if (list.size() != market.variables.size()) {
      problem("/market/equations", "calibration-shape", "wrong number of equations",
              format("{}, one per variable in their order", market.variables.size()));
      return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = format("/market/equations/{}", i);
      MarketEquation equation;
      equation.posterior = regression_from_json(list[i], place, *this);
      if (text(list[i], "variable", place) != market.variables[i].name) {
        problem(place + "/variable", "calibration-variable", "equations are out of order",
                format("\"{}\"", market.variables[i].name));
      }
      const Json& coefficients = array(list[i], "coefficients", place);
      for (std::size_t j = 0; j < coefficients.size(); ++j) {
        equation.regressors.push_back(
            regressor(coefficients[j], market, static_cast<int>(i), format("{}/coefficients/{}", place, j)));
      }
      market.equations.push_back(std::move(equation));
    }
  }

  MarketRegressor regressor(const Json& json, const MarketPosterior& market, int equation, const std::string& place) {
    MarketRegressor result;
    const std::string kind = word(json, "kind", place, {"constant", "lag", "same_week"});
    if (kind == "constant") return result;
    result.variable = variable_index(market, text(json, "variable", place), place + "/variable");
    if (kind == "lag") {
      result.kind = MarketRegressor::Kind::lag;
      result.lag = whole(json, "lag", place, 1, market.lag_order);
    } else {
      result.kind = MarketRegressor::Kind::same_week;
      if (result.variable >= equation) {
        problem(place + "/variable", "calibration-variable", "same-week variables must come before the equation's own",
                "an earlier variable");
      }
    }
    return result;
  }

  void read_reduced(const Json& json, MarketPosterior& market) {
    const int d = static_cast<int>(market.variables.size());
    const Vector constant = vector(array(json, "constant", "/market/reduced"), "/market/reduced/constant", d);
    std::vector<Matrix> lags;
    const Json& list = array(json, "lags", "/market/reduced");
    for (std::size_t i = 0; i < list.size(); ++i) {
      lags.push_back(matrix(list[i], format("/market/reduced/lags/{}", i), d, d));
    }
    if (static_cast<int>(lags.size()) != market.lag_order) {
      problem("/market/reduced/lags", "calibration-shape", "wrong number of lag matrices",
              format("{}, the lag order", market.lag_order));
    }
    const Matrix sigma =
        covariance(array(json, "covariance", "/market/reduced"), "/market/reduced/covariance", d, false);
    if (!failed()) market.equations = equations_from_reduced(constant, lags, sigma, market.variables);
  }

  void read_market(const Json& json, MarketPosterior& market) {
    market.last_week = friday(json, "last_week", "/market");
    const bool failed_before = failed();
    market.lag_order = whole(json, "lag_order", "/market", 1, 52);
    const bool knows_lags = failed() == failed_before;
    read_variables(json, market);
    // Without them everything that follows would be wrong as well.
    if (!knows_lags || market.variables.empty()) return;
    market.last_values = matrix(array(json, "last_values", "/market"), "/market/last_values", market.lag_order,
                                static_cast<int>(market.variables.size()));
    read_volatility(json, market);
    market.tail_index = number_or(json, "tail_index", "/market", std::numeric_limits<double>::infinity());
    if (!(market.tail_index > 2.0)) {
      problem("/market/tail_index", "calibration-value", "the mixing variable has no mean",
              "more than 2, or \"infinity\"");
    }
    if (json.contains("tail_profile")) {
      for (const Json& entry : json["tail_profile"]) {
        if (entry.is_array() && entry.size() == 2) {
          market.tail_profile.emplace_back(number_or_infinity(entry[0], "/market/tail_profile"),
                                           number(entry[1], "/market/tail_profile"));
        }
      }
    }
    if (json.contains("reduced")) {
      read_reduced(json["reduced"], market);
    } else {
      read_equations(json, market);
    }
  }

  void read_funds(const Json& json, Calibration& calibration) {
    FundPosterior funds;
    funds.opening_aum_musd = number(json, "opening_aum_musd", "/funds");
    funds.opening_aum_sd_musd = not_negative_or(json, "opening_aum_sd_musd", "/funds", 0.0);
    if (!(funds.opening_aum_musd > 0.0)) {
      problem("/funds/opening_aum_musd", "calibration-value", "not positive", "opening AUM in million USD");
    }
    if (const Json* flow = object(json, "flow", "/funds")) read_flow(*flow, calibration.market, funds.flow);
    const Json& members = array(json, "members", "/funds");
    for (std::size_t i = 0; i < members.size(); ++i) {
      funds.members.push_back(read_member(members[i], calibration.market, format("/funds/members/{}", i)));
    }
    check_members(funds);
    if (const Json* cube = json.contains("cube") ? object(json, "cube", "/funds") : nullptr)
      funds.cube = cube_from_json(*cube, funds.members, *this);
    calibration.funds = std::move(funds);
  }

  void check_members(const FundPosterior& funds) {
    int last = -1;
    double assets = 0.0;
    for (const MemberPosterior& member : funds.members) {
      if (static_cast<int>(member.dimension) < last) {
        problem("/funds/members", "calibration-shape", "members are out of order",
                "assets, then regions, then issuers");
      }
      last = static_cast<int>(member.dimension);
      if (member.dimension == Dimension::asset) {
        assets += member.aum_status == AumStatus::none ? NAN : member.opening_aum_musd;
      }
    }
    if (!(std::abs(assets - funds.opening_aum_musd) <= 1e-6 * funds.opening_aum_musd)) {
      problem("/funds/members", "calibration-value", "the assets' AUM does not add to the total",
              "opening_aum_musd of all assets, adding to the total's");
    }
  }

  DollarDisappointment read_disappointment(const Json& flow, const MarketPosterior& market) {
    const std::string place = "/funds/flow/disappointment";
    DollarDisappointment result;
    const Json* json = object(flow, "disappointment", "/funds/flow");
    if (json == nullptr) return result;
    result.dollar_variable = variable_index(market, text(*json, "dollar_variable", place), place + "/dollar_variable");
    result.beta = number(*json, "beta", place);
    if (json->contains("window")) result.window = whole(*json, "window", place, 1, 520);
    return result;
  }

  void read_flow(const Json& json, const MarketPosterior& market, FlowPosterior& flow) {
    flow.posterior = regression_from_json(json, "/funds/flow", *this);
    const bool is_ar1_t =
        json.contains("model") && word(json, "model", "/funds/flow", {"regression", "ar1_t"}) == "ar1_t";
    if (is_ar1_t) flow.model = FlowModel::ar1_t;
    flow.tail_index = number_or(json, "tail_index", "/funds/flow", flow.tail_index);
    if (!(flow.tail_index > 2.0))
      problem("/funds/flow/tail_index", "calibration-value", "residuals without a variance", "above 2, or infinity");
    if (json.contains("disappointment")) flow.disappointment = read_disappointment(json, market);
    if (flow.posterior.mean.size() != flow.coefficient_count()) {
      problem("/funds/flow/coefficients", "calibration-shape", "wrong number of coefficients",
              format("level, own lag, return, return lag, drawdown, average{}",
                     flow.disappointment ? ", disappointment" : ""));
    }
    flow.average_decay = not_negative_or(json, "average_decay", "/funds/flow", 0.9);
    if (flow.average_decay > 1.0) {
      problem("/funds/flow/average_decay", "calibration-value", "a decay above 1", "0 to 1");
    }
    flow.average_weight =
        not_negative_or(json, "average_weight", "/funds/flow", 1.0 / (1.0 - std::min(0.999, flow.average_decay)));
    flow.drawdown_variable =
        variable_index(market, text(json, "drawdown_variable", "/funds/flow"), "/funds/flow/drawdown_variable");
    if (json.contains("drawdown_window")) flow.drawdown_window = whole(json, "drawdown_window", "/funds/flow", 1, 520);
    for (const Json& value : array(json, "recent_log_closes", "/funds/flow")) {
      flow.recent_log_closes.push_back(number(value, "/funds/flow/recent_log_closes"));
    }
    flow.last_return = number_or(json, "last_return", "/funds/flow", 0.0);
    flow.opening = vector(array(json, "opening", "/funds/flow"), "/funds/flow/opening", 2);
    flow.opening_covariance = json.contains("opening_covariance")
                                  ? covariance(json["opening_covariance"], "/funds/flow/opening_covariance", 2, true)
                                  : Matrix(Matrix::Zero(2, 2));
  }

  MemberPosterior read_member(const Json& json, const MarketPosterior& market, const std::string& place) {
    MemberPosterior member;
    member.name = text(json, "name", place);
    const std::string dimension = word(json, "dimension", place, {"asset", "region", "issuer"});
    for (const Dimension candidate : kDimensions) {
      if (dimension_text(candidate) == dimension) member.dimension = candidate;
    }
    member.residual = json.contains("residual") && json["residual"].is_boolean() && json["residual"].get<bool>();
    member.seen = json.contains("history") && word(json, "history", place, {"seen", "none"}) == "seen";
    member.aum_status = aum_status_from_json(json, place, *this);
    if (member.aum_status != AumStatus::none) member.opening_aum_musd = number(json, "opening_aum_musd", place);
    member.last_mean = number_or(json, "last_mean", place, 0.0);
    member.last_variance = not_negative_or(json, "last_variance", place, 0.0);
    member.posterior = regression_from_json(json, place, *this);
    if (member.posterior.mean.size() != MemberPosterior::kCount) {
      problem(place + "/coefficients", "calibration-shape", "wrong number of coefficients",
              "level, own lag, total, own return");
    }
    if (json.contains("exposures")) {
      const Json* exposures = object(json, "exposures", place);
      if (exposures == nullptr) return member;
      for (const auto& [name, weight] : exposures->items()) {
        member.exposures.emplace_back(variable_index(market, name, place + "/exposures"),
                                      number(weight, format("{}/exposures/{}", place, name)));
      }
    }
    return member;
  }

  void read_weeks(const Json& list, Calibration& calibration) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = format("/weeks/{}", i);
      ReconstructedWeek week;
      week.week_end = date(list[i], "week_end", place);
      week.net_flow_musd = number(list[i], "net_flow_musd", place);
      week.net_flow_sd_musd = number_or(list[i], "net_flow_sd_musd", place, 0.0);
      week.flow_seen = word(list[i], "net_flow_status", place, {"seen", "smoothed"}) == "seen";
      week.aum_musd = number(list[i], "aum_musd", place);
      week.aum_sd_musd = number_or(list[i], "aum_sd_musd", place, 0.0);
      week.aum_seen = word(list[i], "aum_status", place, {"seen", "reconstructed"}) == "seen";
      week.return_percent = number(list[i], "return_percent", place);
      calibration.weeks.push_back(week);
    }
  }

  const Json& root_;
};

}  // namespace

std::optional<Calibration> calibration_from_json(const Json& json, const std::string& file, Findings& findings) {
  return Reader(json, file, findings).read();
}

}  // namespace ebbtide
