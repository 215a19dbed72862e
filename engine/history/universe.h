// A universe: a set of funds with the dimensions asset, region and issuer, as universe.yaml declares it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"

namespace ebbtide {

enum class Dimension { asset, region, issuer };
inline constexpr std::array<Dimension, 3> kDimensions = {Dimension::asset, Dimension::region, Dimension::issuer};
std::string_view dimension_text(Dimension dimension);  // "asset"

// What a member's value moves with: exposure x the simple return of a price series of market.yaml. A basket has several
// parts.
struct PriceExposure {
  std::string return_name;  // a return of market.yaml: "bitcoin"
  double weight = 1.0;      // exposure; -1 for an inverse product; a basket's weights add to its exposure
};

// One member of one dimension. Sizes and dates are facts with sources; see the universe's SOURCES.md.
struct Member {
  std::string name;
  Dimension dimension = Dimension::asset;
  std::optional<Date> launched;       // first day the member existed in this universe; empty: before the history starts
  bool residual = false;              // the "other" member: total less the named members
  std::vector<std::string> includes;  // names in the CSV files that count towards the residual member
  std::vector<PriceExposure> prices;  // assets only; empty for regions and issuers
  bool price_is_proxy = false;        // no series of its own: the price of another asset stands in
  std::string note;
};

// A row's key: empty text means "all".
struct SeriesKey {
  std::string asset;
  std::string region;
  std::string issuer;
  bool is_total() const { return asset.empty() && region.empty() && issuer.empty(); }
  bool is_cell() const;  // all three named
  const std::string& part(Dimension dimension) const;
  // True when every named part of this key equals that of `other`: the total covers all, a margin its cells.
  bool covers(const SeriesKey& other) const;
  friend bool operator==(const SeriesKey&, const SeriesKey&) = default;
  // The checker takes the comparison of a defaulted <=> with 0 for a null pointer.
  friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;  // NOLINT(modernize-use-nullptr)
};

// A cell that exists: all that one issuer lists in one region on one asset.
struct Product {
  SeriesKey key;                 // all three named
  std::optional<Date> launched;  // first day of its first fund; empty: before the history starts
  std::string source;            // where its existence is known from
  int line = 0;                  // in universe.yaml
};

// Declared shares of total AUM by member at one date, used only where AUM is not observed; always flagged inferred.
struct ShareDeclaration {
  Date published;  // not used by a view before this date
  Dimension dimension = Dimension::asset;
  std::vector<std::pair<std::string, double>> shares;  // member, fraction; all members of the dimension, sum 1
  std::string source;
  int line = 0;  // in universe.yaml
};

struct Universe {
  std::string name;  // folder name
  std::string title;
  std::string about;                           // one paragraph
  std::array<std::vector<Member>, 3> members;  // by dimension, in display order
  std::array<bool, 3> complete{};  // the dimension's rows add to the total each week; else lists are partial and there
                                   // is a residual member
  bool cells_observed = false;     // rows are cells (asset x region x issuer) rather than totals and margins
  int publication_lag_business_days = 1;  // when a week's figures normally come out, for display
  Date first_flow_week;                   // flows before it are read and shown, never used for calibration
  std::string first_flow_week_why;
  std::string sibling;   // folder name of a universe that counts some of the same funds cell by cell; empty: none
  int sibling_line = 0;  // in universe.yaml
  std::vector<Product> products;  // in display order of their members; empty where none are declared
  std::vector<ShareDeclaration> shares;
  std::vector<std::string> proxies;  // sentences that every output repeats ("rate expectations are a proxy ...")

  const std::vector<Member>& of(Dimension dimension) const { return members[static_cast<std::size_t>(dimension)]; }
  const Member* find(Dimension dimension, std::string_view member) const;
  // A key of names as rows carry them in the names of members: a name under `includes` gives its residual member.
  SeriesKey member_key(const SeriesKey& key) const;
};

// The key of one member's margin; of the total when the name is empty.
SeriesKey margin_key(Dimension dimension, const std::string& member);
// "total", "Bitcoin", "Bitcoin / United States / iShares".
std::string key_text(const SeriesKey& key);

}  // namespace ebbtide
