// The `shares` of universe.yaml: declared shares of total AUM by member.
#pragma once

#include <vector>

#include "history/universe.h"
#include "history/yaml_fields.h"

namespace ebbtide {

// Shares in display order of the members already read into `universe`; every member present, sum 1.
std::vector<ShareDeclaration> read_shares(const YamlFields& top, const Universe& universe, YamlReporter& reporter);

}  // namespace ebbtide
