// The ways a verb can end early; engine/app turns them into the exit codes of docs/command-line.md.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "core/finding.h"

namespace ebbtide {

// Bad usage or input: exit code 2. what() is the rendered report without colour.
class InputError : public std::runtime_error {
 public:
  explicit InputError(Findings findings)
      : std::runtime_error(render(findings, false)), findings_(std::move(findings)) {}
  const Findings& findings() const { return findings_; }

 private:
  Findings findings_;
};

// A file or resource failed: exit code 3.
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// NaN, infinity, non-convergence: exit code 4.
class NumericalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The caller's stop flag was raised: exit code 130 or 143, by signal.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace ebbtide
