#!/usr/bin/env python3
"""Sets a backtest of us-spot-etf beside another model's scores of the same weeks, forecast by forecast.

    compare_with_prototype.py RESULTS SCORES.csv [MODEL [OWN]]

RESULTS is the folder of `ebbtide backtest bench/weeks/us-spot-etf.yaml`; SCORES.csv has columns model, track,
horizon_weeks, target, flow_crps_pct_aum and flow_realised_pct_aum; MODEL is prototype_parametric and
OWN, a model of the backtest, ebbtide unless given. Prints a
markdown table: mean CRPS of both, mean paired difference (ebbtide less the other; negative: ebbtide is better) and its
standard error from a stationary bootstrap of targets. The other model's AUM before week 1 is
realised flow / flow_realised_pct_aum; ebbtide's scores in USD are expressed in % of that same AUM.
"""
import csv
import random
import sys
from pathlib import Path

RESAMPLES = 2000


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def standard_error(differences, block):
    source = random.Random(1)
    count, means = len(differences), []
    for _ in range(RESAMPLES):
        at, total = source.randrange(count), 0.0
        for _ in range(count):
            total += differences[at]
            at = source.randrange(count) if source.random() < 1.0 / block else (at + 1) % count
        means.append(total / count)
    centre = sum(means) / RESAMPLES
    return (sum((mean - centre) ** 2 for mean in means) / RESAMPLES) ** 0.5


def main():
    folder, other_file = Path(sys.argv[1]), sys.argv[2]
    model = sys.argv[3] if len(sys.argv) > 3 else "prototype_parametric"
    own_model = sys.argv[4] if len(sys.argv) > 4 else "ebbtide"
    origins = read(folder / "origins.csv")
    realised = {(row["week_end"], row["horizon"]): row for row in origins}
    of_origin = {(row["origin"], row["horizon"]): row for row in origins}
    own = {}
    for row in read(folder / "scores.csv"):
        if (row["model"], row["level"], row["target"]) == (own_model, "total", "cumulative_net_flow") and row["crps"]:
            origin = of_origin[row["origin"], row["horizon"]]
            # In % of the AUM at the origin there, in million USD here.
            own[row["track"], row["horizon"], origin["week_end"]] = 0.01 * float(row["crps"]) * float(origin["opening_aum"])
    pairs = {}
    for row in read(other_file):
        key = row["track"], row["horizon_weeks"], row["target"]
        percent = float(row["flow_realised_pct_aum"])
        if row["model"] != model or key not in own or percent == 0.0:
            continue
        aum = 100.0 * float(realised[row["target"], row["horizon_weeks"]]["realised_flow"]) / percent
        pairs.setdefault(key[:2], []).append((100.0 * own[key] / aum, float(row["flow_crps_pct_aum"])))
    print(f"| track | weeks | n | {own_model} | {model} | difference | se | in se |")
    print("|---|---|---|---|---|---|---|---|")
    for (track, weeks), values in sorted(pairs.items(), key=lambda item: (len(item[0][0]), item[0][0] == "M", int(item[0][1]))):
        differences = [ours - theirs for ours, theirs in values]
        count = len(values)
        mean = sum(differences) / count
        error = standard_error(differences, int(weeks) + 3)
        print(f"| {track} | {weeks} | {count} | {sum(v[0] for v in values) / count:.4f} "
              f"| {sum(v[1] for v in values) / count:.4f} | {mean:+.4f} | {error:.4f} | {mean / error:+.1f} |")


if __name__ == "__main__":
    main()
