// Checks of the program's own assumptions. They never fire on user input; a failure is a bug (exit code 70).
#pragma once

#include <stdexcept>
#include <string>

namespace ebbtide {

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void contract_failed(const char* condition, const char* file, int line) {
  throw InternalError(std::string(file) + ":" + std::to_string(line) + ": violated: " + condition);
}

}  // namespace ebbtide

#define EBBTIDE_REQUIRE(condition) \
  ((condition) ? static_cast<void>(0) : ::ebbtide::contract_failed(#condition, __FILE__, __LINE__))
