"""Writes work_w.json: the numbers of the synthetic work W, from a generator of its own, so that they are the same
everywhere.

    python3 bench/peers/make_work_w.py > bench/peers/work_w.json

W (docs/performance.md): 12 factors, 8 classes of returns, 40 flow series and their AUM over 26 weeks,
    x_t = c + A x_{t-1} + sqrt(3 / g_t) L z_t,   z ~ N(0, I), g_t ~ chi2(5) one a path and week
    r_t = g0 + G x_t                             simple returns of the classes, fractions
    f_t = a + B x_t + phi f_{t-1} + s e_t        e independent Student t(5) of unit variance
    AUM_t = AUM_{t-1} (1 + r_{class,t}) + f_t    million USD
from x = 0, f = 0.
"""

import json

FACTORS, CLASSES, SERIES, WEEKS = 12, 8, 40, 26


class Numbers:
    """Uniform on [0, 1): Park and Miller's generator."""

    def __init__(self):
        self.state = 20260119

    def uniform(self, low, high):
        self.state = self.state * 48271 % 2147483647
        return round(low + (high - low) * self.state / 2147483647, 6)

    def vector(self, size, low, high):
        return [self.uniform(low, high) for _ in range(size)]

    def matrix(self, rows, columns, low, high):
        return [self.vector(columns, low, high) for _ in range(rows)]


numbers = Numbers()
lags = numbers.matrix(FACTORS, FACTORS, -0.05, 0.05)
impact = numbers.matrix(FACTORS, FACTORS, -0.4, 0.4)
for i in range(FACTORS):
    lags[i][i] = round(lags[i][i] + 0.2, 6)
    impact[i] = [*impact[i][:i], round(abs(impact[i][i]) + 0.6, 6), *[0.0] * (FACTORS - i - 1)]

work = {
    "weeks": WEEKS,
    "c": numbers.vector(FACTORS, -0.05, 0.05),
    "A": lags,
    "L": impact,
    "g0": numbers.vector(CLASSES, 0.0, 0.002),
    "G": numbers.matrix(CLASSES, FACTORS, -0.012, 0.02),
    "a": numbers.vector(SERIES, -10.0, 30.0),
    "B": numbers.matrix(SERIES, FACTORS, -30.0, 60.0),
    "phi": numbers.vector(SERIES, 0.1, 0.5),
    "s": numbers.vector(SERIES, 50.0, 250.0),
    "class": [i % CLASSES for i in range(SERIES)],
    "aum": [float(round(numbers.uniform(5e3, 6e4))) for _ in range(SERIES)],
}
print(json.dumps(work))
