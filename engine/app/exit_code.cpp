#include "app/exit_code.h"

#include <algorithm>
#include <array>

namespace ebbtide {

ExitCode worse(ExitCode a, ExitCode b) {
  static constexpr std::array kFromBest = {
      ExitCode::fine,           ExitCode::nothing_to_do, ExitCode::answer_is_no,
      ExitCode::bad_input,      ExitCode::io_failure,    ExitCode::numerical_failure,
      ExitCode::internal_error, ExitCode::interrupted,   ExitCode::terminated};
  return std::max(a, b, [](ExitCode left, ExitCode right) {
    return std::find(kFromBest.begin(), kFromBest.end(), left) < std::find(kFromBest.begin(), kFromBest.end(), right);
  });
}

}  // namespace ebbtide
