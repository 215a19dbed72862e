"""Instructions of two small fixed runs against the committed counts: the gate against slow code.

    python3 bench/speed/instructions.py BUILD [--update --reason TEXT]

Times on shared machines are noise; numbers of instructions are not. valgrind's callgrind counts them, one thread, inside the
measured function alone (toggled by its name), so that start-up and libraries' loading do not count. valgrind 3.19 shows
programs a processor with 256-bit vectors, so the engine runs its 256-bit form there, whatever the machine. Fails (1) where
a count is more than 2 % from instructions.json in either direction: slower code says no, faster code asks for the new count to
be written down. --update writes the counts with the reason.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BASELINE = os.path.join(HERE, "instructions.json")
TOLERANCE = 0.02
RUNS = {
    "work W, exact, 2,048 paths, 4 weeks": (
        "peers::EngineW::run(*",
        ["ebbtide_w", "--input", os.path.join(HERE, "..", "peers", "work_w.json"), "--mode", "exact", "--paths", "2048",
         "--weeks", "4"]),
    "calibrated model, 512 paths, 8 weeks": (
        "ebbtide::simulate(*",
        ["ebbtide_calibrated", "--input", os.path.join(HERE, "gate_calibration.json"), "--mode", "exact", "--paths",
         "512"]),
}


def count(build, function, command):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind.out")
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--toggle-collect={function}", f"--callgrind-out-file={out}",
             os.path.join(build, command[0]), *command[1:]], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"instructions.py: {command[0]} failed under valgrind:\n{done.stderr[-2000:]}")
        with open(out) as text:
            total = int(re.search(r"^(?:totals|summary): (\d+)", text.read(), re.MULTILINE).group(1))
    if total == 0:
        sys.exit(f"instructions.py: {function} was never called")
    return total


def compiler():
    return subprocess.run(["c++", "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--reason")
    given = parser.parse_args()
    if given.update != bool(given.reason):
        parser.error("--update and --reason go together")
    counts = {name: count(given.build, *run) for name, run in RUNS.items()}
    if given.update:
        with open(BASELINE, "w") as out:
            json.dump({"reason": given.reason, "compiler": compiler(), "instructions": counts}, out, indent=2)
            out.write("\n")
    with open(BASELINE) as text:
        baseline = json.load(text)
    far = 0
    for name, now in counts.items():
        before = baseline["instructions"][name]
        change = now / before - 1.0
        far += abs(change) > TOLERANCE
        print(f"{name}: {now:,} instructions, {100 * change:+.2f} % of {before:,}")
    if far:
        sys.exit(f"instructions.py: beyond {100 * TOLERANCE:.0f} %; counts are of g++ {baseline['compiler']}, this is {compiler()}. "
                 "Where the change is meant: python3 bench/speed/instructions.py BUILD --update --reason TEXT")


if __name__ == "__main__":
    main()
