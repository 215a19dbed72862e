// Random factor paths that reach an event, to compare with the one that a reverse stress found.
//
// A rival is the mean path of the permitted factors given what is published, plus s times a direction: what a simulated
// market path (its parameters drawn) lies away from that mean in the same factors and weeks, with the sign that makes
// the event likelier. Every second direction is of a path on which the event happens by itself, so that half of the
// rivals know the way. s is such that the event has the probability asked when the rival is pinned; the rival's
// distance is q of docs/methods.md, Plausibility, as for the path found.
//
// The event's probability rises along a ray. So a rival that at the found path's own distance gives the event less than
// the probability asked needs a greater distance for it; how much greater is searched to within a factor of 2^(1/4) of
// s, and the lower end is told. Probabilities have few paths, for they rise steeply; one that comes near the
// probability asked is taken again with more.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "evaluation/condition_law.h"
#include "math/special.h"
#include "model/parameter_draw.h"
#include "parallel/executor.h"
#include "simulation/path_reading.h"
#include "stats/grouped_mean.h"

namespace ebbtide::fixture {

// visit(block, group, lane, whether the event happens) for every path; blocks at the same time.
template <typename Visit>
void judge_paths(const BlockSimulator& simulator, const Model& model, const Event& event, const Executor& executor,
                 Visit visit) {
  const PathReading reading = reading_of(model, event);
  executor.for_blocks(
      simulator.block_count(),
      [&](std::size_t block) {
        simulator.simulate(block, [&](const GroupPaths& group) {
          Lanes values;
          reading.on(model, group, values);
          for (std::size_t lane = 0; lane < group.lanes; ++lane)
            visit(block, group, lane, happens(event, values[lane]));
        });
      },
      nullptr);
}

inline Estimate event_probability(const Model& model, const Event& event, std::uint64_t seed, std::uint64_t paths,
                                  const Executor& executor) {
  const BlockSimulator simulator(model, seed, paths);
  std::vector<double> hits(static_cast<std::size_t>(simulator.group_count()));
  judge_paths(simulator, model, event, executor, [&](std::size_t, const GroupPaths& group, std::size_t, bool hit) {
    hits[static_cast<std::size_t>(group.group)] += hit ? 1.0 : 0.0;
  });
  return grouped_mean(hits, static_cast<std::size_t>(paths), simulator.group_size());
}

struct Rival {
  bool happens = false;   // the event, on the path that gave the direction
  double at_found = 0.0;  // the event's probability on the rival at the found path's distance
  double distance = 0.0;  // q below which it has not the probability asked; infinity: not within 64 times the found s
};

class FactorRivals {
 public:
  // found: the stressed model, whose conditions are the pins of the path found.
  FactorRivals(const Model& base, const Model& found, const Event& event)
      : base_(base),
        found_(found),
        event_(event),
        law_(condition_law(found)),
        distance_(law_, law_.mean),
        found_values_(law_.count()) {
    for (int i = 0; i < law_.count(); ++i) found_values_(i) = row(i).value;
  }

  double found_distance() const { return distance_.of(found_values_); }
  double found_p_value() const { return distance_survival(found_distance(), law_.count(), law_.tail_index); }

  // The probability on the found path with its way from the mean scaled.
  Estimate scaled_found(double scale, std::uint64_t seed, std::uint64_t paths, const Executor& executor) const {
    return event_probability(at(found_values_ - law_.mean, scale), event_, seed, paths, executor);
  }

  // `count` rivals; each searched where `search` is set, else judged at the found path's distance alone.
  std::vector<Rival> draw(std::size_t count, double probability, std::uint64_t seed, bool search,
                          const Executor& executor) const {
    std::vector<Direction> directions = directions_of(count, seed, executor);
    std::vector<Rival> rivals(directions.size());
    executor.for_blocks(
        directions.size(), [&](std::size_t i) { rivals[i] = judge(directions[i], probability, seed + 1 + i, search); },
        nullptr);
    return rivals;
  }

 private:
  struct Direction {
    Vector way;
    bool happens = false;
  };

  const LinearConstraint& row(int index) const {
    return found_.constraints[law_.rows[static_cast<std::size_t>(index)]];
  }

  Model at(const Vector& way, double scale) const {
    Model model = found_;
    for (int i = 0; i < law_.count(); ++i) {
      LinearConstraint& pinned = model.constraints[law_.rows[static_cast<std::size_t>(i)]];
      pinned.value = law_.mean(i) + scale * way(i);
    }
    return model;
  }

  // Blocks of simulated paths until there are enough of both sorts.
  std::vector<Direction> directions_of(std::size_t count, std::uint64_t seed, const Executor& executor) const {
    constexpr std::uint64_t kMost = 200'000;
    const BlockSimulator simulator(base_, seed, kMost);
    std::vector<std::vector<Direction>> blocks(simulator.block_count());
    const auto add = [&](std::size_t block, const GroupPaths& group, std::size_t lane, bool hit) {
      // Of the others a few are plenty.
      if (!hit && (group.first_path + lane) % 16 != 0) return;
      Direction direction{Vector::Zero(law_.count()), hit};
      for (int i = 0; i < law_.count(); ++i) {
        for (const PathTerm& term : row(i).terms) {
          direction.way(i) += term.weight * group.market.at(static_cast<std::size_t>(term.week),
                                                            static_cast<std::size_t>(term.variable))[lane];
        }
      }
      direction.way -= law_.mean;
      blocks[block].push_back(std::move(direction));
    };
    judge_paths(simulator, base_, event_, executor, add);
    std::vector<Direction> result;
    std::size_t hits = 0, others = 0;
    for (const std::vector<Direction>& block : blocks) {
      for (const Direction& each : block) {
        std::size_t& taken = each.happens ? hits : others;
        if (taken >= count / 2) continue;
        ++taken;
        result.push_back(each);
      }
    }
    return result;
  }

  Rival judge(const Direction& direction, double probability, std::uint64_t seed, bool search) const {
    const Executor alone(1, Backend::serial);
    const double size = std::sqrt(distance_.of(law_.mean + direction.way));
    const double reach = std::sqrt(found_distance()) / size;
    const auto probability_at = [&](double scale, std::uint64_t paths = kFewPaths) {
      return event_probability(at(direction.way, scale), event_, seed, paths, alone).value;
    };
    Rival rival{direction.happens, probability_at(reach), std::numeric_limits<double>::infinity()};
    double sign = 1.0;
    if (!direction.happens) {
      const double mirrored = probability_at(-reach);
      if (mirrored > rival.at_found) {
        sign = -1.0;
        rival.at_found = mirrored;
      }
    }
    for (const std::uint64_t paths : {kFewPaths, 8 * kFewPaths, 128 * kFewPaths}) {
      if (paths > kFewPaths) rival.at_found = probability_at(sign * reach, paths);
      const double error = std::sqrt(probability * (1.0 - probability) / static_cast<double>(paths));
      if (rival.at_found < probability - 4.0 * error) break;
    }
    const bool nearer = rival.at_found >= probability;
    if (!search && !nearer) return rival;
    double low = nearer ? 0.5 : 1.0, high = nearer ? 1.0 : 2.0;
    while (!nearer && probability_at(sign * reach * high) < probability) {
      low = high;
      high *= 2.0;
      if (high > 64.0) return rival;
    }
    for (int halving = 0; halving < (nearer ? 6 : 2); ++halving) {
      const double middle = std::sqrt(low * high);
      (probability_at(sign * reach * middle) < probability ? low : high) = middle;
    }
    rival.distance = found_distance() * low * low;
    return rival;
  }

  static constexpr std::uint64_t kFewPaths = 32;
  const Model& base_;
  const Model& found_;
  const Event& event_;
  ConditionLaw law_;
  Distance distance_;
  Vector found_values_;
};

}  // namespace ebbtide::fixture
