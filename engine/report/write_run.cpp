#include "report/write_run.h"

#include <exception>
#include <filesystem>
#include <functional>

#include "report/dictionary.h"
#include "report/disk_room.h"
#include "report/workbook.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using FileWriter = std::function<OutputFile()>;

// In the order of the manifest.
std::vector<FileWriter> file_writers(const RunTables& run, const ManifestInput& input, const RunFolder& folder,
                                     RunFormats formats) {
  std::vector<FileWriter> writers;
  for (const Table* table : all_tables(run)) {
    if (!formats.csv) break;
    writers.emplace_back([&folder, table] {
      OutputFile output = folder.write(table->name() + ".csv", csv_text(*table));
      output.rows = table->row_count();
      return output;
    });
  }
  writers.emplace_back([&] { return folder.write("dictionary.json", json_text(dictionary_json(run))); });
  if (!formats.workbook) return writers;
  writers.emplace_back([&] {
    write_workbook(run, run_sha256(input), folder.path_of("workbook.xlsx"));
    return folder.adopt("workbook.xlsx");
  });
  return writers;
}

// A workbook's room is made sure of before it is written; files that grow beside it must not take that room away.
void require_room_for_all(const RunTables& run, const RunFolder& folder) {
  std::size_t bytes = 0;
  for (const Table* table : all_tables(run)) bytes += csv_bytes_at_most(*table);
  require_room(std::filesystem::path(folder.path_of("workbook.xlsx")).parent_path().string(),
               workbook_room(run) + static_cast<std::int64_t>(bytes), "the run's files");
}

std::vector<OutputFile> write_all(const std::vector<FileWriter>& writers, const Executor& executor) {
  std::vector<OutputFile> outputs(writers.size());
  std::vector<std::exception_ptr> failures(writers.size());
  // The workbook, which takes longest, is the last file and the first block.
  executor.for_blocks(writers.size(), [&](std::size_t block) {
    const std::size_t i = writers.size() - 1 - block;
    try {
      outputs[i] = writers[i]();
    } catch (...) {
      failures[i] = std::current_exception();
    }
  });
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return outputs;
}

}  // namespace

std::vector<OutputFile> write_run(const RunTables& run, const ManifestInput& input, const std::string& target,
                                  Overwrite overwrite, const Executor& executor, RunFormats formats) {
  RunFolder folder(target, overwrite);
  if (formats.csv && formats.workbook) require_room_for_all(run, folder);
  std::vector<OutputFile> outputs = write_all(file_writers(run, input, folder, formats), executor);
  outputs.push_back(folder.write("manifest.json", json_text(manifest_json(input, outputs))));
  folder.commit();
  return outputs;
}

}  // namespace ebbtide
