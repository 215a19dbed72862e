"""Medians and ratios of the runs of bench/run_peers.sh.

    python3 summarise.py FOLDER [DOCUMENT]

Reads runs.jsonl, agreement.md and, where it is there, limits.json; writes peers.csv, peers.md and benchmark.json beside them, and peers.md
into DOCUMENT between its marks.
"""

import csv
import json
import os
import statistics
import sys

BEGIN, END = "<!-- run_peers.sh: begin -->", "<!-- run_peers.sh: end -->"
TITLES = {
    "ebbtide-exact": "Ebbtide", "ebbtide-simulate": "Ebbtide, no statistics", "ebbtide-bare": "Ebbtide, nothing kept",
    "ebbtide-exact-2": "Ebbtide, two threads", "ebbtide-simulate-2": "Ebbtide, no statistics, two threads",
    "ebbtide-streaming": "Ebbtide, streaming", "ebbtide-streaming-2": "Ebbtide, streaming, two threads",
    "ebbtide-bare-2": "Ebbtide, nothing kept, two threads",
    "numpy-natural": "NumPy, natural", "numpy-expert": "NumPy, expert", "boost": "Boost.Random, path by path",
    "quantlib": "QuantLib, MultiPathGenerator",
}


def read_runs(folder):
    runs = {}
    with open(os.path.join(folder, "runs.jsonl")) as text:
        for line in text:
            run = json.loads(line)
            run["total_ns"] = 1e9 * run["cpu_s"] / run["paths"] / run["weeks"]
            run["simulate_ns"] = 1e9 * run["simulate_cpu_s"] / run["paths"] / run["weeks"]
            runs.setdefault((run["work"], run["name"]), []).append(run)
    return runs


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def rows_of(runs, work):
    ours = runs[work, "ebbtide-exact"]
    streaming = runs.get((work, "ebbtide-streaming"))
    stored, bare = runs.get((work, "ebbtide-simulate")), runs.get((work, "ebbtide-bare"))
    for (of, name), own in runs.items():
        if of != work:
            continue
        total = [run["total_ns"] for run in own]
        row = {"work": work, "program": name, "paths": own[0]["paths"], "threads": own[0]["threads"], "runs": len(own),
               "min_ns": min(total), "median_ns": statistics.median(total), "max_ns": max(total),
               "simulate_ns": median(own, "simulate_ns"), "wall_s": median(own, "wall_s"),
               "peak_mb": median(own, "peak_kb") / 1024, "ratio": None, "streaming_ratio": None, "stored_ratio": None,
               "bare_ratio": None}
        if not name.startswith("ebbtide"):
            row["ratio"] = row["median_ns"] / median(ours, "total_ns")
            if streaming:
                row["streaming_ratio"] = row["median_ns"] / median(streaming, "total_ns")
            if stored:
                row["stored_ratio"] = row["simulate_ns"] / median(stored, "total_ns")
                row["bare_ratio"] = row["simulate_ns"] / median(bare, "total_ns")
        yield row


def number(value, digits=1):
    return "" if value is None else f"{value:.{digits}f}"


def table(rows):
    lines = ["| program | paths | CPU min / median / max, ns | simulation alone, ns | ratio | over streaming | of simulation: stored | nothing kept | wall, s | memory, MB |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        simulate = row["simulate_ns"] or None
        lines.append(f"| {TITLES[row['program']]} | {row['paths']:,} | {row['min_ns']:.0f} / {row['median_ns']:.0f} / {row['max_ns']:.0f} "
                     f"| {number(simulate, 0)} | {number(row['ratio'])} | {number(row['streaming_ratio'])} | {number(row['stored_ratio'])} | {number(row['bare_ratio'])} "
                     f"| {number(row['wall_s'], 2)} | {row['peak_mb']:.0f} |")
    return lines


def limits_table(limits):
    """Shares of the limit are those the roofline program measured, the machine's rates and the engine's times in turns."""
    shares = [100 * limits[mode + "_share"] for mode in ("simulation", "exact", "streaming")]
    parts = [("peak, double precision", limits["peak_gflops_double"], "GFLOP/s"),
             ("peak, single precision", limits["peak_gflops_single"], "GFLOP/s"),
             ("triad, written past the caches", limits["triad_gb_s"], "GB/s"), ("read", limits["read_gb_s"], "GB/s"),
             ("noise kernel", limits["noise_ns"], "ns a variate"),
             ("limit: noise", limits["limit_noise_ns"], "ns"), ("limit: model", limits["limit_model_ns"], "ns"),
             ("limit: samples through memory", limits["limit_memory_ns"], "ns"),
             ("limit: histogram", limits["limit_counts_ns"], "ns")]
    lines = ["| one thread | value |", "|---|---|", *(f"| {name} | {value:.2f} {unit} |" for name, value, unit in parts)]
    return [*lines, f"| **share of the limit: simulation / exact / streaming** | **{shares[0]:.0f} / {shares[1]:.0f} / {shares[2]:.0f} %** |"]


def write_document(document, text):
    with open(document) as file:
        before, rest = file.read().split(BEGIN)
        after = rest.split(END)[1]
    with open(document, "w") as file:
        file.write(f"{before}{BEGIN}\n{text}{END}{after}")


def main():
    folder, document = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    runs = read_runs(folder)
    works = {work: list(rows_of(runs, work)) for work in ("w", "calibrated")}
    rows = [row for own in works.values() for row in own]
    with open(os.path.join(folder, "peers.csv"), "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with open(os.path.join(folder, "benchmark.json"), "w") as out:
        json.dump([{"name": f"{row['work']}: {TITLES[row['program']]}", "unit": "ns a path and week",
                    "value": row["median_ns"], "range": f"{row['min_ns']:.1f} - {row['max_ns']:.1f}"} for row in rows],
                  out, indent=2)
    limits = []
    if os.path.exists(os.path.join(folder, "limits.json")):
        with open(os.path.join(folder, "limits.json")) as text:
            limits = ["**Limits of the machine**", "", *limits_table(json.load(text)), ""]
    with open(os.path.join(folder, "agreement.md")) as text:
        agreement = text.read()
    threads = [f"{TITLES[name]}: {median(runs['w', name], 'wall_s') / median(runs['w', name + '-2'], 'wall_s'):.2f}"
               for name in ("ebbtide-exact", "ebbtide-streaming", "ebbtide-simulate", "ebbtide-bare")]
    text = "\n".join([
        f"Medians of {rows[0]['runs']} rounds, programs in turns; CPU time a path and week, one thread unless said.", "",
        "**W**", "", *table(works["w"]), "", f"Wall, one thread over two: {'; '.join(threads)}.", "",
        "**Calibrated model**", "", *table(works["calibrated"]), "",
        *limits,
        "**Agreement**: root mean square / largest of z over all columns.", "", agreement])
    with open(os.path.join(folder, "peers.md"), "w") as out:
        out.write(text)
    if document:
        write_document(document, text)


if __name__ == "__main__":
    main()
