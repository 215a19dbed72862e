#!/usr/bin/env bash
# The numbers do not depend on the processor: scenario files run on this one, and emulated on one without wide vectors
# and fused multiply-adds (plain loops) and on one with 256-bit vectors. Every file but manifests must have the same bytes.
#
#   bash tests/other_processors.sh [BUILD] [SCENARIO...]     default: build/release, every shipped scenario
#
# Emulation is slow: a scenario takes about half a minute on each processor.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${1:-build/release}
shift || true
scenarios=("$@")
if [[ ${#scenarios[@]} -eq 0 ]]; then scenarios=(scenarios/*.yaml); fi
processors=(Nehalem Haswell)

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
run() { "$@" run "${scenarios[@]}" --paths 600 --threads 1 --output "$results/$name" --quiet >/dev/null; }
name=here
run "$build/ebbtide"
for name in "${processors[@]}"; do
  run qemu-x86_64 -cpu "$name" "$build/ebbtide"
  if ! diff -rq --exclude manifest.json "$results/here" "$results/$name" >&2; then
    echo "other_processors.sh: on $name the files above differ from those of this processor" >&2
    exit 1
  fi
done
echo "${#scenarios[@]} scenario files: the same bytes on ${processors[*]} and on this processor"
