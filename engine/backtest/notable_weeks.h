// A file of past weeks worth explaining (docs/explain.md): schema ebbtide-notable/1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/finding.h"

namespace ebbtide {

struct NotableWeek {
  std::string universe;
  Date week_end;
  std::string title;
  std::string why;
  SourcePosition where;           // of the week's date
  SourcePosition universe_where;  // of the universe's name
};

struct NotableWeeks {
  std::string file;
  std::string name;  // the file's name without its ending
  std::string title;
  std::string data_folder;  // holds universes/ and market/; resolved from the file's own folder
  std::vector<NotableWeek> weeks;
};

// Every problem of the file goes to `findings`; any error gives nullopt. Whether a universe knows a week is not
// checked.
std::optional<NotableWeeks> load_notable_weeks(const std::string& file, Findings& findings);

}  // namespace ebbtide
