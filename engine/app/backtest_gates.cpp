#include "app/backtest_gates.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/verbs.h"
#include "backtest/gate_table.h"
#include "core/build_info.h"
#include "core/format.h"
#include "report/gate_reports.h"

namespace ebbtide {
namespace {

const BaselineSection* section_named(const std::vector<BaselineSection>& sections, const std::string& name) {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const BaselineSection& each) { return each.backtest == name; });
  return found == sections.end() ? nullptr : &*found;
}

Finding about(const std::string& file, std::string code, std::string problem, std::string expected,
              std::string suggestion) {
  Finding finding;
  finding.code = std::move(code);
  finding.where.file = file;
  finding.problem = std::move(problem);
  finding.expected = std::move(expected);
  finding.suggestion = std::move(suggestion);
  return finding;
}

std::string series_text(const GateOutcome& outcome) {
  return format("{} of {} {}, {}, {} week{}", score_kind_text(outcome.series.score), level_text(outcome.series.level),
                outcome.series.target, track_text(outcome.series.track), outcome.series.weeks,
                outcome.series.weeks == 1 ? "" : "s");
}

// Many jobs write to one summary in turn, so it is appended to.
void append_summary(const std::string& file, const std::string& text, Console& console) {
  std::ofstream summary(file, std::ios::app);
  summary << text << '\n';
  summary.flush();
  if (!summary) console.warn("the step summary could not be written: " + file);
}

}  // namespace

BacktestGates::BacktestGates(const BacktestDefinition& definition, const BacktestVerbOptions& options,
                             Findings& findings)
    : definition_(definition), reason_(options.baseline_reason.value_or("")) {
  if (!watch()) {
    if (options.baseline_reason || options.baseline_file) {
      findings.add(about(definition.file, "baseline-without-gates", "the definition has no gates to fill a baseline",
                         "'gates' with scores, a floor and errors", ""));
    }
    return;
  }
  const std::filesystem::path beside = std::filesystem::path(definition.file).parent_path() / "baseline.json";
  file_ = options.baseline_file.value_or(beside.generic_string());
  const bool updates = options.baseline_reason.has_value();
  if (updates) check_output(file_, true);
  if (updates && !std::filesystem::exists(file_)) return;
  const std::size_t errors = findings.count(Severity::error);
  if (auto sections = load_baseline(file_, findings)) sections_ = std::move(*sections);
  if (findings.count(Severity::error) > errors || updates || section_named(sections_, definition.name)) return;
  findings.add(about(file_, "baseline-missing", format("it holds no scores of '{}'", definition.name),
                     "a section of that name to compare with", "--update-baseline with a --reason writes it"));
}

BaselineSection BacktestGates::section_of(const std::vector<ScoreSeries>& series) const {
  return {definition_.name, reason_, definition_.paths, definition_.seed, series};
}

void BacktestGates::judge(const BacktestResult& result, double seconds) {
  if (!watch()) return;
  series_ = gated_series(definition_, result);
  const BaselineSection* committed = section_named(sections_, definition_.name);
  outcomes_ = judge_gates(definition_, series_, committed != nullptr ? committed->series : std::vector<ScoreSeries>{});
  table_ = gate_table(definition_, outcomes_);
  const GateReportInput input{definition_.name,      definition_.title, seconds,
                              build_info().revision, definition_.paths, definition_.seed};
  summary_ = gates_markdown(table_, input);
  files_ = {{"junit.xml", junit_text(table_, input)},
            {"summary.md", summary_},
            {"benchmark.json", benchmark_text(table_, input)}};
}

ExitCode BacktestGates::settle(Console& console) const {
  if (!watch()) return ExitCode::fine;
  const std::string& step_summary = console.environment().step_summary;
  if (!step_summary.empty()) append_summary(step_summary, summary_, console);
  std::size_t failed = 0;
  for (const GateOutcome& outcome : outcomes_) {
    if (outcome.verdict == GateVerdict::better)
      console.note(format("better: {}: {} against {}", series_text(outcome), fixed_text(outcome.mean, 4),
                          fixed_text(outcome.baseline_mean, 4)));
    if (!outcome.fails()) continue;
    ++failed;
    if (!reason_.empty()) continue;
    console.error(outcome.verdict == GateVerdict::missing
                      ? format("missing: {}: the baseline's forecasts are not all there", series_text(outcome))
                      : format("worse: {}: {} > limit {} (baseline {}, noise {})", series_text(outcome),
                               fixed_text(outcome.mean, 4), fixed_text(outcome.limit, 4),
                               fixed_text(outcome.baseline_mean, 4), fixed_text(outcome.noise, 4)));
  }
  if (!reason_.empty()) {
    write_output(file_, true, baseline_text(sections_, section_of(series_)), console);
    console.note(format("baseline of '{}' written: {}", definition_.name, file_));
    return ExitCode::fine;
  }
  console.note(format("gates: {} of {} hold", outcomes_.size() - failed, outcomes_.size()));
  return failed == 0 ? ExitCode::fine : ExitCode::answer_is_no;
}

}  // namespace ebbtide
