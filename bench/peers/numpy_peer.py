"""What the measured NumPy programs share: arguments, time, statistics, and the files they leave (as peer_run.h)."""

import argparse
import csv
import json
import os
import resource
import sys
import time

import numpy as np

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
STATISTICS = ("mean", "sd", "q01", "q05", "q25", "q50", "q75", "q95", "q99", "es05")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--mode", required=True, choices=("natural", "expert"))
    parser.add_argument("--paths", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=0)
    parser.add_argument("--statistics")
    given = parser.parse_args()
    if "OPENBLAS_CORETYPE" not in os.environ:
        # Debian's OpenBLAS does not know newer processors and falls back to kernels of 2004.
        sys.exit(f"{sys.argv[0]}: set OPENBLAS_CORETYPE (bench/run_peers.sh does)")
    return given


def clock():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, time.monotonic()


def natural_statistics(values):
    """Of arrays (..., paths): statistics in the order of STATISTICS, by column."""
    flat = values.reshape(-1, values.shape[-1])
    quantiles = np.quantile(flat, LEVELS, axis=1)
    tail = flat <= quantiles[1][:, None]
    shortfall = np.where(tail, flat, 0.0).sum(axis=1) / tail.sum(axis=1)
    return np.column_stack([flat.mean(axis=1), flat.std(axis=1, ddof=1), quantiles.T, shortfall])


def expert_statistics(columns):
    """Of a float32 array (columns, paths), which is sorted in place, a column at a time while it is in the cache."""
    count = columns.shape[1]
    ranks = (count - 1) * np.array(LEVELS)
    below = ranks.astype(int)
    share = ranks - below
    tail = below[1] + 1
    result = np.empty((len(columns), len(STATISTICS)))
    for column, values in enumerate(columns):
        # A sum of deviations from the middle loses no digits in single precision.
        centre = float(values[: min(count, 1024)].mean())
        deviations = (values - np.float32(centre)).astype(np.float64)
        mean = deviations.mean()
        values.sort()
        low = values[below].astype(np.float64)
        result[column, 0] = centre + mean
        result[column, 1] = np.sqrt((deviations @ deviations - count * mean * mean) / (count - 1))
        result[column, 2:9] = low + share * (values[np.minimum(below + 1, count - 1)] - low)
        result[column, 9] = values[:tail].mean(dtype=np.float64)
    return result


def finish(program, given, weeks, columns, statistics, start, simulated):
    end = clock()
    if given.statistics:
        with open(given.statistics, "w", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["column", *STATISTICS])
            for column, row in zip(columns, statistics.tolist()):
                writer.writerow([column, *row])
    print(json.dumps({
        "program": program, "mode": given.mode, "paths": given.paths, "weeks": weeks, "threads": 1,
        "cpu_s": end[0] - start[0], "wall_s": end[1] - start[1], "simulate_cpu_s": simulated[0] - start[0],
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
