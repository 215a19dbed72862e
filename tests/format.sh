#!/usr/bin/env bash
# Checks the layout of the C++ sources against .clang-format; with --fix, rewrites them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode=(--dry-run -Werror)
if [[ "${1:-}" == --fix ]]; then
  mode=(-i)
fi
find engine tests bench -type f \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 --no-run-if-empty clang-format "${mode[@]}"
