#include "evaluation/reverse_stress.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "math/special.h"
#include "model/market_conditions.h"
#include "simulation/path_reading.h"

namespace ebbtide {
namespace {

constexpr double kLongestStep = 64.0;
constexpr double kKnown = 1e-9;  // a published value does not move with the event
constexpr int kDecimals = 4;     // of a pinned change, in % or bp

constexpr std::uint64_t kSearchPaths = 4096;                  // of the search before all paths are looked at
constexpr int kMostSearches = 24;                             // before it takes what it has
constexpr double kNearHeights = 1.0;                          // standard normal units
constexpr int kPolishes = 3;                                  // seeds that settle the step
constexpr std::uint64_t kSeedStride = 0x9e3779b97f4a7c15ULL;  // between the seeds of one search

[[noreturn]] void refuse(const std::string& code, const Event& event, const std::string& problem,
                         const std::string& expected) {
  Finding finding;
  finding.code = code;
  finding.where = event.where;
  finding.problem = problem;
  finding.expected = expected;
  Findings findings;
  findings.add(std::move(finding));
  throw InputError(findings);
}

// Sums over paths, block by block so that they do not depend on threads.
struct BlockSums {
  std::uint64_t paths = 0, hits = 0;
  Vector all, hit;  // displayed log changes, week slowest
  std::vector<double> group_hits;
};

class Search {
 public:
  Search(const PreparedScenario& base, const ReverseRequest& request, const HistoryView* view, const Executor& executor,
         const std::atomic<bool>* stop)
      : base_(base), request_(request), view_(view), executor_(executor), stop_(stop) {
    for (const std::string& name : request.variables) {
      variables_.push_back(variable_index(variables(), name));
      EBBTIDE_REQUIRE(variables_.back() >= 0);
    }
  }

  ReverseStress run() {
    if (needs_weights(base_.model)) {
      refuse("reverse-of-weights", request_.event,
             format("'{}' weighs its paths: it has views, bounds or conditions on flows", base_.scenario.name),
             "a scenario with hard, target or evidence conditions on market variables, or none");
    }
    const std::uint64_t paths = base_.scenario.paths;
    const BlockSums sums = simulate(base_.model, base_.scenario.seed, paths, true);
    ReverseStress result;
    result.without = probability_of(sums, paths);
    if (sums.hits < kFewestHits) {
      refuse("unreachable-event", request_.event,
             format("'{}' happens on {} of {} simulated paths", request_.event.text, sums.hits, sums.paths),
             format("at least {}: more paths, a nearer level or a longer horizon", kFewestHits));
    }
    centre_ = sums.all / static_cast<double>(sums.paths);
    direction_ = sums.hit / static_cast<double>(sums.hits) - centre_;
    result.step = find_step();
    result.conditions = conditions_at(result.step);
    result.stressed = stressed(result.step);
    // Another seed than the search's judges what was found.
    const std::uint64_t other_seed = base_.scenario.seed + (kPolishes + 1) * kSeedStride;
    result.with = probability_of(simulate(result.stressed.model, other_seed, paths, false), paths);
    return result;
  }

 private:
  const std::vector<MarketVariable>& variables() const { return base_.model.calibration->market.variables; }
  int weeks() const { return request_.event.weeks.last; }

  Estimate probability_of(const BlockSums& sums, std::uint64_t paths) const {
    const std::size_t group = theta_group_size(paths);
    return grouped_mean(sums.group_hits, static_cast<std::size_t>(sums.paths), group);
  }

  BlockSums simulate(const Model& model, std::uint64_t seed, std::uint64_t paths, bool with_paths) const {
    const BlockSimulator simulator(model, seed, paths);
    const PathReading reading = reading_of(model, request_.event);
    const auto size = with_paths ? static_cast<Eigen::Index>(variables_.size()) * weeks() : 0;
    std::vector<BlockSums> blocks(simulator.block_count());
    executor_.for_blocks(
        blocks.size(),
        [&](std::size_t block) {
          BlockSums& sums = blocks[block];
          sums.all = sums.hit = Vector::Zero(size);
          simulator.simulate(block, [&](const GroupPaths& group) { add(model, reading, group, sums); });
        },
        stop_);
    BlockSums total;
    total.all = total.hit = Vector::Zero(size);
    for (const BlockSums& block : blocks) {
      total.paths += block.paths;
      total.hits += block.hits;
      total.all += block.all;
      total.hit += block.hit;
      total.group_hits.insert(total.group_hits.end(), block.group_hits.begin(), block.group_hits.end());
    }
    return total;
  }

  void add(const Model& model, const PathReading& reading, const GroupPaths& group, BlockSums& sums) const {
    Lanes values;
    reading.on(model, group, values);
    double hits = 0.0;
    for (std::size_t lane = 0; lane < group.lanes; ++lane) hits += happens(request_.event, values[lane]) ? 1.0 : 0.0;
    sums.group_hits.push_back(hits);
    sums.paths += group.lanes;
    sums.hits += static_cast<std::uint64_t>(hits);
    if (sums.all.size() == 0) return;
    Eigen::Index place = 0;
    for (int week = 0; week < weeks(); ++week) {
      for (const int variable : variables_) {
        Lanes change{};
        for (const PathTerm& term : displayed_terms(variables(), variable, model.lead_weeks + week)) {
          add_scaled(change, term.weight,
                     group.market.at(static_cast<std::size_t>(term.week), static_cast<std::size_t>(term.variable)));
        }
        for (std::size_t lane = 0; lane < group.lanes; ++lane) {
          sums.all(place) += change[lane];
          if (happens(request_.event, values[lane])) sums.hit(place) += change[lane];
        }
        ++place;
      }
    }
  }

  std::vector<MarketCondition> conditions_at(double step) const {
    const Vector path = centre_ + step * direction_;
    const double unit = std::pow(10.0, kDecimals);
    std::vector<MarketCondition> conditions;
    for (int week = 0; week < weeks(); ++week) {
      for (std::size_t i = 0; i < variables_.size(); ++i) {
        const MarketVariable& variable = variables()[static_cast<std::size_t>(variables_[i])];
        const Eigen::Index place = static_cast<Eigen::Index>(i) + week * static_cast<Eigen::Index>(variables_.size());
        if (std::abs(direction_(place)) < kKnown) continue;  // published already
        const double change = path(place);
        const double shown = variable.unit == Unit::percent ? simple_percent(change) : change;
        MarketCondition condition;
        condition.terms = {{variable.name, 1.0}};
        condition.weeks = {week + 1, week + 1};
        condition.value = {std::round(shown * unit) / unit, variable.unit};
        condition.text = format("{}, week {}: {} {}", variable.name, week + 1,
                                fixed_text(condition.value.value, kDecimals), unit_text(variable.unit));
        conditions.push_back(std::move(condition));
      }
    }
    return conditions;
  }

  PreparedScenario stressed(double step) const {
    PreparedScenario prepared = base_;
    prepared.scenario.conditions = conditions_at(step);
    Findings findings;
    prepared.model = build_model(base_.model.calibration, prepared.scenario, view_, findings);
    if (findings.has_errors()) throw InputError(findings);
    return prepared;
  }

  // Height of the event's probability over the one asked, on the normal scale, where it is nearly straight in the step.
  double height(double step, std::uint64_t seed, std::uint64_t paths) const {
    const double found = probability_of(simulate(stressed(step).model, seed, paths, false), paths).value;
    const double least = 0.5 / static_cast<double>(paths);
    return normal_quantile(std::clamp(found, least, 1.0 - least)) - normal_quantile(request_.probability);
  }

  struct Crossing {
    double step = 0.0;
    double slope = 0.0;  // of the height
  };

  // Few paths and one seed, by regula falsi between steps on either side.
  Crossing find_crossing() const {
    const std::uint64_t paths = std::min(base_.scenario.paths, std::max(kSearchPaths, base_.scenario.paths / 16));
    const auto height_at = [&](double step) { return height(step, base_.scenario.seed, paths); };
    double low = 0.0, low_height = height_at(0.0);
    const double sign = low_height < 0.0 ? 1.0 : -1.0;
    double high = sign, high_height = height_at(high);
    while (high_height * sign < 0.0) {
      if (std::abs(high) >= kLongestStep) {
        refuse("unreachable-probability", request_.event,
               format("no path of {} gives '{}' a probability of {} %", joined_variables(), request_.event.text,
                      number_text(100.0 * request_.probability)),
               "a probability nearer to the scenario's own, or more variables to carry it");
      }
      low = high;
      low_height = high_height;
      high *= 2.0;
      high_height = height_at(high);
    }
    // Until the ends are near enough for the slope between them: beyond them the height is no longer told exactly.
    double step = high;
    for (int iteration = 0; iteration < kMostSearches; ++iteration) {
      const double share = std::clamp(low_height / (low_height - high_height), 0.1, 0.9);
      step = low + share * (high - low);
      if (std::abs(high_height - low_height) < kNearHeights) break;
      const double now = height_at(step);
      (now * low_height > 0.0 ? low : high) = step;
      (now * low_height > 0.0 ? low_height : high_height) = now;
    }
    return {step, (high_height - low_height) / (high - low)};
  }

  // All paths, one seed after the other: each gives its own root, and their mean has the error of all together.
  double find_step() const {
    const Crossing crossing = find_crossing();
    double step = crossing.step, sum = 0.0;
    for (int polish = 1; polish <= kPolishes; ++polish) {
      const std::uint64_t seed = base_.scenario.seed + static_cast<std::uint64_t>(polish) * kSeedStride;
      sum += step - height(step, seed, base_.scenario.paths) / crossing.slope;
      step = sum / polish;
    }
    return step;
  }

  std::string joined_variables() const {
    std::string text;
    for (const std::string& name : request_.variables) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  const PreparedScenario& base_;
  const ReverseRequest& request_;
  const HistoryView* view_;
  const Executor& executor_;
  const std::atomic<bool>* stop_;
  std::vector<int> variables_;
  Vector centre_, direction_;
};

}  // namespace

ReverseStress reverse_stress(const PreparedScenario& base, const ReverseRequest& request, const HistoryView* view,
                             const Executor& executor, const std::atomic<bool>* stop) {
  return Search(base, request, view, executor, stop).run();
}

std::vector<std::string> default_carriers(const MarketPosterior& market) {
  std::vector<std::string> names;
  for (const MarketVariable& variable : market.variables) {
    if (!variable.beta_to) names.push_back(variable.name);
  }
  return names;
}

}  // namespace ebbtide
