#include "report/workbook.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>

#include "core/error.h"
#include "core/format.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

// The library does not notice when a temporary part is cut short by a full disk, so room for all parts is claimed and
// given back first. A cell takes some 40 bytes in its part, and a part is also held packed.
void require_room(const RunTables& run, const std::string& folder) {
  constexpr off_t kBytesPerCell = 60;
  constexpr off_t kBytesBesides = 4'000'000;
  off_t cells = 0;
  for (const Table* table : all_tables(run)) {
    if (table == &run.distribution) continue;
    cells += static_cast<off_t>(table->row_count() * table->columns().size());
  }
  const std::string probe = (std::filesystem::path(folder) / "room.tmp").string();
  const int file = open(probe.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
  if (file < 0) throw IoError(format("{}: cannot be created: {}", probe, std::strerror(errno)));
  const int refused = posix_fallocate(file, 0, kBytesBesides + cells * kBytesPerCell);
  close(file);
  unlink(probe.c_str());
  if (refused == ENOSPC || refused == EFBIG || refused == EDQUOT) {
    throw IoError(format("{}: no room for the workbook's parts ({} MB): {}", folder,
                         (kBytesBesides + cells * kBytesPerCell) / 1'000'000, std::strerror(refused)));
  }
}

}  // namespace

std::string spreadsheet_library_version() {
  return lxw_version();
}

void write_workbook(const RunTables& run, const std::string& run_hash, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  require_room(run, folder.string());
  const RunView view = view_of(run);
  WorkbookFile book(path, folder.string());
  book.set_properties(run.title, "Scenario simulation of digital-asset fund flows and AUM", run.created);
  book.set_custom_property("run_sha256", run_hash);
  const Formats formats(book);

  std::vector<std::unique_ptr<SheetWriter>> sheets;
  for (const SheetPlan& plan : sheet_plans()) {
    sheets.push_back(std::make_unique<SheetWriter>(book.add_sheet(plan.name), plan.name, formats));
  }
  SheetWriter& chart_sheet = *sheets.back();
  begin_chart_data_page(chart_sheet);
  ChartData charts(chart_sheet);
  const PageContext context{run, view, book, charts};
  for (std::size_t i = 0; i < sheets.size(); ++i) sheet_plans()[i].write(context, *sheets[i]);
  worksheet_activate(sheets.front()->sheet());
  book.close();
}

}  // namespace ebbtide
