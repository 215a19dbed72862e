// What a manifest says of the run itself: when, where, and how long each part took.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/progress.h"
#include "text/json.h"

namespace ebbtide {

// Seconds of each part of a run, told at the end.
class Stopwatch {
 public:
  explicit Stopwatch(SecondsClock clock = steady_seconds())
      : clock_(std::move(clock)), start_(clock_()), last_(start_) {}

  // Ends a part; the next one begins.
  void lap(const std::string& part);
  std::string text() const;  // "load 0.1 s, simulate 3.2 s"
  double total() const { return last_ - start_; }
  Json json() const;  // {"load": 0.1, ...}

 private:
  SecondsClock clock_;
  double start_;
  double last_;
  std::vector<std::pair<std::string, double>> laps_;
};

std::string utc_now();    // "2026-01-19T08:00:00Z"
std::string host_name();  // "" where the machine has none

}  // namespace ebbtide
