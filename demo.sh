#!/usr/bin/env bash
# From a clean clone to a workbook: installs what is missing, builds the program, runs the shipped scenarios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

bash cmake/packages.sh build

echo "Building (the first build takes some minutes)"
cmake --preset release -DEBBTIDE_TESTS=OFF --log-level=WARNING
cmake --build --preset release --target ebbtide

build/release/ebbtide run scenarios/*.yaml --output results/demo --force

echo
echo "The workbook:      results/demo/workbook.xlsx"
echo "The tables behind: results/demo/*.csv   (columns: results/README.md)"
echo "What was asked:    scenarios/README.md"
