#include <algorithm>
#include <filesystem>

#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/recorded_run.h"
#include "report/comparison_text.h"
#include "report/write_comparison.h"

namespace ebbtide {
namespace {

std::string last_name(const std::string& folder) {
  return std::filesystem::absolute(folder).lexically_normal().filename().string();
}

std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void require_scenario(const RecordedRun& run, const std::string& name, std::vector<std::string>& problems) {
  const std::vector<std::string> names = scenario_names(run);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  problems.push_back(format("option --pair: {} has no scenario '{}'; it has {}", run.folder, name,
                            names.empty() ? "none" : list_text(names)));
}

// Leaves the paired scenarios alone, those of the second run under the names of the first.
void keep_pairs(const CompareOptions& options, const std::string& verb, RecordedRun& first, RecordedRun& second) {
  if (options.pairs.empty()) return;
  std::vector<std::string> problems;
  std::map<std::string, std::string> of_first, of_second;
  for (const auto& [left, right] : options.pairs) {
    require_scenario(first, left, problems);
    require_scenario(second, right, problems);
    const bool new_left = of_first.emplace(left, left).second, new_right = of_second.emplace(right, left).second;
    if (!new_left || !new_right)
      problems.push_back(format("option --pair: a scenario stands in two pairs: {}={}", left, right));
  }
  if (!problems.empty()) throw UsageError(problems, verb);
  keep_scenarios(first, of_first);
  keep_scenarios(second, of_second);
}

bool runs_agree(const Comparison& comparison) {
  return comparison.verdict == Verdict::same || comparison.verdict == Verdict::within_tolerance ||
         comparison.verdict == Verdict::within_noise;
}

}  // namespace

ExitCode compare_verb(const VerbContext& context) {
  const CompareOptions options = compare_options(context.command);
  const std::string target = options.output_folder.value_or(
      format("results/{}-against-{}", last_name(options.first), last_name(options.second)));
  const bool writes = target != "-";
  const Overwrite overwrite = options.force ? Overwrite::force : Overwrite::never;
  Findings findings;
  if (writes) check_target(target, overwrite, findings);
  std::optional<RecordedRun> first = load_recorded_run(options.first, findings);
  std::optional<RecordedRun> second = load_recorded_run(options.second, findings);
  if (findings.has_errors() || !first || !second) throw InputError(findings);
  keep_pairs(options, context.command.verb, *first, *second);

  const Comparison comparison = compare_runs(*first, *second, options.settings);
  if (writes) {
    write_comparison(comparison, {options.first, first->run_sha256}, {options.second, second->run_sha256}, target,
                     overwrite);
  }
  context.console.data(comparison_lines(comparison));
  if (writes) context.console.note(format("workbook: {}/workbook.xlsx", target));
  return runs_agree(comparison) ? ExitCode::fine : ExitCode::answer_is_no;
}

}  // namespace ebbtide
