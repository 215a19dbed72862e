#include "history/skeleton.h"

#include <algorithm>

#include "history/observation_rules.h"

namespace ebbtide {
namespace {

constexpr const char* kUniverse =
    R"(# What is blank must be filled in; what is commented out may be. Every key: docs/history-format.md.
schema: ebbtide-universe/1
title:                         # one line
about:                         # what is counted, and what is not
lag_business_days: 1           # after its Friday a week's figures are public so many US business days later
first_flow_week:               # earlier flows are read and shown, never fitted
  date:                        # a Friday
  why:                         # why not earlier
cells_observed: true           # rows name asset, region and issuer; false: totals and margins

asset:
  complete: true               # the members add to the total; false: and one of them is the residual
  members:                     # in the order in which they are shown; the first one's price drives the total's flow
    # - {name: Bitcoin, price: bitcoin}                       # price: a return of market.yaml
    # - {name: Short Bitcoin, price: bitcoin, exposure: -1}   # an inverse product
    # - {name: Solana, price: solana, launched: 2025-03-04}   # not older than the history: its first day
    # - name: Index basket
    #   basket: {bitcoin: 70 %, ether: 30 %}                  # instead of a price; the weights add to 100 %
    #   proxy: true                                           # that price stands in for its own; shown with every figure
    #   note: what is worth knowing
    # - {name: Other, residual: true, includes: [Aave], price: ether}   # only where complete is false

region:
  complete: true
  members:
    # - {name: Germany}
    # - {name: Switzerland, launched: 2025-03-04}

issuer:
  complete: true
  members:
    # - {name: Our family}

# The cells that exist, all funds of one cell being one product. With them a run simulates every cell.
# products:
#   - {asset: Bitcoin, region: Germany, issuer: Our family, source: where its existence is known from}
#   - {asset: Solana, region: Switzerland, issuer: Our family, launched: 2025-03-04, source: the same}

# Another universe beside this one that counts some of the same funds cell by cell.
# sibling: us-spot-etf

# Shares of all AUM, only where the AUM of members is not in aum.csv; what rests on them is marked inferred.
# shares:
#   - dimension: asset
#     published: 2025-12-29    # the day on which everything it rests on was public
#     source: how they were derived
#     members: {Bitcoin: 78 %, Solana: 22 %}

# Sentences that every output repeats.
# proxies:
#   - The index basket has no price series; 70 % Bitcoin and 30 % Ether stand in.
)";

constexpr const char* kSources = R"(# Sources of the universe UNIVERSE

To do:
1. `universe.yaml`: title, about, first week, members; remove the comments that are not needed.
2. `flows.csv`: a row for every fund and week, 0 where nothing flowed. `week_end` is the Friday; figures are million US dollars, negative
   when money leaves. The same cell is one row: add its funds up.
3. `aum.csv`: AUM at a week's end, at least once for every fund, best in the first week to be fitted and in its own first week; a quarterly
   figure is enough, flows and prices carry it on.
4. `ebbtide history check` on this folder until it has nothing to say, then `ebbtide history show`.
5. Here: where the figures are from, who may see them, what is estimated. Then remove this list.

Both files may have the columns `published` (after week_end: the first day on which the figure was public; without it `lag_business_days`
of universe.yaml decides), and at the end `rounding_musd` (unit of the last printed digit; without it the last digit counts), `source` and
`confidence` (high, medium, low):

    week_end,published,asset,region,issuer,net_flow_musd,rounding_musd,source,confidence
    2026-01-16,2026-01-20,Bitcoin,Germany,Our family,-12.3,0.1,fund accounting,high

Prices come from `market/` beside the folder `universes/` and are the same for all universes there.
)";

std::string header(Measure measure) {
  std::string line;
  for (const std::string& column : observation_columns(measure)) {
    const auto& optional = optional_observation_columns();
    if (std::find(optional.begin(), optional.end(), column) != optional.end()) continue;
    line += (line.empty() ? "" : ",") + column;
  }
  return line + '\n';
}

std::string with_name(std::string text, const std::string& universe) {
  const std::string place = "UNIVERSE";
  return text.replace(text.find(place), place.size(), universe);
}

}  // namespace

std::vector<SkeletonFile> universe_skeleton(const std::string& universe) {
  return {{"universe.yaml", kUniverse},
          {"flows.csv", header(Measure::net_flow)},
          {"aum.csv", header(Measure::aum)},
          {"SOURCES.md", with_name(kSources, universe)}};
}

}  // namespace ebbtide
