#include "report/workbook_file.h"

#include <cerrno>
#include <cstring>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {
namespace {

// The library declares its texts as char* although it only reads them.
char* unconst(const std::string& text) {
  return const_cast<char*>(text.c_str());
}

}  // namespace

void require_written(lxw_error error, const std::string& what) {
  if (error != LXW_NO_ERROR) throw InternalError(format("workbook: {}: {}", what, lxw_strerror(error)));
}

WorkbookFile::WorkbookFile(std::string path, const std::string& temporary_folder)
    : path_(std::move(path)), temporary_folder_(temporary_folder) {
  lxw_workbook_options options = {};
  options.constant_memory = LXW_FALSE;
  options.tmpdir = unconst(temporary_folder_);
  book_ = workbook_new_opt(path_.c_str(), &options);
  if (book_ == nullptr) throw IoError(format("{}: not enough memory for the workbook", path_));
}

WorkbookFile::~WorkbookFile() {
  if (book_ != nullptr) lxw_workbook_free(book_);
}

lxw_worksheet* WorkbookFile::add_sheet(const std::string& name) {
  require_written(workbook_validate_sheet_name(book_, name.c_str()), "sheet name " + name);
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  EBBTIDE_REQUIRE(sheet != nullptr);
  return sheet;
}

lxw_chart* WorkbookFile::add_chart(lxw_chart_type type) {
  lxw_chart* chart = workbook_add_chart(book_, static_cast<std::uint8_t>(type));
  EBBTIDE_REQUIRE(chart != nullptr);
  return chart;
}

lxw_format* WorkbookFile::add_format() {
  lxw_format* made = workbook_add_format(book_);
  EBBTIDE_REQUIRE(made != nullptr);
  return made;
}

void WorkbookFile::define_name(const std::string& name, const std::string& formula) {
  require_written(workbook_define_name(book_, name.c_str(), formula.c_str()), "defined name " + name);
}

void WorkbookFile::set_properties(const std::string& title, const std::string& subject, Date created) {
  lxw_doc_properties properties = {};
  const std::string author = "Ebbtide";
  properties.title = unconst(title);
  properties.subject = unconst(subject);
  properties.author = unconst(author);
  properties.created =
      static_cast<time_t>(std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count());
  require_written(workbook_set_properties(book_, &properties), "properties");
}

void WorkbookFile::set_custom_property(const std::string& name, const std::string& value) {
  require_written(workbook_set_custom_property_string(book_, name.c_str(), value.c_str()), "property " + name);
}

void WorkbookFile::close() {
  lxw_workbook* book = std::exchange(book_, nullptr);
  errno = 0;
  const lxw_error error = workbook_close(book);
  const int reason = errno;
  if (error == LXW_NO_ERROR) return;
  throw IoError(format("{}: the workbook cannot be written: {}", path_,
                       reason != 0 ? std::strerror(reason) : lxw_strerror(error)));
}

}  // namespace ebbtide
