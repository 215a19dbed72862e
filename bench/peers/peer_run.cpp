#include "peer_run.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

namespace peers {
namespace {

[[noreturn]] void usage(const char* program, const std::vector<std::string>& modes) {
  std::fprintf(stderr,
               "usage: %s --input FILE --mode MODE [--paths N] [--seed N] [--threads N] [--weeks N] [--series N] "
               "[--slab-weeks N] [--statistics FILE]\nmodes:",
               program);
  for (const std::string& mode : modes) std::fprintf(stderr, " %s", mode.c_str());
  std::fprintf(stderr, "\n");
  std::exit(2);
}

}  // namespace

Arguments parse_arguments(int argc, char** argv, const std::vector<std::string>& modes) {
  Arguments result;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (i + 1 == argc) usage(argv[0], modes);
    const std::string value = argv[i + 1];
    char* end = nullptr;
    const unsigned long long number = std::strtoull(value.c_str(), &end, 10);
    const bool is_number = !value.empty() && *end == '\0';
    if (name == "--input") {
      result.input = value;
    } else if (name == "--mode") {
      result.mode = value;
    } else if (name == "--statistics") {
      result.statistics = value;
    } else if (name == "--paths" && is_number) {
      result.paths = number;
    } else if (name == "--seed" && is_number) {
      result.seed = number;
    } else if (name == "--threads" && is_number) {
      result.threads = static_cast<int>(number);
    } else if (name == "--weeks" && is_number) {
      result.weeks = number;
    } else if (name == "--series" && is_number) {
      result.series = number;
    } else if (name == "--slab-weeks" && is_number) {
      result.slab_weeks = number;
    } else {
      usage(argv[0], modes);
    }
  }
  if (result.input.empty() || result.paths == 0 || result.threads < 1 ||
      std::find(modes.begin(), modes.end(), result.mode) == modes.end())
    usage(argv[0], modes);
  return result;
}

Clock Clock::now() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  timespec wall{};
  clock_gettime(CLOCK_MONOTONIC, &wall);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return {seconds(used.ru_utime) + seconds(used.ru_stime),
          static_cast<double>(wall.tv_sec) + 1e-9 * static_cast<double>(wall.tv_nsec)};
}

Clock& Clock::operator+=(const Clock& other) {
  cpu += other.cpu;
  wall += other.wall;
  return *this;
}

void write_statistics(const std::string& file, const std::vector<std::string>& columns,
                      const std::vector<Statistics>& values, const std::vector<Statistics>& errors) {
  std::ofstream out(file);
  out.precision(std::numeric_limits<double>::max_digits10);
  out << "column";
  for (const char* name : kStatistics) out << ',' << name;
  if (!errors.empty()) {
    for (const char* name : kStatistics) out << ",se_" << name;
  }
  out << '\n';
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out << columns[i];
    for (const double value : values[i]) out << ',' << value;
    if (!errors.empty()) {
      for (const double error : errors[i]) out << ',' << error;
    }
    out << '\n';
  }
  if (!out.flush()) {
    std::fprintf(stderr, "cannot write %s\n", file.c_str());
    std::exit(3);
  }
}

void report(const std::string& program, const Arguments& arguments, std::size_t weeks, const Timing& timing) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const nlohmann::ordered_json line = {{"program", program},
                                       {"mode", arguments.mode},
                                       {"paths", arguments.paths},
                                       {"weeks", weeks},
                                       {"threads", arguments.threads},
                                       {"cpu_s", timing.simulate.cpu + timing.summarise.cpu},
                                       {"wall_s", timing.simulate.wall + timing.summarise.wall},
                                       {"simulate_cpu_s", timing.simulate.cpu},
                                       {"peak_kb", used.ru_maxrss}};
  std::printf("%s\n", line.dump().c_str());
}

Statistics statistics_of(std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0.0, squares = 0.0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  Statistics result{};
  result[0] = mean;
  result[1] = std::sqrt(squares / (n - 1.0));
  auto from = values.begin();
  double below_sum = 0.0;
  for (std::size_t level = 0; level < kLevels.size(); ++level) {
    const double rank = (n - 1.0) * kLevels[level];
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(from, place, values.end());
    const double next = place + 1 == values.end() ? *place : *std::min_element(place + 1, values.end());
    result[2 + level] = *place + (rank - std::floor(rank)) * (next - *place);
    from = place;
    if (level == 1) {
      for (auto value = values.begin(); value <= place; ++value) below_sum += *value;
      result.back() = below_sum / static_cast<double>(place - values.begin() + 1);
    }
  }
  return result;
}

}  // namespace peers
