#!/usr/bin/env bash
# The slow proofs in full: coverage over hundreds of seeds, millions of paths, scenarios on other
# processors, the linter over every source. check.sh runs everything else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/packages.sh build check
cmake --preset release -DEBBTIDE_TESTS=ON
cmake --build --preset release
bash tests/tidy.sh --all
bash tests/other_processors.sh build/release scenarios/{price-slump,us-article-week-prices,dollar-target}.yaml
ctest --preset release --label-regex slow --no-tests=error
