// Ctrl-C and termination as a flag that long work looks at between blocks.
#pragma once

#include <atomic>

#include "app/exit_code.h"

namespace ebbtide {

// While one lives, the first SIGINT or SIGTERM raises the flag and a second one ends the program at once. One at a
// time.
class InterruptFlag {
 public:
  InterruptFlag();
  ~InterruptFlag();
  InterruptFlag(const InterruptFlag&) = delete;
  InterruptFlag& operator=(const InterruptFlag&) = delete;

  const std::atomic<bool>& raised() const;
};

// The exit code of the signal that last raised the flag: 130 or 143; `fine` when none did.
ExitCode interrupt_code();

}  // namespace ebbtide
