#!/usr/bin/env bash
# The slow proofs in full: coverage over hundreds of seeds, millions of paths. check.sh runs everything else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash cmake/packages.sh build check
cmake --preset release -DEBBTIDE_TESTS=ON
cmake --build --preset release
ctest --preset release --label-regex slow --no-tests=error
