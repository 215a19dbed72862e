#!/usr/bin/env bash
# clang-tidy over the engine, on all processors. Needs a configured build (its compile commands).
#
#   bash tests/tidy.sh [--all] [BUILD [SOURCE...]]    default: build/release, the sources that are due
#
# Due are those that changed since tests/tidy_record.txt was written (tests/tidy_record.py says which); --all looks at
# every source of engine/. What is found clean is recorded, but not in CI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

all=no
if [[ "${1:-}" == --all ]]; then
  all=yes
  shift
fi
build=${1:-build/release}
shift || true
if [[ ! -f "$build/compile_commands.json" ]]; then
  echo "tidy.sh: no compile commands in $build; configure it first: cmake --preset release" >&2
  exit 2
fi
if [[ $# -gt 0 ]]; then
  sources=("$@")
elif [[ $all == yes ]]; then
  mapfile -t sources < <(find engine -name '*.cpp' | sort)
else
  mapfile -t sources < <(python3 tests/tidy_record.py due)
fi
echo "tidy.sh: ${#sources[@]} sources to look at"
if [[ ${#sources[@]} -eq 0 ]]; then exit 0; fi
# The compiler's own flags that clang does not know are not findings of ours.
if ! printf '%s\0' "${sources[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option 2>/dev/null; then
  echo "tidy.sh: findings above; the rules are in .clang-tidy" >&2
  exit 1
fi
if [[ -z "${CI:-}" ]]; then python3 tests/tidy_record.py add "${sources[@]}"; fi
