// The `products` of universe.yaml: the cells of asset x region x issuer that exist.
#pragma once

#include <vector>

#include "history/universe.h"
#include "history/yaml_fields.h"

namespace ebbtide {

// In display order of the members already read into `universe`; empty where none are declared. Where any is declared,
// every member has at least one, and none is older than its members.
std::vector<Product> read_products(const YamlFields& top, const Universe& universe, YamlReporter& reporter);

}  // namespace ebbtide
