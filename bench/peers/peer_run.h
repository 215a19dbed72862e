// What the measured programs in C++ share: arguments, time, and the files they leave.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace peers {

struct Arguments {
  std::string input;       // work_w.json or calibration.json
  std::string mode;        // exact, simulate, bare
  std::string statistics;  // file; empty: none
  std::size_t paths = 10'000;
  std::uint64_t seed = 1;
  int threads = 1;
  std::size_t weeks = 0, series = 0;  // 0: those of the input
  std::size_t slab_weeks = 0;         // 0: the program's own choice
};

// PROGRAM --input FILE --mode MODE [--paths N] [--seed N] [--threads N] [--weeks N] [--series N] [--slab-weeks N]
// [--statistics FILE]. Exits with 2 and the usage where arguments do not fit.
Arguments parse_arguments(int argc, char** argv, const std::vector<std::string>& modes);

struct Clock {
  double cpu = 0.0, wall = 0.0;  // seconds; cpu of the whole process, user and system
  static Clock now();
  Clock operator-(const Clock& earlier) const { return {cpu - earlier.cpu, wall - earlier.wall}; }
  Clock& operator+=(const Clock& other);
};

struct Timing {
  Clock simulate, summarise;
};

// mean, sd, quantiles 1 5 25 50 75 95 99 %, mean of the lowest 5 %.
inline constexpr std::array<double, 7> kLevels = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
inline constexpr std::array<const char*, 10> kStatistics = {"mean", "sd",  "q01", "q05", "q25",
                                                            "q50",  "q75", "q95", "q99", "es05"};
using Statistics = std::array<double, kStatistics.size()>;

// errors: standard errors of the same, or empty.
void write_statistics(const std::string& file, const std::vector<std::string>& columns,
                      const std::vector<Statistics>& values, const std::vector<Statistics>& errors = {});

// One line of JSON on standard output; peak memory is that of the process.
void report(const std::string& program, const Arguments& arguments, std::size_t weeks, const Timing& timing);

// Of unordered values, which it reorders: nth_element from rank to rank, type 7 quantiles.
Statistics statistics_of(std::vector<double>& values);

}  // namespace peers
