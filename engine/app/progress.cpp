#include "app/progress.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr double kSecondsBetweenBars = 0.1;
constexpr double kSecondsBetweenLines = 5.0;
constexpr int kWidestBar = 40;

// "12 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds) {
  const long whole = std::lround(seconds);
  if (whole < 60) return format("{} s", whole);
  if (whole < 3600) return format("{} min {} s", whole / 60, whole % 60);
  return format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace

ProgressStyle progress_style(const Environment& environment, bool quiet) {
  if (quiet) return ProgressStyle::silent;
  const bool bar = environment.err_is_terminal && environment.term != "dumb" && !environment.continuous_integration;
  return bar ? ProgressStyle::bar : ProgressStyle::lines;
}

SecondsClock steady_seconds() {
  return [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
}

Progress::Progress(std::string label, ProgressStyle style, int columns, Sink err, SecondsClock clock)
    : label_(std::move(label)),
      style_(style),
      columns_(columns),
      err_(std::move(err)),
      clock_(std::move(clock)),
      started_(clock_()),
      last_shown_(started_) {}

Progress::~Progress() {
  try {
    erase();
  } catch (...) {
    // A bar that cannot be erased is not worth ending the program for.
    bar_is_there_ = false;
  }
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  if (finished_ || style_ == ProgressStyle::silent || total == 0 || (total == total_ && done < done_)) return;
  done_ = std::min(done, total);
  total_ = total;
  const double now = clock_();
  if (style_ == ProgressStyle::bar) {
    if (!bar_is_there_ || now - last_shown_ >= kSecondsBetweenBars) draw(now);
  } else if (done_ * 10 / total_ > tenths_shown_ && now - last_shown_ >= kSecondsBetweenLines) {
    write_line(now);
  }
}

void Progress::finish() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(finished_, true)) return;
  erase();
  if (style_ != ProgressStyle::silent) err_(format("{}: {:.1f} s\n", label_, clock_() - started_));
}

void Progress::draw(double now) {
  const double share = static_cast<double>(done_) / static_cast<double>(total_);
  const double elapsed = now - started_;
  std::string after = format(" {:3.0f} %  {}", 100.0 * share, duration_text(elapsed));
  if (done_ > 0 && done_ < total_) after += format(", {} left", duration_text(elapsed / share - elapsed));
  const int room = columns_ - static_cast<int>(label_.size() + after.size()) - 4;
  const int width = std::clamp(room, 0, kWidestBar);
  const int filled = static_cast<int>(share * width);
  std::string line = "\r" + label_;
  if (width >= 4) line += format(" [{:=<{}}{: <{}}]", "", filled, "", width - filled);
  err_(line + after + "\x1b[K");
  bar_is_there_ = true;
  last_shown_ = now;
}

void Progress::write_line(double now) {
  const double share = static_cast<double>(done_) / static_cast<double>(total_);
  const double elapsed = now - started_;
  err_(format("{}: {:.0f} %, {}, {} left\n", label_, 100.0 * share, duration_text(elapsed),
              duration_text(elapsed / share - elapsed)));
  tenths_shown_ = done_ * 10 / total_;
  last_shown_ = now;
}

void Progress::erase() {
  if (std::exchange(bar_is_there_, false)) err_("\r\x1b[K");
}

}  // namespace ebbtide
