// Exit codes of the program, as docs/command-line.md lists them.
#pragma once

namespace ebbtide {

enum class ExitCode {
  fine = 0,
  answer_is_no = 1,  // a threshold broken, a gate failed, runs differ
  bad_input = 2,     // usage or a file's content
  io_failure = 3,    // a file or resource
  numerical_failure = 4,
  nothing_to_do = 5,  // no scenario matched
  internal_error = 70,
  interrupted = 130,  // SIGINT
  terminated = 143,   // SIGTERM
};

// Of a batch: 143, 130, 70, 4, 3, 2, 1, 5, 0 from worst to best.
ExitCode worse(ExitCode a, ExitCode b);

}  // namespace ebbtide
