#!/usr/bin/env bash
# The synthetic work W and the calibrated model of a shipped history: the engine beside NumPy, Boost.Random and QuantLib.
#
#   bash bench/run_peers.sh [--rounds 9] [--paths 100000] [--many 1000000] [--peer-paths 10000] \
#     [--write docs/performance.md] [--no-build]
#
# Installs what is missing, builds, runs all programs in turns, checks that their numbers agree with the engine's within
# Monte Carlo error, measures the machine's own limits, and writes medians and ratios to results/bench/peers: peers.csv,
# peers.md, benchmark.json (github-action-benchmark), limits.json, runs.jsonl (every run). --write puts the tables into a
# document, between its marks. --paths: the engine's and NumPy's; --many: of the
# streaming mode; --peer-paths: of the programs that go path by path.
# EBBTIDE_BUILD: build folder, default build/release; --no-build measures what is in it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=9 paths=100000 many=1000000 peer_paths=10000 document='' build_first=yes
while [[ $# -gt 0 ]]; do
  case "$1" in
    --no-build) build_first=no; shift; continue ;;
    --rounds) rounds=$2 ;;
    --paths) paths=$2 ;;
    --many) many=$2 ;;
    --peer-paths) peer_paths=$2 ;;
    --write) document=$2 ;;
    *) echo "run_peers.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done

build=${EBBTIDE_BUILD:-build/release}
if [[ $build_first == yes ]]; then
  bash cmake/packages.sh build bench
  cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O3 -DNDEBUG" \
    -DEBBTIDE_BENCH=ON >/dev/null
  ninja -C "$build" ebbtide ebbtide_w boost_w quantlib_w ebbtide_calibrated boost_calibrated roofline
fi

out=results/bench/peers
mkdir -p "$out"
rm -f "$out"/*
"$build/ebbtide" calibrate scenarios/baseline.yaml --output "$out/calibration.json" >/dev/null

# Debian's OpenBLAS does not know newer processors and falls back to kernels of 2004; one thread, as all programs.
export OPENBLAS_NUM_THREADS=1 OPENBLAS_CORETYPE=Haswell
if grep -q avx512f /proc/cpuinfo; then OPENBLAS_CORETYPE=SkylakeX; fi

# run WORK NAME PROGRAM...: one line of runs.jsonl; statistics of the first round are kept.
run() {
  local work=$1 name=$2
  shift 2
  local keep=()
  if [[ $round -eq 1 ]]; then keep=(--statistics "$out/$work-$name.csv"); fi
  "$@" --seed "$round" "${keep[@]}" | sed "s/^{/{\"work\": \"$work\", \"name\": \"$name\", /" >>"$out/runs.jsonl"
}

w=bench/peers/work_w.json
for ((round = 1; round <= rounds; ++round)); do
  echo "round $round of $rounds"
  for mode in exact simulate bare; do
    run w "ebbtide-$mode" "$build/ebbtide_w" --input $w --mode $mode --paths "$paths"
    run w "ebbtide-$mode-2" "$build/ebbtide_w" --input $w --mode $mode --paths "$paths" --threads 2
  done
  run w ebbtide-streaming "$build/ebbtide_w" --input $w --mode streaming --paths "$many"
  run w ebbtide-streaming-2 "$build/ebbtide_w" --input $w --mode streaming --paths "$many" --threads 2
  run calibrated ebbtide-exact "$build/ebbtide_calibrated" --input "$out/calibration.json" --mode exact --paths "$paths"
  for mode in natural expert; do
    run w "numpy-$mode" /usr/bin/python3 bench/peers/numpy_w.py --input $w --mode $mode --paths "$paths"
    run calibrated "numpy-$mode" /usr/bin/python3 bench/peers/numpy_calibrated.py --input "$out/calibration.json" \
      --mode $mode --paths "$paths"
  done
  run w boost "$build/boost_w" --input $w --mode exact --paths "$peer_paths"
  run w quantlib "$build/quantlib_w" --input $w --mode exact --paths "$peer_paths"
  run calibrated boost "$build/boost_calibrated" --input "$out/calibration.json" --mode exact --paths "$peer_paths"
done
"$build/roofline" --input $w --mode all --paths "$paths" >"$out/limits.json"

agreement=0
{
  echo "| work and program | mean | sd | 1 % | 5 % | 25 % | 50 % | 75 % | 95 % | 99 % | shortfall |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|"
  for work in w calibrated; do
    for name in numpy-natural numpy-expert boost quantlib; do
      if [[ ! -f "$out/$work-$name.csv" ]]; then continue; fi
      count=$paths
      if [[ $name == boost || $name == quantlib ]]; then count=$peer_paths; fi
      python3 bench/peers/compare.py "$out/$work-ebbtide-exact.csv" "$paths" "$out/$work-$name.csv" "$count" \
        "$work, $name" || agreement=1
    done
  done
} >"$out/agreement.md"

python3 bench/peers/summarise.py "$out" "$document"
cat "$out/peers.md"
exit $agreement
