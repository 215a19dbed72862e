// Two finished runs, or two backtests, number by number.
//
// Rows are matched by scenario, week_end (so that runs of different as_of meet in the same calendar week), target,
// member, item and unit; of equal keys the first meets the first. Of a number a in the first run and b in the second:
//   same              the same double
//   within tolerance  |b - a| <= max(absolute, relative max(|a|, |b|, s)), s the larger of their standard errors
//   within noise      |b - a| <= noise_factor s, s = sqrt(se_a^2 + se_b^2): other random numbers alone may do this
//   beyond noise      |b - a| > noise_factor s
//   without error     beyond tolerance, and the table states no error to judge by
//   in one run only   known in one of them
// The scores of backtests are compared as means over the origins that both have; s is then the error of the mean paired
// difference by a stationary bootstrap over origins in order of their date (stats/block_bootstrap.h).
// Where seed, paths and law of the random numbers agree, the runs share their draws, and what differs is hardly noise
// even where it is within it: share_draws(changes) says so.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/input_changes.h"
#include "evaluation/recorded_run.h"

namespace ebbtide {

// From harmless to grave.
enum class Agreement { same, within_tolerance, within_noise, without_error, beyond_noise, one_run_only };
inline constexpr std::size_t kAgreements = 6;

std::string agreement_text(Agreement agreement);  // "within noise"

struct ComparisonSettings {
  double relative_tolerance = 1e-6;  // machines and compilers agree to six digits
  double absolute_tolerance = 1e-9;  // in the unit of the row: what rounding leaves of zero
  // Two seeds of the shipped scenarios (442,000 numbers, 4,000 paths) have 3.9 % beyond 2 standard errors, 58 numbers
  // beyond 4, 4 beyond 5 and none beyond 6: the errors of 1 and 99 % quantiles are themselves rough.
  double noise_factor = 6.0;
};

struct ComparedValue {
  RecordedValue first;
  RecordedValue second;
  std::optional<double> noise;  // s
  Agreement agreement = Agreement::same;

  // second - first, where both are known.
  std::optional<double> difference() const;
  // The difference in units of s; none without s or where s is zero.
  std::optional<double> z() const;
};

struct ComparedRow {
  RowKey key;
  std::vector<ComparedValue> values;  // by the table's columns
};

struct ComparedTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<ComparedRow> rows;  // of the first run, then those that only the second has
  std::array<std::size_t, kAgreements> counts{};
};

enum class Verdict { same, within_tolerance, within_noise, beyond_noise, different_inputs };

struct Comparison {
  std::string first;  // folders
  std::string second;
  ComparisonSettings settings;
  std::vector<InputChange> inputs;
  std::vector<ComparedTable> tables;
  // Noise excuses a difference only between runs that ask the same: with other scenarios or data every number beyond
  // tolerance makes it different_inputs. Numbers without an error are excused by other draws alone: where draws are
  // shared they make it beyond_noise.
  Verdict verdict = Verdict::same;
};

Agreement agreement_of(const RecordedValue& first, const RecordedValue& second, std::optional<double> noise,
                       const ComparisonSettings& settings);

Comparison compare_runs(const RecordedRun& first, const RecordedRun& second, const ComparisonSettings& settings);

// Where a number stands: indices into tables, their rows and columns.
struct NumberPlace {
  std::size_t table = 0;
  std::size_t row = 0;
  std::size_t column = 0;
};
// The numbers beyond noise, the largest |z| first; those whose noise is zero come before all others.
std::vector<NumberPlace> beyond_noise(const Comparison& comparison);

// Share of the numbers with a noise that lie beyond two standard errors, tolerance aside: about 5 % when noise is all;
// none when there are no such numbers.
std::optional<double> share_beyond_two(const Comparison& comparison);

// Numbers of that agreement in all tables.
std::size_t count_of(const Comparison& comparison, Agreement agreement);

}  // namespace ebbtide
