#!/usr/bin/env bash
# R's package forecast (auto.arima, ets) at the origins of a shipped backtest, beside the program's own models.
#
#   bash bench/peers/run_forecast_r.sh DATASET      us-spot-etf or global-etp
#
# Installs R with the package where they are missing, forecasts bench/weeks/DATASET.yaml with the program (EBBTIDE, or
# the release build), and writes results/bench/DATASET, results/bench/forecast_r-DATASET.csv (columns of scores.csv) and
# forecast_r-DATASET.md (skill).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

dataset=${1:-}
if [[ ! -f "bench/weeks/$dataset.yaml" ]]; then
  echo "usage: bash bench/peers/run_forecast_r.sh us-spot-etf|global-etp" >&2
  exit 2
fi
program=${EBBTIDE:-build/release/ebbtide}
if [[ ! -x "$program" ]]; then
  echo "no program at $program: build it first (bash demo.sh), or say where it is: EBBTIDE=PATH" >&2
  exit 2
fi
bash cmake/packages.sh peers

mkdir -p results/bench
"$program" backtest "bench/weeks/$dataset.yaml" --origin-weeks --output "results/bench/$dataset" --force
Rscript bench/peers/forecast_r.R "results/bench/$dataset" "results/bench/forecast_r-$dataset.csv" |
  tee "results/bench/forecast_r-$dataset.md"
