// The member of a flow or AUM quantity: "total", or one asset, region or issuer.
#pragma once

#include <optional>

#include "history/universe.h"
#include "scenario/context.h"

namespace ebbtide {

// What the quantity needs of the member besides its existence.
enum class MemberNeed { flow, aum };

// Reports unknown names, members launched after as_of, and members without AUM where AUM is needed.
std::optional<SeriesKey> parse_member(const YamlNode& node, MemberNeed need, const ParseContext& context);

// "total", "Bitcoin".
std::string member_label(const SeriesKey& key);

}  // namespace ebbtide
