#include "calibration/cube_json.h"

#include <cmath>

#include "calibration/regression_json.h"
#include "core/format.h"

namespace ebbtide {
namespace {

CellPosterior read_cell(const Json& json, const std::string& place, JsonValues& values) {
  CellPosterior cell;
  cell.key = {values.text(json, "asset", place), values.text(json, "region", place),
              values.text(json, "issuer", place)};
  cell.seen = json.contains("history") && values.word(json, "history", place, {"seen", "none"}) == "seen";
  cell.aum_status = aum_status_from_json(json, place, values);
  cell.opening_aum_musd = values.number(json, "opening_aum_musd", place);
  cell.last_mean = values.number_or(json, "last_mean", place, 0.0);
  cell.last_variance = values.not_negative_or(json, "last_variance", place, 0.0);
  cell.quiet_weeks = values.not_negative_or(json, "quiet_weeks", place, 0.0);
  cell.trading_weeks = values.not_negative_or(json, "trading_weeks", place, 1.0);
  cell.posterior = regression_from_json(json, place, values);
  if (cell.posterior.mean.size() != CellPosterior::kCount) {
    values.problem(place + "/coefficients", "calibration-shape", "wrong number of coefficients",
                   "level, own lag, asset");
  }
  if (!(cell.trading_weeks > 0.0)) {
    values.problem(place + "/trading_weeks", "calibration-value", "not positive", "weeks in which the cell trades");
  }
  return cell;
}

void check_cells(const CubePosterior& cube, const std::vector<MemberPosterior>& members, JsonValues& values) {
  for (const MemberPosterior& member : members) {
    double held = 0.0;
    bool any = false;
    for (const CellPosterior& cell : cube.cells) {
      if (cell.key.part(member.dimension) != member.name) continue;
      any = true;
      held += cell.opening_aum_musd;
    }
    if (!any) {
      values.problem("/funds/cube/cells", "calibration-shape", format("no cell belongs to {}", member.name),
                     "at least one cell of every member");
    } else if (!(std::abs(held - member.opening_aum_musd) <= 1e-6 * std::abs(member.opening_aum_musd))) {
      values.problem("/funds/cube/cells", "calibration-value",
                     format("the cells' AUM does not add to that of {}", member.name),
                     "opening_aum_musd of the member's cells, adding to the member's");
    }
  }
  for (std::size_t c = 0; c < cube.cells.size(); ++c) {
    for (const Dimension dimension : kDimensions) {
      const std::string& name = cube.cells[c].key.part(dimension);
      bool known = false;
      for (const MemberPosterior& member : members)
        known = known || (member.dimension == dimension && member.name == name);
      if (known) continue;
      values.problem(format("/funds/cube/cells/{}/{}", c, dimension_text(dimension)), "calibration-value",
                     format("'{}' is no member of the dimension", name), "a member's name");
    }
  }
}

}  // namespace

std::string_view aum_status_text(AumStatus status) {
  return status == AumStatus::seen ? "seen" : status == AumStatus::inferred ? "inferred" : "none";
}

AumStatus aum_status_from_json(const Json& json, const std::string& place, JsonValues& values) {
  const std::string status = values.word(json, "aum_status", place, {"seen", "inferred", "none"});
  return status == "seen" ? AumStatus::seen : status == "inferred" ? AumStatus::inferred : AumStatus::none;
}

Json cube_json(const CubePosterior& cube) {
  Json out;
  for (const Dimension dimension : kDimensions)
    out["common_shares"][std::string(dimension_text(dimension))] =
        cube.common_shares[static_cast<std::size_t>(dimension)];
  out["cells"] = Json::array();
  for (const CellPosterior& cell : cube.cells) {
    Json one;
    one["asset"] = cell.key.asset;
    one["region"] = cell.key.region;
    one["issuer"] = cell.key.issuer;
    one["history"] = cell.seen ? "seen" : "none";
    one["aum_status"] = aum_status_text(cell.aum_status);
    one["opening_aum_musd"] = cell.opening_aum_musd;
    one["last_mean"] = cell.last_mean;
    one["last_variance"] = cell.last_variance;
    one["quiet_weeks"] = cell.quiet_weeks;
    one["trading_weeks"] = cell.trading_weeks;
    one.update(regression_json(cell.posterior));
    out["cells"].push_back(std::move(one));
  }
  return out;
}

CubePosterior cube_from_json(const Json& json, const std::vector<MemberPosterior>& members, JsonValues& values) {
  CubePosterior cube;
  double shared = 0.0;
  if (const Json* shares =
          json.contains("common_shares") ? values.object(json, "common_shares", "/funds/cube") : nullptr) {
    for (const Dimension dimension : kDimensions) {
      double& share = cube.common_shares[static_cast<std::size_t>(dimension)];
      share = values.not_negative_or(*shares, std::string(dimension_text(dimension)), "/funds/cube/common_shares", 0.0);
      shared += share;
    }
  }
  if (!(shared < 1.0)) {
    values.problem("/funds/cube/common_shares", "calibration-value", "nothing is left of the cells' own residuals",
                   "shares that add to less than 1");
  }
  const Json& cells = values.array(json, "cells", "/funds/cube");
  for (std::size_t i = 0; i < cells.size(); ++i)
    cube.cells.push_back(read_cell(cells[i], format("/funds/cube/cells/{}", i), values));
  check_cells(cube, members, values);
  return cube;
}

}  // namespace ebbtide
