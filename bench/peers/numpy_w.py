"""The work W in NumPy.

natural: arrays over all paths, week by week, the library's own distributions and np.quantile.
expert:  chunks of paths that fit the cache, single precision, in place, normals and Student t (Bailey 1994) from the
         library's fastest uniforms and normals, columns sorted in single precision.
"""

import json

import numpy as np
from numpy.random import SFC64, Generator

import numpy_peer

CHUNK = 2048


def load(file, weeks):
    with open(file) as text:
        work = json.load(text)
    arrays = {name: np.array(value) for name, value in work.items() if name != "weeks"}
    return arrays, weeks or work["weeks"]


def natural(w, weeks, paths, rng):
    x = np.zeros((paths, len(w["c"])))
    f = np.zeros((paths, len(w["a"])))
    aum = np.tile(w["aum"], (paths, 1))
    result = np.empty((weeks, 2, len(w["a"]), paths))
    for week in range(weeks):
        z = rng.standard_normal(x.shape)
        g = rng.chisquare(5.0, paths)
        x = w["c"] + x @ w["A"].T + np.sqrt(3.0 / g)[:, None] * (z @ w["L"].T)
        r = w["g0"] + x @ w["G"].T
        e = np.sqrt(3.0 / 5.0) * rng.standard_t(5.0, f.shape)
        f = w["a"] + x @ w["B"].T + w["phi"] * f + w["s"] * e
        aum = aum * (1.0 + r[:, w["class"]]) + f
        result[week, 0] = f.T
        result[week, 1] = aum.T
    return result


def bailey(rng, out, angle):
    """Student t(5) of unit variance into `out`: sqrt(3 (u^(-2/5) - 1)) cos(2 pi v)."""
    rng.random(out=out, dtype=np.float32)
    np.subtract(np.float32(1.0), out, out=out)  # (0, 1]
    np.log(out, out=out)
    np.multiply(out, np.float32(-0.4), out=out)
    np.expm1(out, out=out)
    np.multiply(out, np.float32(3.0), out=out)
    np.sqrt(out, out=out)
    rng.random(out=angle, dtype=np.float32)
    np.multiply(angle, np.float32(2.0 * np.pi), out=angle)
    np.cos(angle, out=angle)
    np.multiply(out, angle, out=out)


def expert(w, weeks, paths, rng):
    factors, series = len(w["c"]), len(w["a"])
    single = {name: value.astype(np.float32) for name, value in w.items() if name != "class"}
    result = np.empty((weeks, 2, series, paths), dtype=np.float32)
    shape = (series, CHUNK)
    z, x, earlier, x_part = (np.empty((factors, CHUNK), dtype=np.float32) for _ in range(4))
    e, angle, r_of_series = (np.empty(shape, dtype=np.float32) for _ in range(3))
    phi, s = single["phi"][:, None], single["s"][:, None]
    a, c, g0 = single["a"][:, None], single["c"][:, None], single["g0"][:, None]
    by_series = np.ascontiguousarray(single["G"][w["class"]])
    g0 = g0[w["class"]] + np.float32(1.0)
    for first in range(0, paths, CHUNK):
        count = min(CHUNK, paths - first)
        x.fill(0.0)
        f = np.zeros(shape, dtype=np.float32)
        aum = np.repeat(single["aum"][:, None], CHUNK, axis=1)
        for week in range(weeks):
            rng.standard_normal(out=z, dtype=np.float32)
            g = rng.standard_gamma(2.5, CHUNK, dtype=np.float32)
            np.multiply(z, np.sqrt(np.float32(1.5) / g), out=z)
            earlier, x = x, earlier
            np.matmul(single["A"], earlier, out=x)
            np.matmul(single["L"], z, out=x_part)
            np.add(x, x_part, out=x)
            np.add(x, c, out=x)
            np.matmul(by_series, x, out=r_of_series)
            np.add(r_of_series, g0, out=r_of_series)
            bailey(rng, e, angle)
            np.multiply(e, s, out=e)
            np.multiply(f, phi, out=f)
            np.add(f, e, out=f)
            np.matmul(single["B"], x, out=e)
            np.add(f, e, out=f)
            np.add(f, a, out=f)
            np.multiply(aum, r_of_series, out=aum)
            np.add(aum, f, out=aum)
            result[week, 0, :, first : first + count] = f[:, :count]
            result[week, 1, :, first : first + count] = aum[:, :count]
    return result


def main():
    given = numpy_peer.arguments()
    w, weeks = load(given.input, given.weeks)
    rng = Generator(SFC64(given.seed))
    start = numpy_peer.clock()
    if given.mode == "natural":
        result = natural(w, weeks, given.paths, rng)
        simulated = numpy_peer.clock()
        statistics = numpy_peer.natural_statistics(result)
    else:
        result = expert(w, weeks, given.paths, rng)
        simulated = numpy_peer.clock()
        statistics = numpy_peer.expert_statistics(result.reshape(-1, given.paths))
    columns = [f"{kind}{i} week {week}" for week in range(1, weeks + 1) for kind in ("flow", "aum")
               for i in range(len(w["a"]))]
    numpy_peer.finish("numpy", given, weeks, columns, statistics, start, simulated)


if __name__ == "__main__":
    main()
