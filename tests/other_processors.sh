#!/usr/bin/env bash
# The numbers do not depend on the vectors of the processor: scenario files run on this one, and emulated on one without
# wide vectors and fused multiply-adds (plain loops) and on one with 256-bit vectors. Every file but manifests must have
# the same bytes. exp, log and tan of the C library have forms of their own for processors with fused multiply-adds, which
# differ in last digits: the first comparison is with a run here that does without them.
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

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# run NAME PROGRAM...
run() {
  local name=$1
  shift
  "$@" run "${scenarios[@]}" --paths 600 --threads 1 --output "$results/$name" --quiet >/dev/null
}

same() {
  if diff -rq --exclude manifest.json "$results/$1" "$results/$2" >&2; then return; fi
  echo "other_processors.sh: the files above differ between $1 and $2" >&2
  exit 1
}

run here "$build/ebbtide"
run here-plain-library env GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4 "$build/ebbtide"
run Nehalem qemu-x86_64 -cpu Nehalem "$build/ebbtide"
same here-plain-library Nehalem
run Haswell qemu-x86_64 -cpu Haswell "$build/ebbtide"
same here Haswell
echo "${#scenarios[@]} scenario files: the same bytes on Nehalem, Haswell and this processor"
