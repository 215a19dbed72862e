#!/usr/bin/env bash
# clang-tidy over the engine, on all processors. Needs a configured build (its compile commands).
#
#   bash tests/tidy.sh [BUILD [SOURCE...]]    default: build/release, every source of engine/
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${1:-build/release}
shift || true
if [[ ! -f "$build/compile_commands.json" ]]; then
  echo "tidy.sh: no compile commands in $build; configure it first: cmake --preset release" >&2
  exit 2
fi
if [[ $# -gt 0 ]]; then
  sources=("$@")
else
  mapfile -t sources < <(find engine -name '*.cpp' | sort)
fi
# The compiler's own flags that clang does not know are not findings of ours.
if ! printf '%s\0' "${sources[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option 2>/dev/null; then
  echo "tidy.sh: findings above; the rules are in .clang-tidy" >&2
  exit 1
fi
