"""The calibrated model of a calibration.json in NumPy: market, total and members, weekly, without conditions
(docs/methods.md has the equations). Parameters are drawn once for 16 paths, as the engine draws them.

natural: arrays over all paths and np.quantile. expert: chunks of paths that fit the cache, columns in single precision,
sorted.
"""

import json

import numpy as np
from numpy.random import SFC64, Generator

import numpy_peer

GROUP = 16  # paths that share parameters
CHUNK_GROUPS = 64
HORIZON = 8
DIMENSIONS = ("asset", "region", "issuer")


def factor_of(covariance):
    """F with F F' = covariance, which may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    return vectors * np.sqrt(np.maximum(values, 0.0))


class Regression:
    def __init__(self, posterior):
        self.mean = np.array([coefficient["mean"] for coefficient in posterior["coefficients"]])
        self.factor = factor_of(np.array(posterior["unit_covariance"]))
        self.variance = posterior["residual_variance"]
        self.half = posterior["degrees_of_freedom"] / 2.0

    def draw(self, rng, groups):
        """Coefficients, each (groups, 1), and sigma."""
        sigma = np.sqrt(self.variance * self.half / rng.standard_gamma(self.half, (groups, 1)))
        normals = rng.standard_normal((groups, len(self.mean)))
        return (self.mean + sigma * (normals @ self.factor.T)).T[:, :, None], sigma


class Calibrated:
    def __init__(self, calibration, lead_weeks):
        self.market, self.funds = calibration["market"], calibration["funds"]
        self.lead = lead_weeks
        variables = self.market["variables"]
        self.names = [variable["name"] for variable in variables]
        place = {name: i for i, name in enumerate(self.names)}
        self.displayed = []
        for variable in variables:
            chain = [place[variable["name"]]]
            while "over" in variables[chain[-1]]:
                chain.append(place[variables[chain[-1]]["over"]])
            self.displayed.append(chain)
        self.equations = [(Regression(equation), [(c["kind"], place.get(c.get("variable"))) for c in equation["coefficients"]])
                          for equation in self.market["equations"]]
        self.volatility = [next(v for v in self.market["volatility"] if v["group"] in (variable["group"], "all"))
                           for variable in variables]
        flow = self.funds["flow"]
        self.flow = Regression(flow)
        self.opening_factor = factor_of(np.array(flow["opening_covariance"]))
        self.members = self.funds["members"]
        self.member_laws = [Regression(member) for member in self.members]
        self.slices = [[m for m, member in enumerate(self.members) if member["dimension"] == dimension]
                       for dimension in DIMENSIONS]
        self.exposures = [[(place[name], weight) for name, weight in member.get("exposures", {}).items()]
                          for member in self.members]
        self.prices = sorted({price for member in self.exposures for price, _ in member})
        self.drawdown, self.dollar = place[flow["drawdown_variable"]], place[flow["disappointment"]["dollar_variable"]]

    def simulate_market(self, rng, groups):
        """Values of the market weeks: (week, variable, groups, GROUP), model units."""
        shape = (groups, GROUP)
        laws = [law.draw(rng, groups) for law, _ in self.equations]
        nu = self.market["tail_index"]
        root = np.sqrt(0.5 * (nu - 2.0) / rng.standard_gamma(0.5 * nu, shape))
        weeks = self.lead + HORIZON
        paths = np.empty((weeks, len(self.names), *shape))
        last = [np.full(shape, value) for value in self.market["last_values"][0]]
        for week in range(weeks):
            noise = rng.standard_normal((len(self.names), *shape))
            for i, (_, regressors) in enumerate(self.equations):
                coefficients, sigma = laws[i]
                v = self.volatility[i]
                scale = np.sqrt(v["long_run"] + (v["level"] - v["long_run"]) * v["persistence"] ** week)
                value = sigma * scale * root * noise[i]
                for coefficient, (kind, j) in zip(coefficients, regressors):
                    if kind == "constant":
                        value += coefficient
                    else:
                        value += coefficient * (last[j] if kind == "lag" else paths[week, j])
                paths[week, i] = value
            last = paths[week]
        return paths

    def log_return(self, market, week, variable):
        return sum(market[week, i] for i in self.displayed[variable])

    def value_members(self, market, week, aum):
        """Simple returns of members (members, groups, GROUP) and of the total."""
        prices = {price: np.expm1(0.01 * self.log_return(market, week, price)) for price in self.prices}
        returns = np.zeros_like(aum)
        for m, exposures in enumerate(self.exposures):
            for price, weight in exposures:
                returns[m] += weight * prices[price]
        np.maximum(returns, -1.0, out=returns)
        assets = self.slices[0]
        held = aum[assets].sum(axis=0)
        total = (aum[assets] * returns[assets]).sum(axis=0) / held
        for members in self.slices[1:]:
            for m in members:
                if not self.exposures[m]:
                    returns[m] = total
            if not members or any(self.members[m]["aum_status"] == "none" for m in members):
                continue
            own, held = (aum[members] * returns[members]).sum(axis=0), aum[members].sum(axis=0)
            shift = np.where(held > 0.0, total - own / np.where(held > 0.0, held, 1.0), 0.0)
            returns[members] = np.maximum(returns[members] + shift, -1.0)
        return returns, total

    def simulate(self, rng, groups):
        """Flows, AUM and market effects of total (first) and members, weeks last, and the market."""
        market = self.simulate_market(rng, groups)
        shape, flow_json = (groups, GROUP), self.funds["flow"]
        b, sigma = self.flow.draw(rng, groups)
        opening = np.array(flow_json["opening"]) + rng.standard_normal((groups, 2)) @ self.opening_factor.T
        factor = np.maximum(0.01, 1.0 + self.funds["opening_aum_sd_musd"] / self.funds["opening_aum_musd"] *
                            rng.standard_normal((groups, 1)))
        laws = [law.draw(rng, groups) for law in self.member_laws]
        member_b = np.stack([coefficients for coefficients, _ in laws])
        member_sigma = np.stack([s for _, s in laws])
        count = len(self.members)
        last = np.stack([np.broadcast_to(m["last_mean"] + np.sqrt(m["last_variance"]) * rng.standard_normal((groups, 1)), shape)
                         for m in self.members])
        x, average = np.broadcast_to(opening[:, :1], shape), np.broadcast_to(opening[:, 1:], shape)
        total_aum = np.broadcast_to(self.funds["opening_aum_musd"] * factor, shape)
        aum = np.stack([np.broadcast_to(m.get("opening_aum_musd", 0.0) * factor, shape) for m in self.members])
        closes = [np.full(shape, close) for close in flow_json["recent_log_closes"]]
        for week in range(len(market)):
            closes.append((closes[-1] if closes else 0.0) + self.log_return(market, week, self.drawdown))
        known, weight = len(flow_json["recent_log_closes"]), flow_json["average_weight"]
        last_return = np.full(shape, flow_json["last_return"])
        if self.lead > 0:
            last_return = 100.0 * self.value_members(market, self.lead - 1, aum)[1]
        flows, aums, effects = (np.empty((1 + count, HORIZON, *shape)) for _ in range(3))
        for week in range(HORIZON):
            now = self.lead + week
            returns, total = self.value_members(market, now, aum)
            dollar = self.log_return(market, now, self.dollar)
            gap = self.log_return(market, now, self.drawdown) + flow_json["disappointment"]["beta"] * dollar
            disappointment = np.where((dollar < 0.0) & (gap < 0.0), gap, 0.0)
            end = known + now
            window = min(end, flow_json["drawdown_window"])
            drawdown = closes[end - 1] - np.max(closes[end - window : end], axis=0)
            r = 100.0 * total
            mean = (b[0] + b[1] * x + b[2] * r + b[3] * last_return + b[4] * drawdown + b[5] * average +
                    b[6] * disappointment)
            effect = total_aum * total
            usd = np.maximum(0.01 * (mean + sigma * rng.standard_normal(shape)) * total_aum, -(total_aum + effect))
            last_return = r
            member_usd = np.empty((count, *shape))
            for members in self.slices:
                if members:
                    member_usd[members], last[members] = self.member_flows(
                        rng, members, member_b[members], member_sigma[members], total_aum, usd, aum[members],
                        last[members], returns[members], total)
            x = np.where(total_aum > 0.0, 100.0 * usd / total_aum, 0.0)
            decayed = flow_json["average_decay"] * weight
            average = (decayed * average + x) / (decayed + 1.0)
            weight = decayed + 1.0
            flows[0, week], effects[0, week] = usd, effect
            total_aum = aums[0, week] = np.maximum(0.0, total_aum + effect + usd)
            flows[1:, week], effects[1:, week] = member_usd, aum * returns
            aum = aums[1:, week] = np.maximum(0.0, aum + effects[1:, week] + member_usd)
        return market, flows, aums, effects

    def member_flows(self, rng, members, b, sigma, total_aum, total_usd, aum, last, returns, total):
        none = np.array([self.members[m]["aum_status"] == "none" for m in members])[:, None, None]
        scale = 0.01 * np.where(none, total_aum, aum)
        spread = scale * sigma
        percent = np.where(total_aum > 0.0, 100.0 * total_usd / total_aum, 0.0)
        # Coefficients: level, own lag, total, own return.
        mean = b[:, 0] + b[:, 1] * last + b[:, 2] * percent + b[:, 3] * (100.0 * (returns - total))
        usd = scale * mean + spread * rng.standard_normal(spread.shape)
        variance = spread * spread
        whole = variance.sum(axis=0)
        usd += (total_usd - usd.sum(axis=0)) * np.where(whole > 0.0, variance / whole, 1.0 / len(members))
        floor = np.where(none, -np.inf, -aum * (1.0 + returns))
        short = (usd < floor).any(axis=0)
        if short.any():
            usd[:, short] = keep_feasible(usd[:, short], floor[:, short], variance[:, short], total_usd[short])
        return usd, np.where(scale > 0.0, usd / np.where(scale > 0.0, scale, 1.0), 0.0)


def keep_feasible(usd, floor, variance, total):
    """Members below their floor are held there, the others carry the difference by their variances."""
    held = np.zeros(usd.shape, dtype=bool)
    while True:
        short = ~held & (usd < floor)
        held |= short
        usd = np.where(held, floor, usd)
        gap = total - usd.sum(axis=0)
        free_variance = np.where(held, 0.0, variance)
        spread = free_variance.sum(axis=0)
        above = np.where(held, 0.0, usd - floor)
        room = above.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            little = (gap < 0.0) & (room + gap < 1e-9 * room)
            move = np.where(little, gap * (above / room), np.where(spread > 0.0, gap * (free_variance / spread), 0.0))
        usd = usd + np.where(held, 0.0, move)
        if not short.any():
            return usd


def columns_of(model):
    names = []
    for member in range(-1, len(model.members)):
        of = "total" if member < 0 else f"member {member}"
        for target in ("net_flow", "cumulative_net_flow", "net_flow_pct_aum", "aum", "market_effect"):
            if member < 0 or target in ("net_flow", "cumulative_net_flow") or model.members[member]["aum_status"] != "none":
                names.append(f"{target} {of}")
    for kind, target in (("factor", "factor"), ("return", "return")):
        names += [f"{target} {v['name']}" for v in model.market["variables"] if v.get("kind", "factor") == kind]
    return [f"{name} week {week}" for name in names for week in range(1, HORIZON + 1)]


def store(model, simulated, out):
    """out[column] = the paths' values, in the order of columns_of."""
    market, flows, aums, effects = simulated
    place = 0

    def put(values):
        nonlocal place
        out[place : place + HORIZON] = values.reshape(HORIZON, -1)
        place += HORIZON

    for i in range(len(flows)):
        put(flows[i])
        put(np.cumsum(flows[i], axis=0))
        if i > 0 and model.members[i - 1]["aum_status"] == "none":
            continue
        opening = aums[i] - effects[i] - flows[i]
        put(np.where(opening > 0.0, 100.0 * flows[i] / np.where(opening > 0.0, opening, 1.0), 0.0))
        put(aums[i])
        put(effects[i])
    for kind in ("factor", "return"):
        for i, variable in enumerate(model.market["variables"]):
            if variable.get("kind", "factor") != kind:
                continue
            values = sum(market[model.lead :, j] for j in model.displayed[i])
            put(100.0 * np.expm1(0.01 * values) if variable["unit"] == "%" else values)


def main():
    given = numpy_peer.arguments()
    with open(given.input) as text:
        calibration = json.load(text)
    weeks = np.datetime64(calibration["week_one"]) - np.datetime64(calibration["market"]["last_week"])
    model = Calibrated(calibration, int(weeks / np.timedelta64(7, "D")) - 1)
    rng = Generator(SFC64(given.seed))
    columns = columns_of(model)
    groups = given.paths // GROUP
    start = numpy_peer.clock()
    if given.mode == "natural":
        result = np.empty((len(columns), groups * GROUP))
        store(model, model.simulate(rng, groups), result)
        simulated = numpy_peer.clock()
        statistics = numpy_peer.natural_statistics(result)
    else:
        result = np.empty((len(columns), groups * GROUP), dtype=np.float32)
        for first in range(0, groups, CHUNK_GROUPS):
            count = min(CHUNK_GROUPS, groups - first)
            store(model, model.simulate(rng, count), result[:, first * GROUP : (first + count) * GROUP])
        simulated = numpy_peer.clock()
        statistics = numpy_peer.expert_statistics(result)
    numpy_peer.finish("numpy", given, HORIZON, columns, statistics, start, simulated)


if __name__ == "__main__":
    main()
