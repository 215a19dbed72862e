#include "app/console.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

#include "app/source_lines.h"
#include "core/error.h"

namespace ebbtide {
namespace {

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string labelled(std::string_view label, std::string_view style, bool color, std::string_view text) {
  std::string line;
  if (color) line += style;
  line += label;
  if (color) line += kPlain;
  line += text;
  return line;
}

// Messages go line by line to a Sink; a reader that is gone is not an error.
class LineSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit LineSink(Sink lines) : lines_(std::move(lines)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string line(message.payload.data(), message.payload.size());
    if (line.empty() || line.back() != '\n') line += '\n';
    lines_(line);
  }
  void flush_() override {}

 private:
  Sink lines_;
};

}  // namespace

Sink descriptor_sink(int descriptor, std::string name) {
  return [descriptor, name = std::move(name)](std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor, text.data(), text.size());
      if (written >= 0) {
        text.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno == EPIPE) {
        return false;
      } else if (errno != EINTR && errno != EAGAIN) {
        throw IoError("cannot write to " + name + ": " + std::generic_category().message(errno));
      }
    }
    return true;
  };
}

struct Console::Log {
  explicit Log(const Sink& sink) : logger("ebbtide", std::make_shared<LineSink>(sink)) {}
  spdlog::logger logger;
};

Console::Console(Sink out, Sink err, Environment environment, ConsoleSettings settings)
    : out_(std::move(out)),
      err_(std::move(err)),
      environment_(std::move(environment)),
      settings_(settings),
      color_on_out_(use_color(settings.color, environment_.out_is_terminal, environment_)),
      color_on_err_(use_color(settings.color, environment_.err_is_terminal, environment_)),
      log_(std::make_unique<Log>(err_)) {
  log_->logger.set_level(settings.quiet ? spdlog::level::warn : spdlog::level::info);
  // Messages about a standard error that cannot be written have nowhere to go.
  log_->logger.set_error_handler([](const std::string&) {});
}

Console::~Console() = default;

void Console::data(std::string_view text) {
  if (!out_is_gone_ && !out_(text)) out_is_gone_ = true;
}

void Console::note(std::string_view text) {
  log_->logger.info(text);
}

void Console::warn(std::string_view text) {
  log_->logger.warn(labelled("warning: ", kYellow, color_on_err_, text));
}

void Console::error(std::string_view text) {
  log_->logger.error(labelled("error: ", kRed, color_on_err_, text));
}

void Console::report(const Findings& findings) {
  if (findings.empty()) return;
  reported_.append(findings);
  const std::string text = render(with_source_lines(findings), color_on_err_);
  log_->logger.log(findings.has_errors() ? spdlog::level::err : spdlog::level::info, text);
}

}  // namespace ebbtide
