#include <filesystem>

#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"
#include "history/skeleton.h"
#include "report/run_folder.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

void refuse_what_is_there(const std::string& folder) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(folder, error))) return;
  Finding finding;
  finding.code = "output-exists";
  finding.where.file = folder;
  finding.problem = "something of this name exists already";
  finding.expected = "a name that is free";
  finding.suggestion = "give another NAME or --output; nothing is overwritten";
  Findings findings;
  findings.add(std::move(finding));
  throw InputError(findings);
}

}  // namespace

ExitCode history_new_verb(const VerbContext& context) {
  const HistoryNewOptions options = history_new_options(context.command);
  refuse_what_is_there(options.universe_folder);
  RunFolder folder(options.universe_folder, Overwrite::never);
  for (const SkeletonFile& file : universe_skeleton(options.name)) folder.write(file.name, file.text);
  folder.commit();
  context.console.note("universe: " + options.universe_folder);
  std::error_code error;
  if (!fs::exists(fs::path(options.market_folder) / "market.yaml", error)) {
    context.console.note(format("market: none in {} yet; copy or link scenarios/market there", options.market_folder));
  }
  context.console.note(
      format("next: fill in what SOURCES.md lists, then: ebbtide history check {}", options.universe_folder));
  return ExitCode::fine;
}

}  // namespace ebbtide
