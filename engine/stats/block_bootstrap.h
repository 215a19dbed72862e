// Block bootstrap of weekly figures: resampled weeks in runs, so that what hangs together from week to week (horizons
// that overlap above all) stays together; and with it the errors of mean scores, paired differences and skill.
//
//   stationary  runs of geometric length, the mean given (Politis and Romano 1994, "The stationary bootstrap")
//   circular    runs of one fixed length (Politis and Romano 1992), the moving blocks of Kuensch 1989 on a circle, so
//               that every week is drawn equally often
// In both the week after the last is the first. A run length of 1 takes the weeks to be independent.
//
// Errors are those of the bootstrap distribution (divisor R). They are errors of a mean over weeks like these, not of
// the samples within a forecast, and a little too small: with usual_run_length and 110 weeks by 5 % where weeks are
// independent, by 21 % where four overlap, by 26 % where eight do (measured on moving sums).
//
// Draws follow draw_law.h: word(seed; path = resample, week = 0, purpose = resampling, slots 2 t and 2 t + 1 for its
// place t: whether a run ends, and where the next begins), a word w being floor(w n / 2^32) (a week's share is off by
// less than n / 2^32). So a resample does not depend on how many there are.
//
// Pure. Shapes that do not fit, no weeks, runs < 1 or longer than the weeks are an InternalError; a value that is not
// finite is a NumericalError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/grouped_mean.h"

namespace ebbtide {

// Which weeks every resample consists of; one table serves all series of the same weeks, which keeps them paired.
class ResampledWeeks {
 public:
  static ResampledWeeks stationary(std::size_t weeks, double mean_run, std::size_t resamples, std::uint64_t seed);
  static ResampledWeeks circular(std::size_t weeks, std::size_t run, std::size_t resamples, std::uint64_t seed);

  std::size_t weeks() const { return weeks_; }
  std::size_t resamples() const { return indices_.size() / weeks_; }
  // The weeks of one resample, weeks() of them.
  std::span<const std::uint32_t> operator[](std::size_t resample) const {
    return std::span(indices_).subspan(resample * weeks_, weeks_);
  }

  // Mean of the values over every resample.
  std::vector<double> means(std::span<const double> values) const;

 private:
  ResampledWeeks(std::size_t weeks, std::size_t resamples);
  std::size_t weeks_;
  std::vector<std::uint32_t> indices_;
};

// A run length for errors of means: the larger of the horizon (overlapping forecasts share h - 1 weeks) and the cube
// root of the number of weeks (the rate that is best for variances; Hall, Horowitz and Jing 1995), at most the weeks.
std::size_t usual_run_length(std::size_t weeks, int horizon);

// Mean of the values.
Estimate bootstrap_mean(std::span<const double> values, const ResampledWeeks& resampled);
// Mean of first - second, week by week.
Estimate bootstrap_difference(std::span<const double> first, std::span<const double> second,
                              const ResampledWeeks& resampled);
// 1 - mean(score) / mean(reference): 0 as good as the reference, 1 perfect. Both means are resampled together.
// References must not sum to zero or below.
Estimate bootstrap_skill(std::span<const double> score, std::span<const double> reference,
                         const ResampledWeeks& resampled);

}  // namespace ebbtide
