// What decided the numbers of two runs, side by side where it differs: from the group "run" of their manifests.
#pragma once

#include <string>
#include <vector>

#include "text/json.h"

namespace ebbtide {

enum class InputGroup {
  scenario,       // a value of a scenario, or of a backtest's definition
  data,           // a universe's, market's or calibration file
  draws,          // seed, number of paths, law of the random numbers
  program,        // version, revision, compiler, libraries
  scenario_file,  // a file's bytes: its resolved values tell whether that matters
  words,          // title, reason, source: nothing that is computed with
};

// "scenario", "data", "draws", "program", "scenario file", "words"
std::string group_text(InputGroup group);

struct InputChange {
  InputGroup group = InputGroup::scenario;
  std::string where;  // the scenario or file; empty where there is none
  std::string what;   // "conditions[0].change[0]", "sha256"
  std::string first;  // empty: not there
  std::string second;
};

// In the order of groups, then of the files.
std::vector<InputChange> input_changes(const Json& first, const Json& second);

// Equal changes of four scenarios or more as one, its `where` saying how many ("22 scenarios"): for reading.
std::vector<InputChange> folded(const std::vector<InputChange>& changes);

// Whether the runs answer different questions: scenarios or data differ.
bool ask_differently(const std::vector<InputChange>& changes);
// Whether the draws are the same: seed, paths and law do not differ, so that runs differ by less than their own errors.
bool share_draws(const std::vector<InputChange>& changes);

}  // namespace ebbtide
