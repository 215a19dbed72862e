#!/usr/bin/env bash
# Every check a change must pass: packages, build, format, static analysis, tests.
#
#   bash check.sh            all of it (the slow proofs in their short form)
#   bash tests/slow.sh       the slow proofs in full
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

step_started=$SECONDS
step() {
  if [[ -n "${step_name:-}" ]]; then
    echo "-- $step_name: $((SECONDS - step_started)) s"
  fi
  step_name=$1
  step_started=$SECONDS
  echo "== $step_name"
}

step "packages"
bash cmake/packages.sh build check

step "format"
bash tests/format.sh

step "build"
cmake --preset release -DEBBTIDE_TESTS=ON
cmake --build --preset release
cmake --build --preset release --target headers_alone

step "static analysis"
bash tests/tidy.sh

step "instructions"
python3 bench/speed/instructions.py build/release

step "other processors"
bash tests/other_processors.sh build/release scenarios/us-baseline.yaml

step "past weeks"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for universe in us-spot-etf global-etp; do
  build/release/ebbtide backtest "bench/weeks/ci-$universe.yaml" --output "$results/$universe" --quiet >/dev/null
done

step "tests"
ctest --preset release --label-exclude slow
echo "-- tests: $((SECONDS - step_started)) s; all checks passed in $SECONDS s"
