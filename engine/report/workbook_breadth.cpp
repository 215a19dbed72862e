// The sheets Breadth and Rotation: how many members take money in, and who loses what others gain.
#include <algorithm>
#include <map>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr const char* kOthers = "all others together";

// One scenario's probabilities in week 1, members as rows (losing) and columns (gaining).
class RotationBlocks {
 public:
  RotationBlocks(const PageContext& context, SheetWriter& sheet) : table_(context.run.rotation), sheet_(sheet) {
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      if (table_.text(row, "target") != "net_flow") continue;
      const auto place = std::pair(table_.text(row, "scenario"), table_.text(row, "dimension"));
      const auto name = [&](const char* column) {
        const std::string text = table_.text(row, column);
        return text.empty() ? std::string(kOthers) : text;
      };
      Matrix& matrix = matrices_[place];
      for (const char* column : {"loses", "gains"}) {
        const std::string member = name(column);
        if (member != kOthers &&
            std::find(matrix.members.begin(), matrix.members.end(), member) == matrix.members.end())
          matrix.members.push_back(member);
      }
      matrix.rows[{name("loses"), name("gains")}] = row;
    }
    for (auto& [place, matrix] : matrices_) matrix.members.emplace_back(kOthers);
  }

  int columns() const {
    std::size_t most = 1;
    for (const auto& [place, matrix] : matrices_) {
      if (shown(place.first) == place.second) most = std::max(most, matrix.members.size());
    }
    return static_cast<int>(most) + 1;
  }

  void write(const ScenarioView& scenario) {
    const std::string dimension = shown(scenario.name);
    if (dimension.empty()) return;
    const Matrix& matrix = matrices_.at({scenario.name, dimension});
    write_scenario_heading(sheet_, scenario, columns());
    std::vector<SheetColumn> header = {{"The " + dimension + " that loses", 24, false}};
    for (const std::string& member : matrix.members) header.push_back({member + " gains", 12});
    sheet_.header_row(header);
    const std::uint32_t first = sheet_.row();
    for (const std::string& loses : matrix.members) {
      sheet_.text(0, loses, sheet_.formats().name);
      for (std::size_t i = 0; i < matrix.members.size(); ++i) {
        const auto found = matrix.rows.find({loses, matrix.members[i]});
        if (found == matrix.rows.end()) continue;
        sheet_.number(static_cast<int>(i) + 1, table_.number(found->second, "probability"), sheet_.formats().percent);
      }
      sheet_.next_row();
    }
    for (std::size_t i = 0; i < matrix.members.size(); ++i)
      sheet_.color_scale(first, sheet_.row() - 1, static_cast<int>(i) + 1, 1.0);
    sheet_.next_row();
  }

 private:
  struct Matrix {
    std::vector<std::string> members;  // display order, all others last
    std::map<std::pair<std::string, std::string>, std::size_t> rows;
  };

  // Regions where there are several, else assets, else issuers.
  std::string shown(const std::string& scenario) const {
    for (const char* dimension : {"region", "asset", "issuer"}) {
      if (matrices_.contains({scenario, dimension})) return dimension;
    }
    return "";
  }

  const TableReader table_;
  SheetWriter& sheet_;
  std::map<std::pair<std::string, std::string>, Matrix> matrices_;
};

}  // namespace

void write_breadth_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": breadth",
              "How many named members of a dimension take money in, week by week: risk-off when few do, rotation when "
              "some do while others lose. Residual members (other assets, regions, issuers) are not counted.",
              {{"Scenario", 24, false},
               {"Dimension", 10, false},
               {"Week ending", 12, false},
               {"Members", 9},
               {"With inflow P5", 9},
               {"Median", 9},
               {"P95", 9},
               {"Mean", 9},
               {"None: probability", 11},
               {"More than half", 11},
               {"All", 11},
               {"Came true: with inflow", 12},
               {"Of published", 10}},
              3, 46.0);
  const Formats& formats = sheet.formats();
  const TableReader table(context.run.breadth);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    sheet.text(0, table.text(row, "scenario"), formats.text);
    sheet.text(1, table.text(row, "dimension"), formats.name);
    sheet.date(2, table.date(row, "week_end"), formats.date);
    int column = 3;
    for (const char* name : {"members", "q05", "q50", "q95"})
      sheet.number(column++, table.number(row, name), formats.whole);
    sheet.number(column++, table.number(row, "mean"), formats.two_decimals);
    for (const char* name : {"none", "most", "all"}) sheet.number(column++, table.number(row, name), formats.percent);
    for (const char* name : {"realised_inflows", "realised_known"})
      sheet.number(column++, table.number(row, name), formats.whole);
    sheet.next_row();
  }
  if (sheet.row() == sheet.first_data_row()) {
    sheet.text(0, "No dimension has two named members.", formats.text);
    return;
  }
  sheet.probability_bars(sheet.first_data_row(), sheet.row() - 1, 9);
  sheet.autofilter(sheet.row() - 1, 12);
}

void write_rotation_page(const PageContext& context, SheetWriter& sheet) {
  RotationBlocks blocks(context, sheet);
  std::vector<SheetColumn> columns = {{"One loses, another gains", 24, false}};
  for (int i = 1; i < blocks.columns(); ++i) columns.push_back({"", 12});
  sheet.begin(context.view.title + ": rotation",
              "Probability that in week 1 the member of the row has an outflow while the member of the column has an "
              "inflow. All pairs of all dimensions, and the whole horizon, are in rotation.csv.",
              columns, 1);
  std::vector<std::uint32_t> starts;
  for (const ScenarioView& scenario : context.view.scenarios) {
    starts.push_back(sheet.row());
    blocks.write(scenario);
  }
  sheet.keep_blocks_whole(starts, 50);
}

}  // namespace ebbtide
