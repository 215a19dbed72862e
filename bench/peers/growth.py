"""How the cost of the work W grows with paths, weeks and series.

    python3 bench/peers/growth.py [build/release]

Medians of CPU time a path and week in ns, one thread, and the most memory a run held, as markdown tables; about four minutes. The last row
of the first table is one run.
"""

import json
import statistics
import subprocess
import sys

INPUT = "bench/peers/work_w.json"


def measure(program, rounds, mode, paths, **size):
    command = [program, "--input", INPUT, "--seed", "1", "--mode", mode, "--paths", str(paths)]
    for name, value in size.items():
        command += [f"--{name}", str(value)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)]
    times = [1e9 * run["cpu_s"] / run["paths"] / run["weeks"] for run in runs]
    return statistics.median(times), max(run["peak_kb"] for run in runs) / 1024


def cell(result):
    return f"{result[0]:.0f} ns, {result[1]:.0f} MB"


def main():
    program = f"{sys.argv[1] if len(sys.argv) > 1 else 'build/release'}/ebbtide_w"
    print("| paths | nothing kept | exact | streaming |\n|---|---|---|---|")
    for paths, rounds in ((10_000, 5), (100_000, 5), (1_000_000, 3)):
        cells = [cell(measure(program, rounds, mode, paths)) for mode in ("bare", "exact")]
        cells.append(cell(measure(program, rounds, "streaming", paths)) if paths > 10_000 else "")
        print(f"| {paths:,} | {' | '.join(cells)} |", flush=True)
    print(f"| 10,000,000 | | | {cell(measure(program, 1, 'streaming', 10_000_000))} |\n", flush=True)
    for name, values, unit in (("weeks", (12, 26, 52), 1), ("series", (30, 40, 60), 0)):
        print(f"| {name} | {' | '.join(str(value) for value in values)} |\n|{'---|' * (len(values) + 1)}")
        for mode, title, paths in (("bare", "nothing kept", 64_000), ("exact", "exact", 32_000)):
            times = [measure(program, 5, mode, paths, **{name: value})[0] for value in values]
            print(f"| {title} | {' | '.join(f'{time:.0f}' for time in times)} |")
            if unit == 0:
                each = [f"{time / value:.1f}" for time, value in zip(times, values)]
                print(f"| {title}, a series | {' | '.join(each)} |")
        print(flush=True)


if __name__ == "__main__":
    main()
