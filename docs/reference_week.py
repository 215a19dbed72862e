#!/usr/bin/env python3
"""Tables of the documentation from the folder of a run of the shipped scenarios. Python's standard library only.

    ebbtide run scenarios/*.yaml --output results/demo
    python3 docs/reference_week.py results/demo                                        prints all tables
    python3 docs/reference_week.py results/demo --write README.md scenarios/README.md  replaces them in the documents

In a document a table NAME stands between the lines <!-- table NAME --> and <!-- end -->.
"""
import csv
import re
import sys
from pathlib import Path

WORLD = [("no view", "baseline"), ("given macro", "article-week-macro"),
         ("given macro and prices", "article-week-prices")]
OTHER_DATES = {"article-repricing", "nowcast"}
FUNDS = [("no view", "us-baseline"), ("given macro", None), ("given macro and prices", "us-article-week-prices")]
LAST_WEEK = "8"
DIMENSIONS = ("asset", "region", "issuer")
LEVELS = ("q01", "q05", "q25", "q50", "q75", "q95", "q99")


def read(folder, name):
    with open(Path(folder) / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Run:
    def __init__(self, folder):
        self.rows = {}
        self.members = {}  # scenario, dimension -> members in display order
        for row in read(folder, "summary.csv"):
            named = [dimension for dimension in DIMENSIONS if row[dimension]]
            if row["target"] == "net_flow" and row["horizon"] == "1" and len(named) == 1:
                self.members.setdefault((row["scenario"], named[0]), []).append(row[named[0]])
            if len(named) > 1:
                continue
            member = row["asset"] + row["region"] + row["issuer"] + row["series"]
            self.rows[row["scenario"], row["target"], member, row["horizon"]] = row
        self.deltas = {(row["scenario"], row["horizon"]): row for row in read(folder, "deltas.csv")
                       if row["target"] == "cumulative_net_flow" and not row["asset"] + row["region"] + row["issuer"]}
        self.events = read(folder, "events.csv")
        self.universe = {row["scenario"]: row["universe"] for row in read(folder, "scenarios.csv")}

    def row(self, scenario, target, member="", week="1"):
        return self.rows[scenario, target, member, week]


def amount(text, scale=1.0, digits=0):
    return f"{float(text) / scale:+,.{digits}f}" if text else ""


def size(text):  # AUM in bn USD
    return f"{float(text) / 1000:,.1f}" if text else ""


def spread(row, show=amount):
    return f"{show(row['q50'])} ({show(row['q05'])} to {show(row['q95'])})"


def percentile(row):
    return f"{float(row['percentile']):.1f}" if row["percentile"] else ""


def table(header, rows):
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)] + rows
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def reference(run):
    """The reference week in its three forms."""
    names = [("World, total", "", WORLD), ("World, Bitcoin", "Bitcoin", WORLD), ("World, Ethereum", "Ethereum", WORLD),
             ("World, United States", "United States", WORLD), ("US spot funds, total", "", FUNDS)]
    rows = []
    for title, member, forms in names:
        cells = [title, amount(run.row(forms[0][1], "net_flow", member)["realised"])]
        for _, scenario in forms:
            row = run.row(scenario, "net_flow", member) if scenario else None
            cells += [spread(row), percentile(row)] if row else ["", ""]
        rows.append(cells)
    header = ["net flow, m USD", "came"]
    for form, _ in WORLD:
        header += [form, "percentile"]
    return table(header, rows)


def members(run):
    """The reference week by asset, region and issuer: the law without a view, and where what came lies in each form."""
    rows = []
    for dimension in DIMENSIONS:
        rows.append([f"**by {dimension}**"] + [""] * (len(LEVELS) + len(WORLD) + 3))
        for member in run.members["baseline", dimension]:
            row = run.row("baseline", "net_flow", member)
            places = [percentile(run.row(scenario, "net_flow", member)) for _, scenario in WORLD]
            rows.append([member, row["status"], *[amount(row[level]) for level in LEVELS],
                         amount(row["realised"], digits=1), *places])
            nowcast = run.rows.get(("nowcast", "net_flow", member, "1"))
            rows[-1].append(percentile(nowcast) if nowcast else "")
    header = ["net flow, m USD", "history", *[f"{int(level[1:])} %" for level in LEVELS], "came",
              *[f"percentile, {form}" for form, _ in WORLD], "nowcast"]
    return table(header, rows)


def came(run):
    """The weeks as they came, and where in the forecast without a view."""
    rows = []
    for week in range(1, int(LAST_WEEK) + 1):
        def got(target, member="", scenario="baseline"):
            return run.row(scenario, target, member, str(week))
        flow, aum, funds = got("net_flow"), got("aum"), got("net_flow", scenario="us-baseline")
        factors = [amount(got(target, name)["realised"], digits=digits)
                   for target, name, digits in (("factor", "cuts_priced_out", 0), ("factor", "dollar", 2),
                                                ("factor", "equities", 2), ("return", "bitcoin", 1))]
        rows.append([flow["week_end"], *factors, amount(flow["realised"]), percentile(flow), size(aum["realised"]),
                     percentile(aum), amount(funds["realised"]), percentile(funds)])
    return table(["week to", "2-year yield, bp", "dollar, %", "S&P 500, %", "Bitcoin, %", "world flow, m USD", "percentile",
                  "world AUM, bn USD", "percentile", "US spot flow, m USD", "percentile"], rows)


def scenarios(universe):
    def build(run):
        rows = []
        for scenario in sorted(name for name in run.universe if run.universe[name] == universe):
            if scenario in OTHER_DATES:
                continue
            first = run.row(scenario, "net_flow")
            month = run.row(scenario, "cumulative_net_flow", week="4")
            aum = run.row(scenario, "aum", week=LAST_WEEK)
            delta = run.deltas.get((scenario, "4"))
            rows.append([scenario, spread(first), percentile(first), spread(month), percentile(month),
                         f"{amount(delta['delta'])} +- {float(delta['mc_se']):,.0f}" if delta else "",
                         spread(aum, size), percentile(aum)])
        first = run.row(rows[0][0], "net_flow")["realised"]
        month = run.row(rows[0][0], "cumulative_net_flow", week="4")["realised"]
        aum = run.row(rows[0][0], "aum", week=LAST_WEEK)["realised"]
        rows.append(["*came*", amount(first), "", amount(month), "", "", size(aum), ""])
        return table(["scenario", "flow of week 1, m USD", "percentile", "flow of weeks 1-4, m USD", "percentile",
                      "mean of weeks 1-4 less baseline's", "AUM after week 8, bn USD", "percentile"], rows)
    return build


def events(universe):
    def build(run):
        rows_of, names, outcome = {}, [], {}
        for row in run.events:
            if run.universe[row["scenario"]] != universe or row["scenario"] in OTHER_DATES:
                continue
            if row["event"] not in names:
                names.append(row["event"])
            outcome[row["event"]] = row["realised"]
            change = f" ({100 * float(row['delta']):+.1f})" if row["delta"] else ""
            rows_of.setdefault(row["scenario"], {})[row["event"]] = f"{100 * float(row['probability']):.1f}{change}"
        rows = [[scenario] + [cells.get(name, "") for name in names] for scenario, cells in sorted(rows_of.items())]
        rows.append(["*came*"] + [outcome[name] or "not known" for name in names])
        return table(["probability, % (less baseline's)"] + [f"`{name}`" for name in names], rows)
    return build


def repricing(run):
    """Eight weeks as of 2025-12-22, given the path of the 2-year yield."""
    rows = []
    for week in range(1, int(LAST_WEEK) + 1):
        row = run.row("article-repricing", "net_flow", week=str(week))
        rows.append([row["week_end"], spread(row), amount(row["realised"]), percentile(row)])
    return table(["week to", "said, m USD", "came", "percentile"], rows)


TABLES = {"reference": reference, "members": members, "came": came, "scenarios-world": scenarios("global-etp"),
          "scenarios-us": scenarios("us-spot-etf"), "events-world": events("global-etp"),
          "events-us": events("us-spot-etf"), "repricing": repricing}


def main(arguments):
    if not arguments or arguments[0].startswith("-") or arguments[1:2] not in ([], ["--write"]):
        sys.exit(__doc__)
    run = Run(arguments[0])
    for name in arguments[2:]:
        path = Path(name)
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(<!-- table ([\w-]+) -->\n).*?(<!-- end -->)",
                      lambda found: f"{found[1]}{TABLES[found[2]](run)}\n{found[3]}", text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")
    if len(arguments) == 1:
        print("\n\n".join(f"{name}\n\n{build(run)}" for name, build in TABLES.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
