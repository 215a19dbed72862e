#include "stats/block_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "random/draw_law.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

std::uint32_t index_of(std::uint32_t word, std::size_t weeks) {
  return static_cast<std::uint32_t>((std::uint64_t{word} * weeks) >> 32);
}

// Fills one resample; ends(place, word) tells whether a new run begins at the place.
template <typename Ends>
void fill_resample(std::uint64_t seed, std::size_t resample, std::span<std::uint32_t> indices, Ends ends) {
  const std::size_t weeks = indices.size();
  for (std::size_t place = 0; place < weeks; ++place) {
    const auto slot = static_cast<std::uint32_t>(2 * place);
    const DrawPlace draw{resample, 0, Purpose::resampling, slot};
    const PhiloxCounter block = draw_block(seed, draw);
    if (place == 0 || ends(place, block[slot % 4])) {
      indices[place] = index_of(block[slot % 4 + 1], weeks);
    } else {
      indices[place] = indices[place - 1] + 1 == weeks ? 0 : indices[place - 1] + 1;
    }
  }
}

double finite_mean(std::span<const double> values) {
  const double result = mean(values);
  if (!std::isfinite(result)) throw NumericalError("block bootstrap: a value is not finite");
  return result;
}

double deviation_of(std::span<const double> values) {
  const double mean = finite_mean(values);
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

ResampledWeeks::ResampledWeeks(std::size_t weeks, std::size_t resamples) : weeks_(weeks), indices_(weeks * resamples) {
  EBBTIDE_REQUIRE(weeks > 0 && weeks < std::numeric_limits<std::uint32_t>::max() / 2 && resamples > 0);
}

ResampledWeeks ResampledWeeks::stationary(std::size_t weeks, double mean_run, std::size_t resamples,
                                          std::uint64_t seed) {
  EBBTIDE_REQUIRE(mean_run >= 1.0 && mean_run <= static_cast<double>(weeks));
  ResampledWeeks table(weeks, resamples);
  const double end_below = 0x1p32 / mean_run;
  for (std::size_t r = 0; r < resamples; ++r) {
    fill_resample(seed, r, std::span(table.indices_).subspan(r * weeks, weeks),
                  [end_below](std::size_t, std::uint32_t word) { return static_cast<double>(word) < end_below; });
  }
  return table;
}

ResampledWeeks ResampledWeeks::circular(std::size_t weeks, std::size_t run, std::size_t resamples, std::uint64_t seed) {
  EBBTIDE_REQUIRE(run >= 1 && run <= weeks);
  ResampledWeeks table(weeks, resamples);
  for (std::size_t r = 0; r < resamples; ++r) {
    fill_resample(seed, r, std::span(table.indices_).subspan(r * weeks, weeks),
                  [run](std::size_t place, std::uint32_t) { return place % run == 0; });
  }
  return table;
}

std::vector<double> ResampledWeeks::means(std::span<const double> values) const {
  EBBTIDE_REQUIRE(values.size() == weeks_);
  std::vector<double> means(resamples());
  for (std::size_t r = 0; r < means.size(); ++r) {
    double sum = 0.0;
    for (const std::uint32_t week : (*this)[r]) sum += values[week];
    means[r] = sum / static_cast<double>(weeks_);
  }
  return means;
}

std::size_t usual_run_length(std::size_t weeks, int horizon) {
  EBBTIDE_REQUIRE(weeks > 0 && horizon >= 1);
  const auto root = static_cast<std::size_t>(std::lround(std::cbrt(static_cast<double>(weeks))));
  return std::min(std::max(root, static_cast<std::size_t>(horizon)), weeks);
}

Estimate bootstrap_mean(std::span<const double> values, const ResampledWeeks& resampled) {
  EBBTIDE_REQUIRE(values.size() == resampled.weeks());
  return {finite_mean(values), deviation_of(resampled.means(values))};
}

Estimate bootstrap_difference(std::span<const double> first, std::span<const double> second,
                              const ResampledWeeks& resampled) {
  EBBTIDE_REQUIRE(first.size() == second.size());
  std::vector<double> differences(first.size());
  for (std::size_t t = 0; t < first.size(); ++t) differences[t] = first[t] - second[t];
  return bootstrap_mean(differences, resampled);
}

Estimate bootstrap_skill(std::span<const double> score, std::span<const double> reference,
                         const ResampledWeeks& resampled) {
  EBBTIDE_REQUIRE(score.size() == resampled.weeks() && reference.size() == resampled.weeks());
  const double reference_mean = finite_mean(reference);
  EBBTIDE_REQUIRE(reference_mean > 0.0);
  const double ratio = finite_mean(score) / reference_mean;
  // The ratio's influence (score - ratio reference) / mean(reference): a resample whose references happen to be near
  // zero cannot blow the error up, as its own ratio would.
  std::vector<double> influence(score.size());
  for (std::size_t t = 0; t < score.size(); ++t) influence[t] = (score[t] - ratio * reference[t]) / reference_mean;
  return {1.0 - ratio, deviation_of(resampled.means(influence))};
}

}  // namespace ebbtide
