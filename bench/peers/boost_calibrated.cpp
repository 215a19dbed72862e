// The calibrated model of a calibration.json as a C++ programmer writes it at once: Boost.Random, one path after the
// other, columns of doubles, nth_element. The equations are those of docs/methods.md; parameters are drawn once for 16
// paths, as the engine draws them.
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "boost_parameters.h"
#include "peer_run.h"

namespace {

using peers::factor_of;
using peers::Json;
using peers::Member;
using peers::Regression;
using peers::Words;

constexpr std::size_t kGroup = 16;
constexpr std::size_t kHorizon = 8;

struct Regressor {
  char kind;  // c, l or s: constant, lag, same week
  std::size_t variable;
};

double week_number(const std::string& date) {
  std::tm day{};
  day.tm_year = std::stoi(date.substr(0, 4)) - 1900;
  day.tm_mon = std::stoi(date.substr(5, 2)) - 1;
  day.tm_mday = std::stoi(date.substr(8, 2));
  return static_cast<double>(timegm(&day)) / 604800.0;
}

class Simulator {
 public:
  Simulator(const Json& json, std::uint64_t seed) : flow_json_(json.at("funds").at("flow")), flow_(flow_json_) {
    words_.engine.seed(static_cast<std::uint32_t>(seed));
    const Json& market = json.at("market");
    const Json& funds = json.at("funds");
    lead_ =
        static_cast<std::size_t>(std::lround(week_number(json.at("week_one")) - week_number(market.at("last_week")))) -
        1;
    std::map<std::string, std::size_t> place;
    for (const Json& variable : market.at("variables")) place.emplace(variable.at("name"), place.size());
    for (const Json& variable : market.at("variables")) {
      names_.push_back(variable.at("name"));
      is_return_.push_back(variable.value("kind", "factor") == "return");
      is_percent_.push_back(variable.at("unit") == "%");
      over_.push_back(variable.contains("over") ? static_cast<int>(place.at(variable.at("over"))) : -1);
      for (const Json& state : market.at("volatility")) {
        if (state.at("group") == variable.at("group")) volatility_.push_back(state);
      }
    }
    for (const Json& equation : market.at("equations")) {
      equations_.emplace_back(equation);
      regressors_.emplace_back();
      for (const Json& c : equation.at("coefficients")) {
        const std::string kind = c.at("kind");
        regressors_.back().push_back({kind[0], kind == "constant" ? 0 : place.at(c.at("variable"))});
      }
    }
    nu_ = market.at("tail_index");
    last_values_ = market.at("last_values")[0].get<std::vector<double>>();
    opening_aum_ = funds.at("opening_aum_musd");
    aum_sd_ = funds.at("opening_aum_sd_musd").get<double>() / opening_aum_;
    opening_factor_ = factor_of(flow_json_.at("opening_covariance"));
    opening_ = flow_json_.at("opening").get<std::vector<double>>();
    closes_ = flow_json_.at("recent_log_closes").get<std::vector<double>>();
    known_ = closes_.size();
    window_ = flow_json_.at("drawdown_window");
    decay_ = flow_json_.at("average_decay");
    opening_weight_ = flow_json_.at("average_weight");
    opening_return_ = flow_json_.at("last_return");
    beta_ = flow_json_.at("disappointment").at("beta");
    drawdown_ = place.at(flow_json_.at("drawdown_variable"));
    dollar_ = place.at(flow_json_.at("disappointment").at("dollar_variable"));
    std::string dimension;
    for (const Json& member : funds.at("members")) {
      if (member.at("dimension") != dimension) slices_.push_back({members_.size(), members_.size()});
      dimension = member.at("dimension");
      members_.emplace_back(member);
      for (const auto& [name, weight] : member.at("exposures").items())
        members_.back().exposures.emplace_back(place.at(name), weight.get<double>());
      slices_.back().second = members_.size();
    }
    for (std::size_t week = 0; week < lead_ + kHorizon; ++week) market_.emplace_back(names_.size());
  }

  std::vector<std::string> columns() const {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
      for (std::size_t week = 1; week <= kHorizon; ++week) names.push_back(name + " week " + std::to_string(week));
    };
    for (std::size_t m = 0; m <= members_.size(); ++m) {
      const std::string of = m == 0 ? " total" : " member " + std::to_string(m - 1);
      add("net_flow" + of);
      add("cumulative_net_flow" + of);
      if (m > 0 && !members_[m - 1].has_aum) continue;
      for (const char* target : {"net_flow_pct_aum", "aum", "market_effect"}) add(target + of);
    }
    for (const bool returns : {false, true}) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (is_return_[i] == returns) add((returns ? "return " : "factor ") + names_[i]);
      }
    }
    return names;
  }

  void draw_group() {
    for (Regression& equation : equations_) equation.draw(words_);
    flow_.draw(words_);
    const double first = words_.normal(), second = words_.normal();
    group_flow_ = opening_[0] + opening_factor_[0][0] * first;
    group_average_ = opening_[1] + opening_factor_[1][0] * first + opening_factor_[1][1] * second;
    group_factor_ = std::max(0.01, 1.0 + aum_sd_ * words_.normal());
    for (Member& member : members_) {
      member.law.draw(words_);
      member.group_last = member.last_mean + member.last_sd * words_.normal();
    }
  }

  void run(std::size_t path, std::vector<std::vector<double>>& columns) {
    simulate_market();
    start();
    for (std::size_t week = 0; week < kHorizon; ++week) {
      step(lead_ + week);
      store(week, path, columns);
      close();
    }
  }

 private:
  double log_return(std::size_t week, std::size_t variable) const {
    double sum = market_[week][variable];
    for (int i = over_[variable]; i >= 0; i = over_[static_cast<std::size_t>(i)])
      sum += market_[week][static_cast<std::size_t>(i)];
    return sum;
  }

  void simulate_market() {
    const double root = std::sqrt(0.5 * (nu_ - 2.0) / words_.gamma(0.5 * nu_));
    for (std::size_t week = 0; week < market_.size(); ++week) {
      const std::vector<double>& last = week == 0 ? last_values_ : market_[week - 1];
      for (std::size_t i = 0; i < names_.size(); ++i) {
        double value = equations_[i].sigma * scale_of(i, week) * root * words_.normal();
        for (std::size_t k = 0; k < regressors_[i].size(); ++k) {
          const auto [kind, j] = regressors_[i][k];
          value += equations_[i].b[k] * (kind == 'c' ? 1.0 : kind == 'l' ? last[j] : market_[week][j]);
        }
        market_[week][i] = value;
      }
    }
    closes_.resize(known_);
    for (std::size_t week = 0; week < market_.size(); ++week)
      closes_.push_back((closes_.empty() ? 0.0 : closes_.back()) + log_return(week, drawdown_));
  }

  double scale_of(std::size_t variable, std::size_t week) {
    if (scales_.empty()) {
      for (std::size_t w = 0; w < market_.size(); ++w) {
        for (const Json& v : volatility_) {
          const double level = v.at("level"), long_run = v.at("long_run"), persistence = v.at("persistence");
          scales_.push_back(std::sqrt(long_run + (level - long_run) * std::pow(persistence, static_cast<double>(w))));
        }
      }
    }
    return scales_[week * names_.size() + variable];
  }

  void start() {
    flow_percent_ = group_flow_;
    average_ = group_average_;
    weight_ = opening_weight_;
    aum_ = opening_aum_ * group_factor_;
    for (Member& member : members_) {
      member.aum = member.opening * group_factor_;
      member.last = member.group_last;
    }
    cumulative_.assign(members_.size() + 1, 0.0);
    last_return_ = opening_return_;
    if (lead_ > 0) {
      value_members(lead_ - 1);
      last_return_ = 100.0 * total_return_;
    }
  }

  void value_members(std::size_t week) {
    for (Member& member : members_) {
      member.simple_return = 0.0;
      for (const auto& [price, weight] : member.exposures)
        member.simple_return += weight * std::expm1(0.01 * log_return(week, price));
      member.simple_return = std::max(member.simple_return, -1.0);
    }
    for (std::size_t slice = 0; slice < slices_.size(); ++slice) {
      double effect = 0.0, held = 0.0;
      bool all_held = true;
      for (std::size_t m = slices_[slice].first; m < slices_[slice].second; ++m) {
        Member& member = members_[m];
        if (slice > 0 && member.exposures.empty()) member.simple_return = total_return_;
        effect += member.aum * member.simple_return;
        held += member.aum;
        all_held = all_held && member.has_aum;
      }
      if (slice == 0) {
        total_return_ = held > 0.0 ? effect / held : 0.0;
      } else if (all_held && held > 0.0) {
        const double shift = total_return_ - effect / held;
        for (std::size_t m = slices_[slice].first; m < slices_[slice].second; ++m)
          members_[m].simple_return = std::max(members_[m].simple_return + shift, -1.0);
      }
    }
  }

  void step(std::size_t week) {
    value_members(week);
    const double dollar = log_return(week, dollar_), gap = log_return(week, drawdown_) + beta_ * dollar;
    const std::size_t end = known_ + week, window = std::min(end, window_);
    double high = closes_[end - 1];
    for (std::size_t i = end - window; i < end; ++i) high = std::max(high, closes_[i]);
    const double r = 100.0 * total_return_;
    const std::vector<double>& b = flow_.b;
    const double mean = b[0] + b[1] * flow_percent_ + b[2] * r + b[3] * last_return_ +
                        b[4] * (closes_[end - 1] - high) + b[5] * average_ +
                        b[6] * (dollar < 0.0 && gap < 0.0 ? gap : 0.0);
    effect_ = aum_ * total_return_;
    flow_usd_ = std::max(0.01 * (mean + flow_.sigma * words_.normal()) * aum_, -(aum_ + effect_));
    last_return_ = r;
    for (const auto& slice : slices_) share(slice.first, slice.second);
  }

  double floor_of(const Member& member) const {
    return member.has_aum ? -member.aum * (1.0 + member.simple_return) : -std::numeric_limits<double>::infinity();
  }

  void share(std::size_t first, std::size_t last) {
    const double percent = aum_ > 0.0 ? 100.0 * flow_usd_ / aum_ : 0.0;
    double gap = flow_usd_, spread = 0.0;
    for (std::size_t m = first; m < last; ++m) {
      Member& member = members_[m];
      const std::vector<double>& b = member.law.b;
      member.scale = 0.01 * (member.has_aum ? member.aum : aum_);
      const double mean =
          b[0] + b[1] * member.last + b[2] * percent + b[3] * 100.0 * (member.simple_return - total_return_);
      const double sd = member.scale * member.law.sigma;
      member.flow = member.scale * mean + sd * words_.normal();
      member.variance = sd * sd;
      gap -= member.flow;
      spread += member.variance;
    }
    for (std::size_t m = first; m < last; ++m)
      members_[m].flow += spread > 0.0 ? gap * members_[m].variance / spread : gap / static_cast<double>(last - first);
    keep_feasible(first, last);
    for (std::size_t m = first; m < last; ++m)
      members_[m].last = members_[m].scale > 0.0 ? members_[m].flow / members_[m].scale : 0.0;
  }

  void keep_feasible(std::size_t first, std::size_t last) {
    std::vector<char> held(last - first, 0);
    for (bool changed = true; changed;) {
      changed = false;
      double gap = flow_usd_, spread = 0.0, room = 0.0;
      for (std::size_t m = first; m < last; ++m) {
        Member& member = members_[m];
        if (held[m - first] == 0 && member.flow < floor_of(member)) {
          held[m - first] = 1;
          changed = true;
        }
        if (held[m - first] != 0) {
          member.flow = floor_of(member);
        } else {
          spread += member.variance;
          room += member.flow - floor_of(member);
        }
        gap -= member.flow;
      }
      if (!changed) return;
      for (std::size_t m = first; m < last; ++m) {
        Member& member = members_[m];
        if (held[m - first] != 0) continue;
        if (gap < 0.0 && room + gap < 1e-9 * room) {
          member.flow += gap * ((member.flow - floor_of(member)) / room);
        } else if (spread > 0.0) {
          member.flow += gap * (member.variance / spread);
        }
      }
    }
  }

  void store(std::size_t week, std::size_t path, std::vector<std::vector<double>>& columns) {
    std::size_t series = 0;
    const auto put = [&](double value) { columns[series++ * kHorizon + week][path] = value; };
    for (std::size_t m = 0; m <= members_.size(); ++m) {
      const double flow = m == 0 ? flow_usd_ : members_[m - 1].flow, opening = m == 0 ? aum_ : members_[m - 1].aum;
      const double effect = m == 0 ? effect_ : opening * members_[m - 1].simple_return;
      cumulative_[m] += flow;
      put(flow);
      put(cumulative_[m]);
      if (m > 0 && !members_[m - 1].has_aum) continue;
      put(opening > 0.0 ? 100.0 * flow / opening : 0.0);
      put(std::max(0.0, opening + effect + flow));
      put(effect);
    }
    for (const bool returns : {false, true}) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (is_return_[i] != returns) continue;
        const double value = log_return(lead_ + week, i);
        put(is_percent_[i] ? 100.0 * std::expm1(0.01 * value) : value);
      }
    }
  }

  void close() {
    const double decayed = decay_ * weight_;
    flow_percent_ = aum_ > 0.0 ? 100.0 * flow_usd_ / aum_ : 0.0;
    average_ = (decayed * average_ + flow_percent_) / (decayed + 1.0);
    weight_ = decayed + 1.0;
    aum_ = std::max(0.0, aum_ + effect_ + flow_usd_);
    for (Member& member : members_) member.aum = std::max(0.0, member.aum * (1.0 + member.simple_return) + member.flow);
  }

  Words words_;
  Json flow_json_;
  Regression flow_;
  std::vector<Regression> equations_;
  std::vector<std::vector<Regressor>> regressors_;
  std::vector<std::string> names_;
  std::vector<char> is_return_, is_percent_;
  std::vector<int> over_;
  std::vector<Json> volatility_;
  std::vector<double> scales_, last_values_, opening_, closes_, cumulative_;
  std::vector<std::vector<double>> opening_factor_, market_;
  std::vector<Member> members_;
  std::vector<std::pair<std::size_t, std::size_t>> slices_;
  std::size_t lead_ = 0, known_ = 0, window_ = 0, drawdown_ = 0, dollar_ = 0;
  double nu_ = 0.0, opening_aum_ = 0.0, aum_sd_ = 0.0, decay_ = 0.0, opening_weight_ = 0.0, opening_return_ = 0.0;
  double beta_ = 0.0, group_flow_ = 0.0, group_average_ = 0.0, group_factor_ = 1.0;
  double flow_percent_ = 0.0, average_ = 0.0, weight_ = 0.0, aum_ = 0.0, last_return_ = 0.0, total_return_ = 0.0;
  double effect_ = 0.0, flow_usd_ = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::parse_arguments(argc, argv, {"exact"});
  std::ifstream in(arguments.input);
  Simulator simulator(Json::parse(in), arguments.seed);
  const std::vector<std::string> names = simulator.columns();
  const peers::Clock start = peers::Clock::now();
  std::vector<std::vector<double>> columns(names.size(), std::vector<double>(arguments.paths));
  for (std::size_t path = 0; path < arguments.paths; ++path) {
    if (path % kGroup == 0) simulator.draw_group();
    simulator.run(path, columns);
  }
  const peers::Clock simulated = peers::Clock::now();
  std::vector<peers::Statistics> values;
  for (std::vector<double>& column : columns) values.push_back(peers::statistics_of(column));
  peers::report("boost", arguments, kHorizon, {simulated - start, peers::Clock::now() - simulated});
  if (!arguments.statistics.empty()) peers::write_statistics(arguments.statistics, names, values);
}
