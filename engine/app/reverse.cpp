#include <filesystem>

#include "app/interrupt.h"
#include "app/scenario_batch.h"
#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/condition_law.h"
#include "evaluation/plausibility.h"
#include "evaluation/reverse_stress.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

const Event& find_event(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> known;
  for (const Event& event : scenario.events) {
    if (event.name == name) return event;
    known.push_back(event.name);
  }
  std::string list;
  for (const std::string& each : known) list += (list.empty() ? "" : ", ") + each;
  throw UsageError({format("the scenario has no event '{}'; {}", name,
                           known.empty() ? "it has none" : "it has: " + list + ". " + did_you_mean(name, known))});
}

std::vector<std::string> carriers(const std::vector<std::string>& asked, const MarketPosterior& market) {
  if (asked.empty()) return default_carriers(market);
  std::vector<std::string> known, problems;
  for (const MarketVariable& variable : market.variables) known.push_back(variable.name);
  for (const std::string& name : asked) {
    if (variable_index(market.variables, name) < 0)
      problems.push_back(format("--carrier '{}' is no market variable. {}", name, did_you_mean(name, known)));
  }
  if (!problems.empty()) throw UsageError(problems);
  return asked;
}

std::string percent_text(const Estimate& estimate) {
  return format("{} % +- {}", fixed_text(100.0 * estimate.value, 2), fixed_text(100.0 * estimate.standard_error, 2));
}

// "deep_trough" and 0.5: "-deep-trough-50".
std::string name_ending(const Event& event, double probability) {
  std::string name = "-" + event.name + "-" + number_text(100.0 * probability);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!allowed) c = '-';
  }
  return name;
}

// Over many pinned values nearly every path lies far out in some direction: what tells is the found path's own.
std::string plausibility_comment(const Plausibility& plausibility, const Model& stressed) {
  std::string text;
  if (plausibility.distance && plausibility.p_value) {
    const double along = 0.5 * distance_survival(*plausibility.distance, 1, condition_law(stressed).tail_index);
    text += format(
        "# Plausibility: distance q {} on {} pinned values. As far out lie {} % of the model's paths in this "
        "direction,\n"
        "# {} % in any.\n",
        fixed_text(*plausibility.distance, 1), plausibility.conditions, fixed_text(100.0 * along, 2),
        fixed_text(100.0 * *plausibility.p_value, 2));
  }
  if (!plausibility.past || plausibility.past->similar.empty()) return text;
  text += "# Past weeks most like it, by their last Friday:";
  for (const SimilarWindow& window : plausibility.past->similar) text += " " + date_text(window.last_week);
  return text + "\n";
}

// One list of changes per variable, ~ where a week is known already.
std::string conditions_text(const std::vector<MarketCondition>& conditions, const std::vector<std::string>& variables,
                            int weeks) {
  std::string text = "conditions:\n";
  for (const std::string& variable : variables) {
    std::string list;
    bool any = false;
    for (int week = 1; week <= weeks; ++week) {
      std::string item = "~";
      for (const MarketCondition& condition : conditions) {
        if (condition.terms.front().variable != variable || condition.weeks.first != week) continue;
        item = format("{} {}", fixed_text(condition.value.value, 4), unit_text(condition.value.unit));
        any = true;
      }
      list += (list.empty() ? "" : ", ") + item;
    }
    if (any) text += format("  - {{factor: {}, change: [{}]}}\n", variable, list);
  }
  return text;
}

std::string scenario_text(const Scenario& scenario, const ReverseRequest& request, const ReverseStress& found,
                          const std::string& parent, const std::optional<Plausibility>& plausibility) {
  const std::string share = number_text(100.0 * request.probability);
  std::string text = format(
      "# Found by ebbtide reverse: the most plausible market path under which '{}'\n"
      "# ({}) has a probability of {} %.\n",
      request.event.name, request.event.text, share);
  text += format("# Without it: {}. With it, on other random numbers: {}.\n", percent_text(found.without),
                 percent_text(found.with));
  if (plausibility) text += plausibility_comment(*plausibility, found.stressed.model);
  text += format("schema: ebbtide-scenario/1\nextends: {}\nname: {}{}\n", parent, scenario.name,
                 name_ending(request.event, request.probability));
  text += format("title: \"Most plausible path to {} ({} %)\"\n", request.event.name, share);
  text += format("why: \"Reverse stress: {} with a probability of {} %.\"\n", request.event.text, share);
  text += "source: \"ebbtide reverse\"\n";
  // Baselines are found by name beside a file.
  const bool beside = fs::path(parent).parent_path().empty() && fs::path(parent).stem() == scenario.name;
  if (!scenario.baseline && beside) text += format("baseline: {}\n", scenario.name);
  return text + conditions_text(found.conditions, request.variables, request.event.weeks.last);
}

// How the new file, in its folder, names the scenario it extends.
std::string parent_path(const std::string& output, const std::string& scenario_file) {
  if (output == "-") return fs::path(scenario_file).filename().string();
  const fs::path folder = fs::absolute(output).parent_path();
  return fs::absolute(scenario_file).lexically_normal().lexically_relative(folder.lexically_normal()).generic_string();
}

}  // namespace

ExitCode reverse_verb(const VerbContext& context) {
  const ReverseOptions options = reverse_options(context.command);
  if (options.input.files.size() != 1) throw UsageError({"reverse takes one scenario"});
  check_output(options.output_file, options.force);
  ScenarioBatch batch(options.input);
  const Executor executor(options.threads);
  const std::vector<PreparedScenario> prepared = batch.bind(BindFor::simulation, executor);
  context.console.report(batch.warnings());
  // A baseline that came along stands beside the scenario that was named.
  std::vector<const PreparedScenario*> named;
  for (const PreparedScenario& each : prepared) {
    if (fs::equivalent(each.scenario.file, options.input.files.front())) named.push_back(&each);
  }
  if (named.size() != 1) throw UsageError({"reverse takes one scenario; a sweep is several"});
  const PreparedScenario* base = named.front();
  ReverseRequest request;
  request.event = find_event(base->scenario, options.event);
  request.probability = options.probability;
  request.variables = carriers(options.carriers, base->model.calibration->market);

  Findings findings;
  const History* history =
      base->scenario.universe.empty() ? nullptr : batch.universes().find(base->scenario.universe, findings);
  std::optional<HistoryView> view;
  if (history != nullptr) view = history->as_of(base->scenario.as_of);
  const InterruptFlag interrupt;
  const ReverseStress found = reverse_stress(*base, request, view ? &*view : nullptr, executor, &interrupt.raised());
  const auto plausible =
      plausibility(found.stressed.model, base->scenario.seed,
                   draw_market(background_of(found.stressed.model), base->scenario.seed, kPlausibilityPaths, executor),
                   view ? &*view : nullptr, executor);
  write_output(
      options.output_file, options.force,
      scenario_text(base->scenario, request, found, parent_path(options.output_file, base->scenario.file), plausible),
      context.console);
  context.console.note(format("{}: {} as it is, {} on this path", request.event.text, percent_text(found.without),
                              percent_text(found.with)));
  if (options.output_file != "-") context.console.note("scenario: " + options.output_file);
  return ExitCode::fine;
}

}  // namespace ebbtide
