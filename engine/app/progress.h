// How far a long piece of work is: a bar on a terminal, plain lines elsewhere, silence with --quiet.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "app/console.h"

namespace ebbtide {

enum class ProgressStyle { bar, lines, silent };

// A bar needs a terminal that is not "dumb", outside continuous integration.
ProgressStyle progress_style(const Environment& environment, bool quiet);

// Seconds since some fixed moment, never decreasing.
using SecondsClock = std::function<double()>;
SecondsClock steady_seconds();

// Safe to call from several threads. A bar is drawn ten times a second at most; a line is written when another tenth of
// the work and five seconds have passed, so short work says nothing but its last line.
class Progress {
 public:
  Progress(std::string label, ProgressStyle style, int columns, Sink err, SecondsClock clock = steady_seconds());
  // Erases a bar that is still there.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of `total` units; a call that arrives late with a smaller `done` changes nothing.
  void update(std::uint64_t done, std::uint64_t total);
  // Erases the bar and leaves one line: "label: 12.3 s".
  void finish();

 private:
  void draw(double now);
  void write_line(double now);
  void erase();

  std::string label_;
  ProgressStyle style_;
  int columns_;
  Sink err_;
  SecondsClock clock_;
  std::mutex mutex_;
  double started_;
  double last_shown_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t tenths_shown_ = 0;
  bool bar_is_there_ = false;
  bool finished_ = false;
};

}  // namespace ebbtide
