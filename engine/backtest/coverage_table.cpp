#include "backtest/coverage_table.h"

#include <algorithm>
#include <cmath>

#include "backtest/forecast_index.h"
#include "backtest/skill.h"
#include "math/special.h"
#include "stats/coverage.h"
#include "stats/mean.h"
#include "stats/sample_quantile.h"

namespace ebbtide {
namespace {

constexpr double kConfidence = 0.99;
constexpr std::size_t kLevels = kCoverageLevels.size();

// In percent.
struct ShareBand {
  double low = 0.0;
  double high = 100.0;
};
using Bands = std::array<ShareBand, kLevels>;

// Outcomes inside each interval, and how many there were, by origin.
struct OriginHits {
  Date origin;
  std::array<double, kLevels> inside{};
  double outcomes = 0.0;
};

bool is_inside(double pit, int nominal) {
  const double tail = 0.5 - 0.005 * nominal;
  return pit >= tail && pit <= 1.0 - tail;
}

std::vector<OriginHits> hits_of(const ByOutcome& pits) {
  std::vector<OriginHits> hits;
  for (const auto& [outcome, pit] : pits) {
    if (hits.empty() || hits.back().origin != outcome.first) hits.push_back({outcome.first, {}, 0.0});
    for (std::size_t k = 0; k < kLevels; ++k) hits.back().inside[k] += is_inside(pit, kCoverageLevels[k]) ? 1.0 : 0.0;
    hits.back().outcomes += 1.0;
  }
  return hits;
}

Bands binomial_bands(std::size_t outcomes) {
  std::array<double, kLevels> nominals{};
  for (std::size_t k = 0; k < kLevels; ++k) nominals[k] = 0.01 * kCoverageLevels[k];
  const auto bands = joint_coverage_bands(static_cast<int>(outcomes), nominals, kConfidence);
  Bands shares;
  const double percent = 100.0 / static_cast<double>(outcomes);
  for (std::size_t k = 0; k < kLevels; ++k) shares[k] = {percent * bands[k].low, percent * bands[k].high};
  return shares;
}

Bands bootstrap_bands(const std::vector<OriginHits>& hits, int weeks, std::uint64_t seed) {
  const ResampledWeeks resampled = resampled_origins(hits.size(), run_weeks(weeks), seed);
  double outcomes = 0.0;
  for (const OriginHits& each : hits) outcomes += each.outcomes;
  const double per_origin = outcomes / static_cast<double>(hits.size());
  std::array<double, kLevels> errors{};
  std::vector<double> largest(resampled.resamples());
  for (std::size_t k = 0; k < kLevels; ++k) {
    std::vector<double> shares;  // whose mean is the share over all outcomes
    shares.reserve(hits.size());
    for (const OriginHits& each : hits) shares.push_back(each.inside[k] / per_origin);
    const double nominal = 0.01 * kCoverageLevels[k], centre = mean(shares);
    const double independent = std::sqrt(nominal * (1.0 - nominal) / outcomes);
    errors[k] = std::max(bootstrap_mean(shares, resampled).standard_error, independent);
    const std::vector<double> means = resampled.means(shares);
    for (std::size_t r = 0; r < means.size(); ++r)
      largest[r] = std::max(largest[r], std::abs(means[r] - centre) / errors[k]);
  }
  std::sort(largest.begin(), largest.end());
  const double factor = std::max(sample_quantile(largest, kConfidence), normal_quantile(0.5 + 0.5 * kConfidence));
  Bands bands;
  for (std::size_t k = 0; k < kLevels; ++k) {
    const double nominal = kCoverageLevels[k], room = 100.0 * factor * errors[k];
    bands[k] = {std::max(0.0, nominal - room), std::min(100.0, nominal + room)};
  }
  return bands;
}

std::string verdict(double inside, const ShareBand& band) {
  if (inside < band.low) return "too narrow";
  return inside > band.high ? "too wide" : "held";
}

}  // namespace

Table coverage_table(const BacktestDefinition& definition, const BacktestResult& result) {
  Table table = forecast_table(
      "coverage", "Share of outcomes inside the central intervals",
      {{"model", ColumnType::text, "", "Model that made the forecast."},
       {"outcomes", ColumnType::integer, "", "Known outcomes of forecasts; at levels of members those of each member."},
       {"nominal", ColumnType::number, "%", "Probability that the interval is to hold."},
       {"inside", ColumnType::number, "%", "Share of outcomes inside it."},
       {"band_low", ColumnType::number, "%",
        "Least share that a right forecast has, all nominal probabilities at once, with 99 % probability."},
       {"band_high", ColumnType::number, "%", "Largest such share."},
       {"band", ColumnType::text, "",
        "How it is found: binomial, exact; or bootstrap, where forecasts overlap or members go together."},
       {"verdict", ColumnType::text, "",
        "held: the share lies in the band; too narrow: below it, the intervals are; too wide: above it."}});
  const ScoreIndex index(result, ScoreKind::pit);
  for (const ForecastKey& key : forecast_keys(definition)) {
    for (const std::string& model : models_of(definition)) {
      const ByOutcome* pits = index.find(model, key);
      if (!pits) continue;
      const std::vector<OriginHits> hits = hits_of(*pits);
      std::vector<Date> origins;
      origins.reserve(hits.size());
      for (const OriginHits& each : hits) origins.push_back(each.origin);
      const bool independent = key.level == Level::total && apart(origins, key.weeks).size() == hits.size();
      const Bands bands = independent ? binomial_bands(hits.size()) : bootstrap_bands(hits, key.weeks, definition.seed);
      for (std::size_t k = 0; k < kLevels; ++k) {
        double count = 0.0;
        for (const OriginHits& each : hits) count += each.inside[k];
        const double inside = 100.0 * count / static_cast<double>(pits->size());
        append_forecast(definition, key,
                        {model, static_cast<std::int64_t>(pits->size()), static_cast<double>(kCoverageLevels[k]),
                         inside, bands[k].low, bands[k].high, std::string(independent ? "binomial" : "bootstrap"),
                         verdict(inside, bands[k])},
                        table);
      }
    }
  }
  return table;
}

}  // namespace ebbtide
