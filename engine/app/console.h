// Where the program speaks: data to standard output, everything else to standard error.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/color.h"
#include "app/environment.h"
#include "core/finding.h"

namespace ebbtide {

// Takes text to its end; false when its reader is gone. Throws IoError on any other failure.
using Sink = std::function<bool(std::string_view)>;

// Writes to a file descriptor, unbuffered. `name` stands in error messages.
Sink descriptor_sink(int descriptor, std::string name);

struct ConsoleSettings {
  ColorChoice color = ColorChoice::automatic;
  bool quiet = false;
};

// Safe to call from several threads, but for report().
class Console {
 public:
  Console(Sink out, Sink err, Environment environment, ConsoleSettings settings);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // Data. When the reader has gone away the rest is dropped in silence.
  void data(std::string_view text);
  // One line each. A note is what --quiet silences.
  void note(std::string_view text);
  void warn(std::string_view text);
  void error(std::string_view text);
  // The whole report on standard error; with --quiet, nothing when it has warnings only.
  void report(const Findings& findings);
  // All that were given to report(), --quiet or not.
  const Findings& reported() const { return reported_; }

  bool quiet() const { return settings_.quiet; }
  bool color_on_out() const { return color_on_out_; }
  bool color_on_err() const { return color_on_err_; }
  const Environment& environment() const { return environment_; }
  // Standard error without line ends or prefixes, for a progress bar.
  const Sink& err() const { return err_; }

 private:
  struct Log;
  Sink out_;
  Sink err_;
  Environment environment_;
  ConsoleSettings settings_;
  bool color_on_out_ = false;
  bool color_on_err_ = false;
  bool out_is_gone_ = false;
  Findings reported_;
  std::unique_ptr<Log> log_;
};

}  // namespace ebbtide
