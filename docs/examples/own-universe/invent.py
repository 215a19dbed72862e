"""Invents flows.csv and aum.csv of this folder: six products that do not exist, moving with the shipped prices.

    python3 docs/examples/own-universe/invent.py scenarios/market/factors.csv docs/examples/own-universe
"""
import csv
import random
import sys

FIRST, LAST = "2024-10-04", "2026-01-16"
# asset, price series, exposure, region, first week, AUM before it in million USD
PRODUCTS = [
    ("Bitcoin", "btc_usd", 1, "Switzerland", FIRST, 240.0),
    ("Bitcoin", "btc_usd", 1, "Germany", FIRST, 110.0),
    ("Ethereum", "eth_usd", 1, "Switzerland", FIRST, 75.0),
    ("Ethereum", "eth_usd", 1, "Germany", FIRST, 40.0),
    ("Solana", "sol_usd", 1, "Switzerland", "2025-03-07", 0.0),
    ("Short Bitcoin", "btc_usd", -1, "Germany", FIRST, 6.0),
]
ISSUER = "Invented Funds"


def weeks(levels, price, first):
    """Week ends of a product with the simple return of its price."""
    before = None
    for row in levels:
        level = float(row[price] or "nan")
        if first <= row["week_end"] <= LAST:
            yield row["week_end"], level / before - 1.0
        before = level


def main(factors, folder):
    with open(factors, newline="") as file:
        levels = list(csv.DictReader(file))
    draws = random.Random(6)
    flows, sizes = [], []
    for asset, price, exposure, region, first, aum in PRODUCTS:
        share = 0.0
        for week, change in weeks(levels, price, first):
            seed_money = 5.0 if aum == 0.0 else 0.0
            share = 0.3 * share + 0.001 + 0.08 * exposure * change + 0.008 * draws.gauss(0.0, 1.0)
            flow = round(seed_money + share * aum, 2)
            aum = aum * (1.0 + exposure * change) + flow
            flows.append((week, asset, region, ISSUER, f"{flow:.2f}"))
            if week in ("2024-10-04", LAST) or week[5:] in QUARTER_ENDS[week[:4]]:
                sizes.append((week, asset, region, ISSUER, f"{aum:.1f}"))
    for name, column, rows in (("flows.csv", "net_flow_musd", flows), ("aum.csv", "aum_musd", sizes)):
        with open(f"{folder}/{name}", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("week_end", "asset", "region", "issuer", column))
            writer.writerows(sorted(rows, key=lambda row: row[0]))


# Last Fridays of the quarters.
QUARTER_ENDS = {"2024": ("12-27",), "2025": ("03-28", "06-27", "09-26", "12-26"), "2026": ()}

if __name__ == "__main__":
    main(*sys.argv[1:])
