#include "app/interrupt.h"

#include <csignal>

namespace ebbtide {
namespace {

// A signal handler can reach nothing but variables of the whole program, and only lock-free ones.
std::atomic<bool> stop_raised{false};
std::atomic<int> stop_signal{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void raise_stop(int signal) {
  stop_signal.store(signal);
  stop_raised.store(true);
}

}  // namespace

InterruptFlag::InterruptFlag() {
  stop_raised.store(false);
  stop_signal.store(0);
  struct sigaction action {};
  action.sa_handler = raise_stop;
  // Back to the default after the first, so that a second one is not waited for.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

InterruptFlag::~InterruptFlag() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& InterruptFlag::raised() const {
  return stop_raised;
}

ExitCode interrupt_code() {
  switch (stop_signal.load()) {
    case SIGINT:
      return ExitCode::interrupted;
    case SIGTERM:
      return ExitCode::terminated;
    default:
      return ExitCode::fine;
  }
}

}  // namespace ebbtide
