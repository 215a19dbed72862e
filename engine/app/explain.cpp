#include <algorithm>
#include <memory>
#include <set>

#include "app/explain_summary.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/run_manifest.h"
#include "app/stopwatch.h"
#include "app/verbs.h"
#include "backtest/explained_weeks.h"
#include "backtest/explanation_tables.h"
#include "backtest/notable_weeks.h"
#include "core/error.h"
#include "core/format.h"
#include "parallel/executor.h"
#include "report/write_explanation.h"

namespace ebbtide {
namespace {

// A week to explain. Of a date without a universe there is one for every universe; those that do not know the week are
// warnings as long as another one does.
struct Request {
  std::string universe;
  Date week_end;
  std::string title;
  std::string why;
  SourcePosition where;
  SourcePosition universe_where;
  bool one_of_all = false;
  const History* history = nullptr;
  std::optional<Explanation> explanation;
  Findings findings;
};

struct Prepared {
  std::string title;
  std::vector<Request> requests;
  std::unique_ptr<UniverseStore> universes;
};

Findings as_warnings(const Findings& findings) {
  Findings warnings;
  for (Finding finding : findings.sorted()) {
    finding.severity = Severity::warning;
    warnings.add(std::move(finding));
  }
  return warnings;
}

// Findings of all requests that came to nothing.
Findings failures(const std::vector<Request>& requests, const std::function<bool(const Request&)>& is_fine) {
  std::set<Date> explained;
  for (const Request& each : requests) {
    if (is_fine(each)) explained.insert(each.week_end);
  }
  Findings all;
  for (const Request& each : requests)
    all.append(each.one_of_all && explained.count(each.week_end) > 0 ? as_warnings(each.findings) : each.findings);
  return all;
}

std::vector<Request> requests_of(const NotableWeeks& notable) {
  std::vector<Request> requests;
  for (const NotableWeek& week : notable.weeks) {
    Request request;
    request.universe = week.universe;
    request.week_end = week.week_end;
    request.title = week.title;
    request.why = week.why;
    request.where = week.where;
    request.universe_where = week.universe_where;
    requests.push_back(std::move(request));
  }
  return requests;
}

std::vector<Request> requests_of(const ExplainVerbOptions& options, const UniverseStore& universes,
                                 const std::string& data_folder, Findings& findings) {
  const bool all = options.universes.empty();
  const std::vector<std::string> names = all ? universes.names() : options.universes;
  if (names.empty()) {
    Finding finding;
    finding.code = "unknown-universe";
    finding.where.file = data_folder + "/universes";
    finding.problem = "there are no universes here";
    finding.expected = "--data FOLDER that holds universes/ and market/";
    findings.add(std::move(finding));
  }
  std::vector<Request> requests;
  for (const Date week : options.weeks) {
    for (const std::string& name : names) {
      Request request;
      request.universe = name;
      request.week_end = week;
      request.where.file = "explain " + date_text(week);
      request.one_of_all = all;
      requests.push_back(std::move(request));
    }
  }
  return requests;
}

// The universe of a list's week is looked for at the place of its name.
void find_history(UniverseStore& universes, Request& request, Findings& findings) {
  const std::vector<std::string> names = universes.names();
  if (request.universe_where.line > 0 && std::find(names.begin(), names.end(), request.universe) == names.end()) {
    Finding finding;
    finding.code = "unknown-universe";
    finding.where = request.universe_where;
    finding.problem = format("there is no universe '{}'", request.universe);
    finding.expected = format("one of: {}", fmt::join(names, ", "));
    finding.suggestion = did_you_mean(request.universe, names);
    findings.add(std::move(finding));
    return;
  }
  request.history = universes.find(request.universe, findings);
}

// Everything that can be refused before the work is, at once.
Prepared prepare(const ExplainVerbOptions& options, Console& console) {
  Findings findings;
  if (options.output_folder)
    check_target(*options.output_folder, options.force ? Overwrite::force : Overwrite::never, findings);
  Prepared prepared;
  std::string data = options.data_folder.value_or("scenarios");
  std::optional<NotableWeeks> notable;
  if (options.weeks_file) {
    notable = load_notable_weeks(*options.weeks_file, findings);
    if (!notable) throw InputError(findings);
    if (!options.data_folder) data = notable->data_folder;
    prepared.title = notable->title;
  }
  prepared.universes = std::make_unique<UniverseStore>(std::vector<std::string>{}, data);
  prepared.requests = notable ? requests_of(*notable) : requests_of(options, *prepared.universes, data, findings);
  for (Request& request : prepared.requests) {
    find_history(*prepared.universes, request, findings);
    if (request.history && !check_explained_week(*request.history, request.week_end, request.where, request.findings))
      request.history = nullptr;
  }
  const bool may_go_on = !findings.has_errors();
  findings.append(failures(prepared.requests, [&](const Request& each) { return may_go_on && each.history; }));
  if (findings.has_errors()) throw InputError(findings);
  console.report(findings);
  for (Request& request : prepared.requests) request.findings = {};
  return prepared;
}

void explain_one(const ExplainOptions& options, Request& request) {
  if (!request.history) return;
  try {
    request.explanation = explain_week(*request.history, request.week_end, options);
    request.explanation->title = request.title;
    request.explanation->why = request.why;
  } catch (const InputError& error) {
    for (Finding finding : error.findings().sorted()) {
      if (finding.where.file.empty()) finding.where = request.where;
      request.findings.add(std::move(finding));
    }
  }
}

std::vector<Explanation> explain_all(std::vector<Request>& requests, const ExplainOptions& options,
                                     const Executor& executor, Console& console) {
  const InterruptFlag interrupt;
  Progress progress("explain", progress_style(console.environment(), console.quiet()), console.environment().columns,
                    console.err());
  std::atomic<std::size_t> done{0};
  executor.for_blocks(
      requests.size(),
      [&](std::size_t i) {
        explain_one(options, requests[i]);
        progress.update(++done, requests.size());
      },
      &interrupt.raised());
  progress.finish();
  const Findings findings = failures(requests, [](const Request& each) { return each.explanation.has_value(); });
  if (findings.has_errors()) throw InputError(findings);
  console.report(findings);
  std::vector<Explanation> explanations;
  for (Request& each : requests) {
    if (each.explanation) explanations.push_back(*std::move(each.explanation));
  }
  return explanations;
}

void print(const ParsedCommand& command, const std::vector<Explanation>& explanations, bool is_list, Console& console) {
  const TableFormat shape = table_format(command);
  if (shape != TableFormat::aligned) {
    console.data(
        table_text(is_list ? explained_weeks_table(explanations) : explained_flows_table(explanations), shape));
    return;
  }
  if (is_list) {
    console.data(weeks_summary(explanations, console.color_on_out()));
    return;
  }
  for (std::size_t i = 0; i < explanations.size(); ++i)
    console.data((i > 0 ? "\n\n" : "") + explanation_summary(explanations[i], console.color_on_out()));
}

}  // namespace

ExitCode explain_verb(const VerbContext& context) {
  const ExplainVerbOptions options = explain_options(context.command);
  Console& console = context.console;
  Stopwatch watch;
  const std::string started = utc_now();
  Prepared prepared = prepare(options, console);
  watch.lap("load");
  const Executor executor(options.threads);
  const std::vector<Explanation> explanations = explain_all(prepared.requests, options.explain, executor, console);
  watch.lap("explain");
  if (options.output_folder) {
    ManifestInput manifest =
        explanation_manifest(explanations, options.explain, options.weeks_file, *prepared.universes);
    manifest.runtime.started = started;
    manifest.runtime.host = host_name();
    manifest.runtime.threads = executor.threads();
    manifest.runtime.seconds = watch.total();
    manifest.runtime.more = watch.json();
    write_explanation(prepared.title, explanations, manifest, *options.output_folder,
                      options.force ? Overwrite::force : Overwrite::never);
    watch.lap("write");
  }
  print(context.command, explanations, options.weeks_file.has_value(), console);
  console.note(watch.text());
  if (options.output_folder) console.note("results: " + *options.output_folder);
  return ExitCode::fine;
}

}  // namespace ebbtide
