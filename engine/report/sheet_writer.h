// One sheet being filled from top to bottom: title and units first, then a frozen header, then rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/table.h"
#include "report/workbook_file.h"
#include "report/workbook_style.h"

namespace ebbtide {

inline constexpr double kRowPoints = 18.0;  // 24 pixels: room to read, and a table of 11 rows is as high as a chart
inline constexpr int kRowPixels = 24;

struct SheetColumn {
  std::string header;
  double width = 12.0;  // characters
  bool number = true;   // numbers and their headers stand on the right
};

// A place in a sheet, counted from 0.
struct CellPlace {
  std::uint32_t row = 0;
  std::uint16_t column = 0;
};

class SheetWriter {
 public:
  // The sheet must have been added to the book; `name` is its tab.
  SheetWriter(lxw_worksheet* sheet, std::string name, const Formats& formats);

  // Title, subtitle (units, how to read) and header in rows 0, 1 and 3; freezes above the first data row and left of
  // `frozen_columns`, repeats both on every printed page.
  void begin(const std::string& title, const std::string& subtitle, const std::vector<SheetColumn>& columns,
             int frozen_columns, double header_points = 32.0);
  // A further header row inside the sheet (a second table).
  void header_row(const std::vector<SheetColumn>& columns, double points = 32.0);

  void text(int column, const std::string& value, lxw_format* style);
  // Unknown leaves the cell empty. Throws NumericalError on NaN and infinities.
  void number(int column, std::optional<double> value, lxw_format* style);
  void date(int column, std::optional<Date> value, lxw_format* style);
  // A number beside the formula that yields it, for viewers that do not calculate.
  void formula(int column, const std::string& formula, double value, lxw_format* style);
  // A cell of a table by its type, in full precision.
  void cell(int column, const Cell& value);
  void link(int column, const std::string& sheet, const std::string& shown);
  // Empty cells of one format from column to column, both included.
  void fill(int first, int last, lxw_format* style);

  void next_row(double points = kRowPoints);
  void skip_to(std::uint32_t row);
  std::uint32_t row() const { return row_; }
  std::uint32_t first_data_row() const { return first_data_row_; }

  // "=Summary!$D$5": the cell of the current row, for defined names.
  std::string reference(int column) const;
  void insert_chart(lxw_chart* chart, CellPlace place, int width_pixels, int height_pixels,
                    const std::string& alternative_text);
  void color_scale(std::uint32_t first_row, std::uint32_t last_row, int column, double limit);
  void probability_bars(std::uint32_t first_row, std::uint32_t last_row, int column);
  void autofilter(std::uint32_t last_row, int last_column);
  // Page breaks before the blocks that would not fit whole on a printed page; the last block ends at the current row.
  void keep_blocks_whole(const std::vector<std::uint32_t>& block_starts, std::uint32_t rows_per_page);

  const Formats& formats() const { return formats_; }
  const std::string& name() const { return name_; }
  lxw_worksheet* sheet() { return sheet_; }

 private:
  std::string place_text(int column) const;
  void check(lxw_error error, int column) const;

  lxw_worksheet* sheet_;
  std::string name_;
  const Formats& formats_;
  std::uint32_t row_ = 0;
  std::uint32_t first_data_row_ = 0;
};

// Rows a text of that length takes in a column of that width, as a height in points.
double wrapped_points(const std::string& text, double column_width);

}  // namespace ebbtide
