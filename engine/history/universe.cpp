#include "history/universe.h"

#include <algorithm>

namespace ebbtide {

std::string_view dimension_text(Dimension dimension) {
  static constexpr std::array<std::string_view, 3> kNames = {"asset", "region", "issuer"};
  return kNames[static_cast<std::size_t>(dimension)];
}

const Member* Universe::find(Dimension dimension, std::string_view member) const {
  const std::vector<Member>& list = of(dimension);
  const auto found = std::find_if(list.begin(), list.end(), [member](const Member& m) { return m.name == member; });
  return found == list.end() ? nullptr : &*found;
}

SeriesKey Universe::member_key(const SeriesKey& key) const {
  SeriesKey result = key;
  const std::array<std::string*, 3> parts = {&result.asset, &result.region, &result.issuer};
  for (const Dimension dimension : kDimensions) {
    std::string& part = *parts[static_cast<std::size_t>(dimension)];
    for (const Member& member : of(dimension)) {
      if (std::find(member.includes.begin(), member.includes.end(), key.part(dimension)) != member.includes.end())
        part = member.name;
    }
  }
  return result;
}

const std::string& SeriesKey::part(Dimension dimension) const {
  switch (dimension) {
    case Dimension::asset:
      return asset;
    case Dimension::region:
      return region;
    case Dimension::issuer:
      break;
  }
  return issuer;
}

bool SeriesKey::is_cell() const {
  return !asset.empty() && !region.empty() && !issuer.empty();
}

bool SeriesKey::covers(const SeriesKey& other) const {
  return std::all_of(kDimensions.begin(), kDimensions.end(), [&](Dimension dimension) {
    return part(dimension).empty() || part(dimension) == other.part(dimension);
  });
}

std::string key_text(const SeriesKey& key) {
  if (key.is_total()) return "total";
  std::string text;
  for (const Dimension dimension : kDimensions) {
    if (key.part(dimension).empty()) continue;
    if (!text.empty()) text += " / ";
    text += key.part(dimension);
  }
  return text;
}

SeriesKey margin_key(Dimension dimension, const std::string& member) {
  SeriesKey key;
  switch (dimension) {
    case Dimension::asset:
      key.asset = member;
      break;
    case Dimension::region:
      key.region = member;
      break;
    case Dimension::issuer:
      key.issuer = member;
      break;
  }
  return key;
}

}  // namespace ebbtide
