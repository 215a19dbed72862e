#include "history/aum_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/format.h"
#include "history/finding_codes.h"

namespace ebbtide {
namespace {

// AUM may miss what flows and prices give by this share of the larger figure: fees, intra-week timing and estimates.
constexpr double kAumTolerance = 0.25;
// A flow of so many times the largest AUM of all is in another unit.
constexpr double kLargestFlowToAum = 10.0;
// Flows have the wrong sign when with the other one they miss the changes of AUM by less than this share of what they
// miss now, over at least so many changes.
constexpr double kOtherSignIsBetter = 0.5;
constexpr int kFewestChanges = 4;

// How far flows as given, and with the other sign, miss the changes of AUM that prices do not explain.
struct SignEvidence {
  int changes = 0;
  double as_given = 0.0;
  double other_sign = 0.0;
};

// AUM carried from one week to a later one: what prices make of it, and what the flows between add.
struct Carried {
  double held = 0.0;
  double flows = 0.0;
};

class AumChecker {
 public:
  AumChecker(const History& history, const std::string& universe_folder)
      : history_(history), universe_(history.universe()), view_(history.complete()) {
    const std::string prefix =
        universe_folder.empty() || universe_folder.back() == '/' ? universe_folder : universe_folder + '/';
    flows_file_ = prefix + "flows.csv";
    aum_file_ = prefix + "aum.csv";
    universe_file_ = prefix + "universe.yaml";
  }

  Findings run() {
    if (history_.aum().empty()) return {};
    check_changes();
    check_missing();
    check_flow_sizes();
    return std::move(findings_);
  }

 private:
  void warn(const char* finding_code, const std::string& file, int line, std::string problem, std::string expected,
            std::string suggestion = "") {
    Finding finding;
    finding.code = finding_code;
    finding.severity = Severity::warning;
    finding.where = {file, line, 0};
    finding.problem = std::move(problem);
    finding.expected = std::move(expected);
    finding.suggestion = std::move(suggestion);
    findings_.add(std::move(finding));
  }

  // Simple return of what a key holds: its asset's price, or all assets by their declared shares, or the first asset.
  std::optional<double> simple_return(const SeriesKey& key, Date week_end) const {
    if (const Member* asset = universe_.find(Dimension::asset, key.asset)) return return_of(*asset, week_end);
    const std::vector<Member>& assets = universe_.of(Dimension::asset);
    std::vector<double> shares = view_.declared_shares(Dimension::asset);
    if (shares.empty()) {
      shares.assign(assets.size(), 0.0);
      if (!shares.empty()) shares.front() = 1.0;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < assets.size(); ++i) {
      if (shares[i] == 0.0) continue;
      const auto own = return_of(assets[i], week_end);
      if (!own) return std::nullopt;
      sum += shares[i] * *own;
    }
    return sum;
  }

  std::optional<double> return_of(const Member& asset, Date week_end) const {
    double sum = 0.0;
    for (const PriceExposure& price : asset.prices) {
      const auto index = history_.market().index_of(price.return_name);
      const auto percent = index ? view_.displayed(*index, week_end) : std::nullopt;
      if (!percent) return std::nullopt;
      sum += price.weight * *percent / 100.0;
    }
    return sum;
  }

  // nullopt when a week lacks a price or a flow.
  std::optional<Carried> carried(const Observation& from, Date to) const {
    Carried value{from.value_musd, 0.0};
    for (Date week = add_weeks(from.week_end, 1); week <= to; week = add_weeks(week, 1)) {
      const auto change = simple_return(from.key, week);
      const auto flow = view_.flow(from.key, week);
      if (!change || !flow) return std::nullopt;
      value.held *= 1.0 + *change;
      value.flows = value.flows * (1.0 + *change) + flow->value_musd;
    }
    return value;
  }

  void check_changes() {
    std::map<SeriesKey, const Observation*> last;
    SignEvidence sign;
    for (const Observation& row : history_.aum()) {
      if (!is_friday(row.week_end)) continue;
      const auto [before, is_new] = last.try_emplace(row.key, &row);
      if (is_new) continue;
      if (const auto value = carried(*before->second, row.week_end)) {
        check_change(*before->second, row, value->held + value->flows);
        const double unexplained = row.value_musd - value->held;
        ++sign.changes;
        sign.as_given += std::abs(unexplained - value->flows);
        sign.other_sign += std::abs(unexplained + value->flows);
      }
      before->second = &row;
    }
    if (sign.changes < kFewestChanges || !(sign.other_sign < kOtherSignIsBetter * sign.as_given)) return;
    warn(code::kFlowsAgainstAum, flows_file_, 0,
         format("the flows miss {} changes of AUM by {} million USD in all, with the other sign by {}", sign.changes,
                fixed_text(sign.as_given, 1, true), fixed_text(sign.other_sign, 1, true)),
         "net flows: creations less redemptions, negative when money leaves");
  }

  void check_change(const Observation& before, const Observation& row, double expected) {
    const double slack = before.rounding_musd + row.rounding_musd;
    if (std::abs(row.value_musd - expected) <= kAumTolerance * std::max(std::abs(expected), row.value_musd) + slack)
      return;
    warn(code::kAumJump, aum_file_, row.line, format("AUM of {} is {}", key_text(row.key), number_text(row.value_musd)),
         format("about {} after flows and prices since {}", fixed_text(expected, 1), date_text(before.week_end)));
  }

  // Series that the total is the sum of: the cells, or the total itself.
  bool adds_to_total(const SeriesKey& key) const { return universe_.cells_observed || key.is_total(); }

  void check_missing() {
    std::map<SeriesKey, const Observation*> flowing;
    for (const Observation& row : history_.flows()) {
      if (adds_to_total(row.key) && row.value_musd != 0.0) flowing.try_emplace(row.key, &row);
    }
    std::set<SeriesKey> sized;
    for (const Observation& row : history_.aum()) sized.insert(row.key);
    for (const auto& [key, row] : flowing) {
      if (sized.contains(key)) continue;
      warn(code::kMissingAum, flows_file_, row->line,
           format("{} has flows from the week ended {} on and no figure in aum.csv", key_text(key),
                  date_text(row->week_end)),
           "at least one figure of AUM, best of its first week or of the week before the first to be fitted");
    }
    check_first_total();
    check_asset_sizes();
  }

  // The return of a total is that of its assets by their sizes.
  void check_asset_sizes() {
    if (universe_.cells_observed) return;
    for (const ShareDeclaration& declaration : universe_.shares) {
      if (declaration.dimension == Dimension::asset) return;
    }
    for (const Member& asset : universe_.of(Dimension::asset)) {
      const SeriesKey key = margin_key(Dimension::asset, asset.name);
      const bool sized = asset.residual || std::any_of(history_.aum().begin(), history_.aum().end(),
                                                       [&key](const Observation& row) { return row.key == key; });
      if (sized) continue;
      warn(code::kMissingAum, universe_file_, 0,
           format("neither aum.csv nor a declaration of shares says how large '{}' is", asset.name),
           "AUM rows of every asset, or 'shares' of the asset dimension; no scenario can be run without");
      return;
    }
  }

  // Weeks before the first AUM of the total are not fitted.
  void check_first_total() {
    const auto first_flow = view_.first_flow_week();
    if (!first_flow) return;
    const Date wanted = std::max(universe_.first_flow_week, *first_flow);
    const auto has_total = [this](const Observation& row) { return view_.aum({}, row.week_end).has_value(); };
    const auto first = std::find_if(history_.aum().begin(), history_.aum().end(), has_total);
    if (first == history_.aum().end()) {
      warn(code::kMissingAum, aum_file_, 0,
           universe_.cells_observed ? "in no week has every fund that held something by then a figure"
                                    : "no row gives the AUM of the total",
           format("AUM of everything in one week at least, best on {}", date_text(wanted)));
    } else if (first->week_end > wanted) {
      warn(code::kMissingAum, aum_file_, first->line,
           format("the first AUM of everything is that of {}", date_text(first->week_end)),
           format("one on {} or before: earlier weeks of flow are not fitted", date_text(wanted)));
    }
  }

  void check_flow_sizes() {
    const Observation& largest =
        *std::max_element(history_.aum().begin(), history_.aum().end(),
                          [](const Observation& a, const Observation& b) { return a.value_musd < b.value_musd; });
    const auto is_beyond = [&](const Observation& row) {
      return std::abs(row.value_musd) > kLargestFlowToAum * largest.value_musd + row.rounding_musd;
    };
    const auto count = std::count_if(history_.flows().begin(), history_.flows().end(), is_beyond);
    if (count == 0) return;
    const Observation& row = *std::find_if(history_.flows().begin(), history_.flows().end(), is_beyond);
    warn(code::kFlowBeyondAum, flows_file_, row.line,
         format("the flow of {} is {} million USD, and the largest AUM of all in aum.csv {}{}", key_text(row.key),
                number_text(row.value_musd), number_text(largest.value_musd),
                count == 1 ? std::string() : format("; {} more rows like it", count - 1)),
         format("at most {} times the largest AUM", number_text(kLargestFlowToAum)),
         "figures are in million USD: 12.3 for 12,300,000 USD");
  }

  const History& history_;
  const Universe& universe_;
  HistoryView view_;
  std::string flows_file_;
  std::string aum_file_;
  std::string universe_file_;
  Findings findings_;
};

}  // namespace

Findings check_aum(const History& history, const std::string& universe_folder) {
  return AumChecker(history, universe_folder).run();
}

}  // namespace ebbtide
