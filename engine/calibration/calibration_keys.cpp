#include "calibration/calibration_keys.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/format.h"

namespace ebbtide {
namespace {

using Keys = std::vector<std::string>;

Keys regression_and(const Keys& more) {
  Keys keys = {"coefficients",       "unit_covariance", "residual_variance", "residual_sd_mean",
               "degrees_of_freedom", "weeks",           "first_week",        "last_week"};
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

// Objects by their place, a list's index written as *. What is not here is free.
const std::map<std::string, Keys>& known_keys() {
  static const std::map<std::string, Keys> kKnown = {
      {"",
       {"schema", "program_version", "universe", "as_of", "week_one", "market", "funds", "weeks", "notes", "moments"}},
      {"/market",
       {"last_week", "lag_order", "variables", "last_values", "volatility", "tail_index", "tail_profile", "equations",
        "reduced"}},
      {"/market/variables/*", {"name", "title", "kind", "unit", "group", "over", "beta_to"}},
      {"/market/volatility/*", {"group", "decay", "level", "long_run", "persistence"}},
      {"/market/reduced", {"constant", "lags", "covariance"}},
      {"/market/equations/*", regression_and({"variable"})},
      {"/market/equations/*/coefficients/*", {"name", "mean", "sd", "kind", "lag", "variable"}},
      {"/funds", {"opening_aum_musd", "opening_aum_sd_musd", "flow", "members", "cube"}},
      {"/funds/flow",
       regression_and({"model", "tail_index", "average_decay", "average_weight", "drawdown_variable", "drawdown_window",
                       "recent_log_closes", "last_return", "opening", "opening_covariance", "disappointment"})},
      {"/funds/flow/disappointment", {"dollar_variable", "beta", "window"}},
      {"/funds/flow/coefficients/*", {"name", "mean", "sd"}},
      {"/funds/members/*", regression_and({"name", "dimension", "residual", "history", "aum_status", "opening_aum_musd",
                                           "last_mean", "last_variance", "exposures"})},
      {"/funds/members/*/coefficients/*", {"name", "mean", "sd"}},
      {"/funds/cube", {"common_shares", "cells"}},
      {"/funds/cube/common_shares", {"asset", "region", "issuer"}},
      {"/funds/cube/cells/*", regression_and({"asset", "region", "issuer", "history", "aum_status", "opening_aum_musd",
                                              "last_mean", "last_variance", "quiet_weeks", "trading_weeks"})},
      {"/funds/cube/cells/*/coefficients/*", {"name", "mean", "sd"}},
      {"/weeks/*",
       {"week_end", "net_flow_musd", "net_flow_sd_musd", "net_flow_status", "aum_musd", "aum_sd_musd", "aum_status",
        "return_percent"}},
  };
  return kKnown;
}

std::string list_of(const Keys& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "one of: " : ", ") + key;
  return text;
}

// `kind` is the place with * for indices.
void check(const Json& json, const std::string& place, const std::string& kind, JsonValues& values) {
  if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) check(json[i], format("{}/{}", place, i), kind + "/*", values);
    return;
  }
  const auto known = known_keys().find(kind);
  if (!json.is_object() || known == known_keys().end()) return;
  for (const auto& [key, value] : json.items()) {
    const std::string at = format("{}/{}", place, key);
    if (std::find(known->second.begin(), known->second.end(), key) == known->second.end()) {
      values.problem(at, "unknown-key", format("unknown key '{}'", key), list_of(known->second),
                     did_you_mean(key, known->second));
    } else {
      check(value, at, format("{}/{}", kind, key), values);
    }
  }
}

}  // namespace

void check_calibration_keys(const Json& calibration, JsonValues& values) {
  check(calibration, "", "", values);
}

}  // namespace ebbtide
