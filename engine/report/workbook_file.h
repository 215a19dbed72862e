// Ownership of one workbook under construction. Every call's return value is checked: a refused file is an IoError
// that names it, any other refusal is a bug of ours.
#pragma once

#include <xlsxwriter.h>

#include <string>

#include "core/calendar.h"

namespace ebbtide {

// Throws InternalError naming `what` unless the library says all is well.
void require_written(lxw_error error, const std::string& what);

class WorkbookFile {
 public:
  // Temporary parts are put into `temporary_folder`, so that the disk that must have room is the one the user chose.
  WorkbookFile(std::string path, const std::string& temporary_folder);
  ~WorkbookFile();
  WorkbookFile(const WorkbookFile&) = delete;
  WorkbookFile& operator=(const WorkbookFile&) = delete;

  lxw_worksheet* add_sheet(const std::string& name);
  lxw_chart* add_chart(lxw_chart_type type);
  lxw_format* add_format();
  // A name for a cell or range that formulas in users' own sheets keep.
  void define_name(const std::string& name, const std::string& formula);
  // The created property comes from the run, so that equal runs give equal bytes.
  void set_properties(const std::string& title, const std::string& subject, Date created);
  void set_custom_property(const std::string& name, const std::string& value);
  // Writes the file. Throws IoError with the reason.
  void close();

 private:
  std::string path_;
  std::string temporary_folder_;
  lxw_workbook* book_ = nullptr;
};

}  // namespace ebbtide
