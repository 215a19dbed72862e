#include "app/stopwatch.h"

#include <unistd.h>

#include <ctime>

#include "core/format.h"

namespace ebbtide {

void Stopwatch::lap(const std::string& part) {
  const double now = clock_();
  laps_.emplace_back(part, now - last_);
  last_ = now;
}

std::string Stopwatch::text() const {
  std::string result;
  for (const auto& [part, seconds] : laps_)
    result += format("{}{} {} s", result.empty() ? "" : ", ", part, fixed_text(seconds, 1));
  return result;
}

Json Stopwatch::json() const {
  Json result = Json::object();
  for (const auto& [part, seconds] : laps_) result[part] = seconds;
  return result;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  char text[32];
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace ebbtide
