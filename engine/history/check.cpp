#include "history/check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/format.h"
#include "history/aum_check.h"
#include "history/cell_shares.h"
#include "history/finding_codes.h"
#include "history/observation_rules.h"

namespace ebbtide {
namespace {

class Checker {
 public:
  Checker(const History& history, const std::string& universe_folder)
      : history_(history), universe_(history.universe()), universe_folder_(universe_folder) {
    const std::string prefix =
        universe_folder.empty() || universe_folder.back() == '/' ? universe_folder : universe_folder + '/';
    flows_file_ = prefix + "flows.csv";
    aum_file_ = prefix + "aum.csv";
    universe_file_ = prefix + "universe.yaml";
  }

  Findings run() {
    check_rows(history_.flows(), Measure::net_flow, flows_file_);
    check_rows(history_.aum(), Measure::aum, aum_file_);
    check_margins(history_.flows(), flows_file_);
    check_margins(history_.aum(), aum_file_);
    check_cells();
    check_covered();
    check_sibling();
    check_shares();
    findings_.append(check_aum(history_, universe_folder_));
    check_gaps();
    return std::move(findings_);
  }

 private:
  void add(Severity severity, const char* finding_code, const std::string& file, int line, std::string problem,
           std::string expected) {
    Finding finding;
    finding.code = finding_code;
    finding.severity = severity;
    finding.where = {file, line, 0};
    finding.problem = std::move(problem);
    finding.expected = std::move(expected);
    findings_.add(std::move(finding));
  }

  void check_rows(const std::vector<Observation>& rows, Measure measure, const std::string& file) {
    const Observation* before = nullptr;
    for (const Observation& row : rows) {
      std::vector<RowProblem> problems = row_problems(row, measure, &universe_);
      if (before && before->week_end == row.week_end && before->key == row.key) {
        problems.push_back(duplicate_problem(row, before->line));
      }
      for (const RowProblem& problem : problems) {
        add(Severity::error, problem.code.c_str(), file, row.line, problem.problem, problem.expected);
      }
      check_launch(row, file);
      check_product(row, file);
      before = &row;
    }
  }

  void check_launch(const Observation& row, const std::string& file) {
    for (const Dimension dimension : kDimensions) {
      const Member* member = universe_.find(dimension, row.key.part(dimension));
      if (!member || !member->launched || *member->launched <= row.week_end) continue;
      add(Severity::error, code::kRowBeforeLaunch, file, row.line,
          format("'{}' has a figure for the week ended {} and launched on {}", member->name, date_text(row.week_end),
                 date_text(*member->launched)),
          "no row before the launch, or an earlier launch in universe.yaml");
    }
  }

  // A row is made up of products, one of which existed by then unless it is zero.
  void check_product(const Observation& row, const std::string& file) {
    if (universe_.products.empty()) return;
    const SeriesKey key = universe_.member_key(row.key);
    std::optional<Date> first;  // earliest launch; the smallest date where it is older than the history
    for (const Product& product : universe_.products) {
      if (key.covers(product.key))
        first = std::min(first.value_or(Date::max()), product.launched.value_or(Date::min()));
    }
    if (!first) {
      add(Severity::error, code::kUndeclaredProduct, file, row.line,
          format("{} has a figure and no product of universe.yaml belongs to it", key_text(row.key)),
          "a product under 'products' for every cell that has figures");
    } else if (*first > row.week_end && row.value_musd != 0.0) {
      add(Severity::error, code::kRowBeforeLaunch, file, row.line,
          format("{} has a figure for the week ended {} and its first product launched on {}", key_text(row.key),
                 date_text(row.week_end), date_text(*first)),
          "no row other than zero before the launch, or an earlier launch in universe.yaml");
    }
  }

  // Products that no row can say anything about.
  void check_covered() {
    for (const Product& product : universe_.products) {
      const bool covered = std::any_of(history_.flows().begin(), history_.flows().end(), [&](const Observation& row) {
        return row.week_end >= product.launched.value_or(Date::min()) &&
               universe_.member_key(row.key).covers(product.key);
      });
      if (covered) continue;
      add(Severity::warning, code::kUncoveredProduct, universe_file_, product.line,
          format("no row of flows.csv since its launch covers {}", key_text(product.key)),
          "a row of the cell, of one of its margins or of the total");
    }
  }

  // Every product of the sibling is one here, under its own name or a residual member's.
  void check_sibling() {
    if (!history_.sibling() || universe_.products.empty()) return;
    for (const Product& product : history_.sibling()->universe().products) {
      const SeriesKey key = universe_.member_key(product.key);
      const bool known = std::any_of(universe_.products.begin(), universe_.products.end(),
                                     [&key](const Product& own) { return own.key == key; });
      if (known) continue;
      add(Severity::error, code::kUnmatchedSibling, universe_file_, universe_.sibling_line,
          format("{} of the sibling '{}' is no product here", key_text(product.key), universe_.sibling),
          "a product of the same asset, region and issuer; an issuer that counts among others stands under 'includes'");
    }
  }

  // The declared shares of one day are those of some cells.
  void check_shares() {
    if (universe_.products.empty()) return;
    std::set<Date> days;
    for (const ShareDeclaration& declaration : universe_.shares) {
      const Date day = declaration.published;
      if (!days.insert(day).second) continue;
      const std::vector<std::string> unmet =
          fit_cell_shares(universe_, day, std::vector<double>(universe_.products.size(), 1.0)).unmet;
      if (unmet.empty()) continue;
      add(Severity::error, code::kInfeasibleShares, universe_file_, declaration.line,
          format("no AUM of the products has the shares declared on {} of {}", date_text(day), fmt::join(unmet, ", ")),
          "shares that the products launched by then can have together, or the product that is missing");
    }
  }

  // Where a dimension is complete and rows are margins, the members of a week that lists all of them add to its total.
  void check_margins(const std::vector<Observation>& rows, const std::string& file) {
    if (universe_.cells_observed) return;
    std::map<std::pair<Date, SeriesKey>, const Observation*> found;
    for (const Observation& row : rows) found.try_emplace({row.week_end, row.key}, &row);
    for (const Observation& total : rows) {
      if (!total.key.is_total()) continue;
      for (const Dimension dimension : kDimensions) {
        if (!universe_.complete[static_cast<std::size_t>(dimension)]) continue;
        check_margin(total, dimension, found, file);
      }
    }
  }

  void check_margin(const Observation& total, Dimension dimension,
                    const std::map<std::pair<Date, SeriesKey>, const Observation*>& found, const std::string& file) {
    double sum = 0.0;
    double slack = 0.5 * total.rounding_musd;
    bool any = false;
    for (const Member& member : universe_.of(dimension)) {
      const auto row = found.find({total.week_end, margin_key(dimension, member.name)});
      if (row == found.end()) continue;
      any = true;
      sum += row->second->value_musd;
      slack += 0.5 * row->second->rounding_musd;
    }
    if (!any || std::abs(sum - total.value_musd) <= slack * (1.0 + 1e-9)) return;
    add(Severity::error, code::kMarginMismatch, file, total.line,
        format("the {}s of the week ended {} add to {}, the total is {}", dimension_text(dimension),
               date_text(total.week_end), number_text(sum), number_text(total.value_musd)),
        format("a difference of at most {}: the dimension is declared complete", number_text(slack)));
  }

  // Between its first and last week every cell has a row; the finding stands at its next row.
  void check_cells() {
    if (!universe_.cells_observed) return;
    std::map<SeriesKey, const Observation*> last;
    for (const Observation& row : history_.flows()) {
      const auto [before, is_new] = last.try_emplace(row.key, &row);
      if (is_new) continue;
      if (row.week_end > add_weeks(before->second->week_end, 1)) {
        add(Severity::error, code::kMissingCell, flows_file_, row.line,
            format("{} has no row between the weeks ended {} and {}", key_text(row.key),
                   date_text(before->second->week_end), date_text(row.week_end)),
            "a row for every week; 0 where nothing flowed");
      }
      before->second = &row;
    }
  }

  void check_gaps() {
    std::optional<Date> before;
    for (const Observation& row : history_.flows()) {
      if (!(universe_.cells_observed || row.key.is_total()) || row.week_end < universe_.first_flow_week) continue;
      if (before && row.week_end > add_weeks(*before, 1)) {
        const int missing = weeks_between(*before, row.week_end) - 1;
        add(Severity::warning, code::kFlowGap, flows_file_, row.line,
            format("no total flow for {} week{} before {}", missing, missing == 1 ? "" : "s", date_text(row.week_end)),
            "a total for every week; missing ones are filled by the model with their uncertainty");
      }
      before = row.week_end;
    }
  }

  const History& history_;
  const Universe& universe_;
  std::string universe_folder_;
  std::string flows_file_;
  std::string aum_file_;
  std::string universe_file_;
  Findings findings_;
};

}  // namespace

Findings check_history(const History& history, const std::string& universe_folder) {
  return Checker(history, universe_folder).run();
}

}  // namespace ebbtide
