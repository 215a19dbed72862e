#include "report/workbook.h"

#include <filesystem>
#include <memory>

#include "report/disk_room.h"
#include "report/workbook_pages.h"

namespace ebbtide {

std::string spreadsheet_library_version() {
  return lxw_version();
}

// A cell takes some 40 bytes in its part, and a part is also held packed.
std::int64_t workbook_room(const RunTables& run) {
  constexpr std::int64_t kBytesPerCell = 60;
  constexpr std::int64_t kBytesBesides = 4'000'000;
  std::int64_t cells = 0;
  for (const Table* table : all_tables(run)) {
    if (table == &run.distribution) continue;
    cells += static_cast<std::int64_t>(table->row_count() * table->columns().size());
  }
  return kBytesBesides + cells * kBytesPerCell;
}

void write_workbook(const RunTables& run, const std::string& run_hash, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  // The library does not notice when a temporary part is cut short by a full disk.
  require_room(folder.string(), workbook_room(run), "the workbook's parts");
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
