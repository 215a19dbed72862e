// The member of a flow or AUM quantity: "total", one asset, region or issuer, or a product or pair of the cube.
#pragma once

#include <optional>

#include "history/universe.h"
#include "scenario/context.h"

namespace ebbtide {

// What the quantity needs of the member besides its existence.
enum class MemberNeed { flow, aum };

// Reports unknown names, members launched after as_of, members without AUM where AUM is needed, and combinations of
// which no product exists. A combination is named by the least that is the same: the cell where there is only one, else
// the member whose cells they all are.
std::optional<SeriesKey> parse_member(const YamlNode& node, MemberNeed need, const ParseContext& context);

// "total", "Bitcoin", "Bitcoin / iShares".
std::string member_label(const SeriesKey& key);

}  // namespace ebbtide
