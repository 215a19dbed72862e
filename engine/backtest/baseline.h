// The committed scores that gates compare with (docs/backtest-format.md): one file for several backtests, each with the
// reason why its scores stand there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backtest/gates.h"
#include "core/finding.h"

namespace ebbtide {

struct BaselineSection {
  std::string backtest;  // the definition's name
  std::string reason;
  std::uint64_t paths = 0;
  std::uint64_t seed = 0;
  std::vector<ScoreSeries> series;
};

// Sections in the order of the file. What the file should not hold is a finding; any error gives nullopt.
std::optional<std::vector<BaselineSection>> load_baseline(const std::string& file, Findings& findings);

// The file's text; a section of the same backtest is replaced, a new one goes to the end.
std::string baseline_text(std::vector<BaselineSection> sections, BaselineSection section);

}  // namespace ebbtide
