#!/usr/bin/env bash
# Builds the fuzz programs and runs each for some seconds: tests/fuzz/run.sh [SECONDS]. A broken input is left in
# build/fuzz/found/ and the exit code is 1. New inputs stay in build/fuzz/corpus/; tests/fuzz/corpus/ holds the seeds.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}

if ! command -v clang++ >/dev/null; then
  echo "fuzz: clang++ is missing (Debian: clang libclang-rt-14-dev)" >&2
  exit 3
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset fuzz && cmake --build --preset fuzz --parallel 2; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 3
fi

status=0
for format in yaml csv json quantity scenario; do
  mkdir -p "build/fuzz/corpus/$format" build/fuzz/found
  if "build/fuzz/${format}_fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -artifact_prefix="build/fuzz/found/$format-" -seed=20260119 \
    "build/fuzz/corpus/$format" "tests/fuzz/corpus/$format" >"$log" 2>&1; then
    echo "fuzz: $format: $(grep -E '^Done' "$log" | tail -1)"
  else
    status=1
    echo "fuzz: $format: broken" >&2
    tail -40 "$log" >&2
  fi
done
exit $status
