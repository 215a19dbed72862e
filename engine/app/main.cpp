#include <unistd.h>

#include "app/program.h"

int main(int argc, char** argv) {
  ebbtide::secure_standard_streams();
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(ebbtide::run_program(words, ebbtide::read_environment(),
                                               ebbtide::descriptor_sink(STDOUT_FILENO, "standard output"),
                                               ebbtide::descriptor_sink(STDERR_FILENO, "standard error")));
}
