// The gates of a backtest: the committed baseline read before the work, judged and reported after it.
#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/options.h"
#include "backtest/baseline.h"
#include "core/finding.h"
#include "report/write_backtest.h"

namespace ebbtide {

class BacktestGates {
 public:
  // Reads the baseline where the definition has gates. Findings: a baseline that cannot be read, has nothing of this
  // backtest, or is to be written without gates to fill it.
  BacktestGates(const BacktestDefinition& definition, const BacktestVerbOptions& options, Findings& findings);

  bool watch() const { return definition_.gates.has_value(); }
  const std::string& file() const { return file_; }

  // The table gates, and junit.xml, summary.md and benchmark.json. Call once, with the finished result.
  void judge(const BacktestResult& result, double seconds);
  const Table& table() const { return table_; }
  const std::vector<TextFile>& files() const { return files_; }

  // Writes the baseline where that was asked for, appends to the step summary of the surroundings, and says what does
  // not hold. exit code 1 where a gate fails.
  ExitCode settle(Console& console) const;

 private:
  BaselineSection section_of(const std::vector<ScoreSeries>& series) const;

  BacktestDefinition definition_;
  std::string file_;    // the baseline
  std::string reason_;  // of an update; empty: judge
  std::vector<BaselineSection> sections_;
  std::vector<ScoreSeries> series_;
  std::vector<GateOutcome> outcomes_;
  Table table_;
  std::string summary_;  // markdown
  std::vector<TextFile> files_;
};

}  // namespace ebbtide
