#include "report/sheet_writer.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/error.h"
#include "core/format.h"
#include "core/utf8.h"

namespace ebbtide {
namespace {

constexpr double kDefaultChartWidth = 480.0;
constexpr double kDefaultChartHeight = 288.0;
constexpr std::uint8_t kPaperA4 = 9;

// Days since the spreadsheet epoch 1899-12-30 (valid from March 1900 on).
double serial_day(Date date) {
  return static_cast<double>((date - Date(std::chrono::year(1899) / 12 / 30)).count());
}

std::uint16_t column_of(int column) {
  return static_cast<std::uint16_t>(column);
}

}  // namespace

SheetWriter::SheetWriter(lxw_worksheet* sheet, std::string name, const Formats& formats)
    : sheet_(sheet), name_(std::move(name)), formats_(formats) {
  worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, kPaperA4);
  worksheet_set_margins(sheet_, 0.4, 0.4, 0.5, 0.6);
  worksheet_fit_to_pages(sheet_, 1, 0);
  check(worksheet_set_footer(sheet_, "&L&8&A&R&8Page &P of &N"), 0);
}

void SheetWriter::begin(const std::string& title, const std::string& subtitle, const std::vector<SheetColumn>& columns,
                        int frozen_columns, double header_points) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::uint16_t at = static_cast<std::uint16_t>(i);
    check(worksheet_set_column(sheet_, at, at, columns[i].width, nullptr), static_cast<int>(i));
  }
  text(0, title, formats_.title);
  next_row(26.0);
  text(0, subtitle, formats_.subtitle);
  next_row();
  next_row(6.0);
  header_row(columns, header_points);
  first_data_row_ = row_;
  worksheet_freeze_panes(sheet_, row_, column_of(frozen_columns));
  check(worksheet_repeat_rows(sheet_, 0, row_ - 1), 0);
}

void SheetWriter::header_row(const std::vector<SheetColumn>& columns, double points) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text(static_cast<int>(i), columns[i].header, columns[i].number ? formats_.header_right : formats_.header);
  }
  next_row(points);
}

void SheetWriter::text(int column, const std::string& value, lxw_format* style) {
  if (value.empty()) {
    check(worksheet_write_blank(sheet_, row_, column_of(column), style), column);
    return;
  }
  check(worksheet_write_string(sheet_, row_, column_of(column), value.c_str(), style), column);
}

void SheetWriter::number(int column, std::optional<double> value, lxw_format* style) {
  if (!value) {
    check(worksheet_write_blank(sheet_, row_, column_of(column), style), column);
    return;
  }
  if (!std::isfinite(*value)) {
    throw NumericalError(format("workbook, {}: {} is not a finite number", place_text(column), number_text(*value)));
  }
  check(worksheet_write_number(sheet_, row_, column_of(column), *value, style), column);
}

void SheetWriter::date(int column, std::optional<Date> value, lxw_format* style) {
  number(column, value ? std::optional<double>(serial_day(*value)) : std::nullopt, style);
}

void SheetWriter::formula(int column, const std::string& formula, double value, lxw_format* style) {
  if (!std::isfinite(value)) {
    throw NumericalError(format("workbook, {}: {} is not a finite number", place_text(column), number_text(value)));
  }
  check(worksheet_write_formula_num(sheet_, row_, column_of(column), formula.c_str(), style, value), column);
}

void SheetWriter::cell(int column, const Cell& value) {
  if (const std::string* words = std::get_if<std::string>(&value)) {
    text(column, *words, formats_.text);
  } else if (const double* real = std::get_if<double>(&value)) {
    number(column, *real, formats_.real);
  } else if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) {
    number(column, static_cast<double>(*whole), formats_.whole);
  } else if (const Date* day = std::get_if<Date>(&value)) {
    date(column, *day, formats_.date);
  }
}

void SheetWriter::link(int column, const std::string& sheet, const std::string& shown) {
  const std::string target = "internal:'" + sheet + "'!A1";
  check(worksheet_write_url(sheet_, row_, column_of(column), target.c_str(), formats_.link), column);
  check(worksheet_write_string(sheet_, row_, column_of(column), shown.c_str(), formats_.link), column);
}

void SheetWriter::fill(int first, int last, lxw_format* style) {
  for (int column = first; column <= last; ++column) text(column, "", style);
}

void SheetWriter::next_row(double points) {
  check(worksheet_set_row(sheet_, row_, points, nullptr), 0);
  ++row_;
}

void SheetWriter::skip_to(std::uint32_t row) {
  while (row_ < row) next_row();
}

std::string SheetWriter::reference(int column) const {
  char cell_name[LXW_MAX_CELL_NAME_LENGTH] = {};
  lxw_rowcol_to_cell_abs(cell_name, row_, column_of(column), LXW_TRUE, LXW_TRUE);
  return "='" + name_ + "'!" + cell_name;
}

void SheetWriter::insert_chart(lxw_chart* chart, CellPlace place, int width_pixels, int height_pixels,
                               const std::string& alternative_text) {
  lxw_chart_options options = {};
  options.x_scale = width_pixels / kDefaultChartWidth;
  options.y_scale = height_pixels / kDefaultChartHeight;
  options.x_offset = 4;
  options.y_offset = 2;
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  options.description = const_cast<char*>(alternative_text.c_str());
  check(worksheet_insert_chart_opt(sheet_, place.row, place.column, chart, &options), place.column);
}

void SheetWriter::color_scale(std::uint32_t first_row, std::uint32_t last_row, int column, double limit) {
  lxw_conditional_format scale = {};
  scale.type = LXW_CONDITIONAL_3_COLOR_SCALE;
  scale.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  scale.mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  scale.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  scale.min_value = -limit;
  scale.mid_value = 0.0;
  scale.max_value = limit;
  scale.min_color = kLowTint;
  scale.mid_color = 0xFFFFFF;
  scale.max_color = kHighTint;
  check(worksheet_conditional_format_range(sheet_, first_row, column_of(column), last_row, column_of(column), &scale),
        column);
}

void SheetWriter::probability_bars(std::uint32_t first_row, std::uint32_t last_row, int column) {
  lxw_conditional_format bars = {};
  bars.type = LXW_CONDITIONAL_DATA_BAR;
  bars.min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  bars.max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
  bars.min_value = 0.0;
  bars.max_value = 1.0;
  bars.bar_color = kInnerBand;
  bars.data_bar_2010 = LXW_TRUE;
  bars.bar_solid = LXW_TRUE;
  check(worksheet_conditional_format_range(sheet_, first_row, column_of(column), last_row, column_of(column), &bars),
        column);
}

void SheetWriter::autofilter(std::uint32_t last_row, int last_column) {
  check(worksheet_autofilter(sheet_, first_data_row_ - 1, 0, last_row, column_of(last_column)), 0);
}

void SheetWriter::keep_blocks_whole(const std::vector<std::uint32_t>& block_starts, std::uint32_t rows_per_page) {
  std::vector<lxw_row_t> list;
  std::uint32_t page_start = first_data_row_;
  for (std::size_t i = 0; i < block_starts.size(); ++i) {
    const std::uint32_t end = i + 1 < block_starts.size() ? block_starts[i + 1] : row_;
    if (end - page_start <= rows_per_page || block_starts[i] == page_start) continue;
    page_start = block_starts[i];
    list.push_back(page_start);
  }
  if (list.empty()) return;
  list.push_back(0);
  check(worksheet_set_h_pagebreaks(sheet_, list.data()), 0);
}

std::string SheetWriter::place_text(int column) const {
  char cell_name[LXW_MAX_CELL_NAME_LENGTH] = {};
  lxw_rowcol_to_cell(cell_name, row_, column_of(column));
  return format("sheet {}, cell {}", name_, cell_name);
}

void SheetWriter::check(lxw_error error, int column) const {
  if (error != LXW_NO_ERROR) require_written(error, place_text(column));
}

double wrapped_points(const std::string& text, double column_width) {
  constexpr double kLinePoints = 13.0;
  constexpr double kMeanLetterWidth = 0.86;  // of a digit, which is the unit of column widths
  std::istringstream lines(text);
  std::string line;
  double rows = 0.0;
  while (std::getline(lines, line))
    rows += std::max(1.0, std::ceil(utf8_count(line) * kMeanLetterWidth / (column_width - 1.0)));
  return std::max(kRowPoints, rows * kLinePoints + 4.0);
}

}  // namespace ebbtide
