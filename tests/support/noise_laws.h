// Draws of the shipped noise laws held against their closed forms: moments, tails and the probability integral
// transform.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "math/special.h"
#include "parallel/executor.h"
#include "random/quantile_table.h"

namespace ebbtide::fixture {

struct NoiseLaw {
  std::string name;
  QuantileTable table;
  std::function<double(double)> lower, upper;  // quantile at p and at 1 - p
  // Moments whose standard error is finite: the power, its mean, and the mean of twice the power.
  struct Moment {
    int power;
    double mean, square;
  };
  std::vector<Moment> moments;
};

inline std::vector<NoiseLaw> noise_laws() {
  std::vector<NoiseLaw> laws;
  const auto mirrored = [](const std::function<double(double)>& lower) { return [=](double p) { return -lower(p); }; };
  laws.push_back({"normal",
                  QuantileTable::normal(),
                  normal_quantile,
                  mirrored(normal_quantile),
                  {{1, 0.0, 1.0}, {2, 1.0, 3.0}, {3, 0.0, 15.0}, {4, 3.0, 105.0}}});
  const auto student = [](double p) { return std::sqrt(0.6) * student_t_quantile(p, 5.0); };
  laws.push_back({"t5", QuantileTable::student_t(5.0), student, mirrored(student), {{1, 0.0, 1.0}, {2, 1.0, 9.0}}});
  // x = 1 / sqrt(G), G ~ Gamma(5): E x^k = Gamma(5 - k / 2) / Gamma(5).
  const double shape = 5.0;
  const auto moment = [=](double power) { return std::exp(log_gamma(shape - 0.5 * power) - log_gamma(shape)); };
  laws.push_back({"mixing",
                  QuantileTable::inverse_root_gamma(shape),
                  [=](double p) { return 1.0 / std::sqrt(gamma_quantile_upper(p, shape)); },
                  [=](double p) { return 1.0 / std::sqrt(gamma_quantile(p, shape)); },
                  {{1, moment(1), moment(2)}, {2, moment(2), moment(4)}, {3, moment(3), moment(6)}}});
  return laws;
}

// Largest deviation of any statistic in standard errors, what the tables' stated accuracy (quantile_table.h: 3e-5 of a
// value, 2e-6 of a moment) may add taken off.
struct NoiseCheck {
  double moments = 0.0, tails = 0.0, uniformity = 0.0;
  std::size_t comparisons = 0;
};

inline NoiseCheck check_noise(const NoiseLaw& law, std::uint64_t draws, double planted_scale = 1.0) {
  constexpr int kPaths = 4'096, kSlots = 16;
  constexpr std::size_t kBins = 64;
  constexpr double kAccuracy = 3e-5;
  constexpr std::array<double, 5> kTails = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7};
  std::vector<float> edges;
  const auto quantile = [&](double p) { return p <= 0.5 ? law.lower(p) : law.upper(1.0 - p); };
  for (const double p : kTails) edges.push_back(static_cast<float>(law.lower(p)));
  std::reverse(edges.begin(), edges.end());
  for (std::size_t bin = 1; bin < kBins; ++bin)
    edges.push_back(static_cast<float>(quantile(static_cast<double>(bin) / kBins)));
  for (const double p : kTails) edges.push_back(static_cast<float>(law.upper(p)));

  struct Sums {
    std::vector<std::uint64_t> counts;
    std::array<double, 5> powers{};
  };
  const auto blocks = static_cast<std::size_t>(draws / (kPaths * kSlots));
  constexpr std::size_t kBlocksPerTask = 256;
  std::vector<Sums> tasks((blocks + kBlocksPerTask - 1) / kBlocksPerTask);
  Executor().for_blocks(tasks.size(), [&](std::size_t task) {
    Sums& sums = tasks[task];
    sums.counts.assign(edges.size() + 1, 0);
    std::vector<float> values(std::size_t{kPaths} * kSlots);
    for (std::size_t block = task * kBlocksPerTask; block < std::min(blocks, (task + 1) * kBlocksPerTask); ++block) {
      law.table.fill(20260119, block * kPaths, kPaths, 3, Purpose::market_shock, kSlots, values.data(), {kPaths});
      for (const float value : values) {
        const double x = planted_scale * static_cast<double>(value);
        double power = 1.0;
        for (std::size_t k = 1; k <= 4; ++k) sums.powers[k] += power *= x;
        const auto above = std::lower_bound(edges.begin(), edges.end(), static_cast<float>(x));
        ++sums.counts[static_cast<std::size_t>(above - edges.begin())];
      }
    }
  });

  const double n = static_cast<double>(blocks) * kPaths * kSlots;
  NoiseCheck check;
  for (const NoiseLaw::Moment& moment : law.moments) {
    double sum = 0.0;
    for (const Sums& sums : tasks) sum += sums.powers[static_cast<std::size_t>(moment.power)];
    const double error = std::sqrt((moment.square - moment.mean * moment.mean) / n);
    const double stated = 2e-6 * std::max(std::abs(moment.mean), 1.0);
    check.moments = std::max(check.moments, (std::abs(sum / n - moment.mean) - stated) / error);
    ++check.comparisons;
  }
  std::vector<double> below;  // at every edge
  double sum = 0.0;
  for (std::size_t edge = 0; edge < edges.size(); ++edge) {
    for (const Sums& sums : tasks) sum += static_cast<double>(sums.counts[edge]);
    below.push_back(sum);
  }
  // A relative error of a value moves the probability at an edge by the density there times the value's error.
  const auto slack = [&](double p) {
    const double step = 1e-3 * std::min(p, 1.0 - p);
    const double x = quantile(p), density = 2.0 * step / (quantile(p + step) - quantile(p - step));
    return kAccuracy * std::abs(x) * density;
  };
  const auto compare = [&](double count, double p, double allowed, double& worst) {
    const double error = std::sqrt(p * (1.0 - p) * n);
    worst = std::max(worst, (std::abs(count - p * n) - allowed * n) / error);
    ++check.comparisons;
  };
  for (std::size_t i = 0; i < kTails.size(); ++i) {
    const double p = kTails[i];
    compare(below[kTails.size() - 1 - i], p, slack(p), check.tails);
    compare(n - below[below.size() - kTails.size() + i], p, slack(1.0 - p), check.tails);
  }
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto at = [&](std::size_t edge) {
      return edge == 0 ? 0.0 : edge == kBins ? n : below[kTails.size() + edge - 1];
    };
    const auto slack_at = [&](std::size_t edge) {
      return edge == 0 || edge == kBins ? 0.0 : slack(static_cast<double>(edge) / kBins);
    };
    compare(at(bin + 1) - at(bin), 1.0 / kBins, slack_at(bin) + slack_at(bin + 1), check.uniformity);
  }
  return check;
}

// Fewer than 80 comparisons a law: five standard errors are left less than once in 1,000 runs, and draws are fixed.
inline constexpr double kNoiseErrors = 5.0;

inline void expect_noise_laws(std::uint64_t draws) {
  for (const NoiseLaw& law : noise_laws()) {
    const NoiseCheck check = check_noise(law, draws);
    EXPECT_LT(check.comparisons, 80u);
    EXPECT_LT(check.moments, kNoiseErrors) << law.name;
    EXPECT_LT(check.tails, kNoiseErrors) << law.name;
    EXPECT_LT(check.uniformity, kNoiseErrors) << law.name;
    testing::Test::RecordProperty(law.name, std::to_string(check.moments) + " " + std::to_string(check.tails) + " " +
                                                std::to_string(check.uniformity));
  }
}

}  // namespace ebbtide::fixture
