#!/usr/bin/env python3
"""Tables of docs/skill.md from result folders of backtests. Python's standard library only.

    ebbtide backtest bench/weeks/us-spot-etf.yaml --output results/us-spot-etf
    ebbtide backtest bench/weeks/global-etp.yaml --output results/global-etp
    python3 docs/skill_tables.py results/us-spot-etf results/global-etp                              prints all tables
    python3 docs/skill_tables.py results/us-spot-etf results/global-etp --write docs/skill.md

In a document a table NAME stands between the lines <!-- table NAME --> and <!-- end -->.
"""
import csv
import re
import sys
from pathlib import Path

TRACKS = ["U", "M", "MP"]


def read(folder, name):
    with open(Path(folder) / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Backtest:
    def __init__(self, folder):
        rows = read(folder, "skill.csv")
        self.universe = rows[0]["universe"]
        self.skill = {(row["level"], row["target"], row["score"], row["track"], int(row["horizon"]), row["rival"]): row
                      for row in rows}
        self.horizons = sorted({int(row["horizon"]) for row in rows})
        self.inside = {(row["level"], row["target"], row["track"], int(row["horizon"]), row["nominal"]): row
                       for row in read(folder, "coverage.csv") if row["model"] == "ebbtide"}

    def any_rival(self, *key):
        return next((row for (*found, _), row in self.skill.items() if tuple(found) == key), None)


def gain(row):
    return f"{float(row['skill']):+.1f} ± {float(row['skill_se']):.1f}" if row and row["skill"] else ""


def table(header, rows):
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)] + rows
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def compared(backtest, level, target, score, rivals):
    """Mean score, skill over rivals, share inside the 90 % interval, by track and horizon."""
    rows = []
    for track in TRACKS:
        for weeks in backtest.horizons:
            key = (level, target, score, track, weeks)
            own = backtest.any_rival(*key)
            if own is None:
                continue
            inside = backtest.inside.get((level, target, track, weeks, "90"))
            rows.append([f"{track}, {weeks} week{'s' if weeks > 1 else ''}", own["forecasts"],
                         f"{float(own['value']):.3f}"] + [gain(backtest.skill.get((*key, rival))) for rival in rivals] +
                        [f"{float(inside['inside']):.0f} %" if inside else ""])
    names = [rival.replace("_", " ") for rival in rivals]
    return table(["track", "forecasts", score.upper() if score == "crps" else score] +
                 [f"gain over {name}, %" for name in names] + ["inside 90 %"], rows)


def headline(backtest):
    """What is gained over plain models, by what is known."""
    rows = []
    for track, known in [("U", "nothing (a forecast)"), ("M", "macro factors"), ("MP", "macro factors and prices")]:
        for weeks in [1, 4, 8]:
            key = ("total", "cumulative_net_flow", "crps", track, weeks)
            inside = backtest.inside[("total", "cumulative_net_flow", track, weeks, "90")]
            rival = "ar1_t_return" if track == "MP" else "ar1_t"
            rows.append([known, str(weeks), gain(backtest.skill[(*key, "climatology_52")]),
                         gain(backtest.skill[(*key, rival)]), f"{float(inside['inside']):.0f} %"])
    return table(["known of the weeks ahead", "weeks", "gain over the last year's weeks, %",
                  "gain over AR(1)-t, %", "inside 90 %"], rows)


def tables(backtest):
    name = backtest.universe
    flow = ["climatology_52", "ar1_t", "ar1_t_return"]
    result = {
        f"{name} flow": compared(backtest, "total", "cumulative_net_flow", "crps", flow),
        f"{name} aum": compared(backtest, "total", "aum", "crps", ["climatology_52", "aum_random_walk"]),
    }
    for level in ["assets", "regions", "issuers", "cells"]:
        if any(key[0] == level for key in backtest.skill):
            result[f"{name} {level}"] = compared(backtest, level, "cumulative_net_flow", "energy",
                                                 ["climatology_52", "aum_shares"])
    if name == "us-spot-etf":
        result["skill"] = headline(backtest)
    return result


def main():
    arguments = sys.argv[1:]
    documents = []
    if "--write" in arguments:
        at = arguments.index("--write")
        arguments, documents = arguments[:at], arguments[at + 1:]
    made = {}
    for folder in arguments:
        made.update(tables(Backtest(folder)))
    if not documents:
        print("\n\n".join(f"{name}\n\n{text}" for name, text in made.items()))
    for document in documents:
        path = Path(document)
        text = path.read_text(encoding="utf-8")
        for name, body in made.items():
            text = re.sub(rf"(<!-- table {re.escape(name)} -->\n).*?(<!-- end -->)",
                          lambda match: match.group(1) + body + "\n" + match.group(2), text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
