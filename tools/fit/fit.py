"""Fits the polynomials of the float functions and prints the constants of Coefficients.java.

Each polynomial minimises the largest weighted error over its interval: Lawson's iteration (least squares with weights
that grow where the error is large), coefficients rounded to float one by one from the lowest, the remaining ones fitted
again after each; of a ratio of polynomials likewise, linearised with the last denominator. Needs Python 3, numpy and mpmath. Run: python3 tools/fit/fit.py
"""

import mpmath as mp
import numpy as np

POINTS = 1200
mp.mp.dps = 40


def lawson(matrix, target, rounds=150):
    """Coefficients c that nearly minimise max |matrix·c − target|."""
    weight = np.ones(len(target))
    best, best_error = None, np.inf
    for _ in range(rounds):
        root = np.sqrt(weight)[:, None]
        c = np.linalg.lstsq(matrix * root, target * root[:, 0], rcond=None)[0]
        error = np.abs(matrix @ c - target)
        if error.max() < best_error:
            best, best_error = c, error.max()
        weight *= error / error.max() + 1e-6
        weight /= weight.sum()
    return best


def fit(name, says, f, weight, degree, low, high, variable=lambda x: x):
    """Fits sum c_i·v^i, v = variable(x), to f(x), so that max |weight(x)·error| is small."""
    nodes = np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)
    x = (high + low) / 2 + (high - low) / 2 * nodes
    v = np.array([variable(t) for t in x])
    w = np.array([float(weight(mp.mpf(t))) for t in x])
    wanted = np.array([float(f(mp.mpf(t))) for t in x]) * w
    powers = v[:, None] ** np.arange(degree + 1) * w[:, None]
    fixed = []
    while len(fixed) <= degree:
        left = wanted - powers[:, : len(fixed)] @ np.array(fixed) if fixed else wanted
        fixed.append(float(np.float32(lawson(powers[:, len(fixed) :], left)[0])))
    error = np.abs(powers @ np.array(fixed) - wanted).max()
    print(f"    // {says}; error below 2^{np.log2(error):.1f}")
    for i, c in enumerate(fixed):
        constant(f"{name}_{i}", f"{name}, degree {i}", c)


def fit_ratio(name, says, f, scale, above, below, low, high):
    """Fits P(x)/Q(x) of these degrees, Q(0) = 1, to f(x), so that max |error/scale(x)| is small."""
    share = (1 - np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)) / 2
    x = low + (high - low) * share**1.7
    wanted = np.array([float(f(mp.mpf(t))) for t in x])
    size = np.array([float(scale(mp.mpf(t))) for t in x])
    column = {("Q", i): -wanted * x**i for i in range(below + 1)} | {("P", i): x**i for i in range(above + 1)}
    fixed = {("Q", 0): 1.0}
    divisor = np.ones(POINTS)
    while True:
        free = sorted((c for c in column if c not in fixed), key=lambda c: (c[1], c[0] != "Q"))
        values = dict(fixed)
        for _ in range(8 if free else 1):
            if free:
                left = -sum(fixed[c] * column[c] for c in fixed) / (size * divisor)
                matrix = np.stack([column[c] for c in free], 1) / (size * divisor)[:, None]
                unit = np.abs(matrix).max(0)
                values |= zip(free, lawson(matrix / unit, left) / unit)
            divisor = sum(values["Q", i] * x**i for i in range(below + 1))
        if not free:
            break
        fixed[free[0]] = float(np.float32(values[free[0]]))
    error = np.abs((sum(values["P", i] * x**i for i in range(above + 1)) / divisor - wanted) / size).max()
    print(f"    // {says}; error below 2^{np.log2(error):.1f}")
    for part, degree in (("P", above), ("Q", below)):
        for i in range(0 if part == "P" else 1, degree + 1):
            constant(f"{name}_{part}_{i}", f"{name}, {'numerator' if part == 'P' else 'denominator'}, degree {i}", values[part, i])


def constant(name, says, value):
    """Prints a constant whose literal reads back to the same float."""
    digits = np.format_float_scientific(np.float32(value), unique=True, trim="0").replace("e+00", "").replace("e-0", "e-")
    print(f"    /** {says}. */")
    print(f"    public static final float {name} = {digits}f;")
    print()


def split(name, says, value, parts, bits=24):
    """Prints a constant as the sum of so many floats, all but the last with at most so many bits."""
    left = mp.mpf(value)
    for i in range(parts):
        part = float(np.float32(float(left)))
        if i < parts - 1:
            unit = 2.0 ** (np.frexp(part)[1] - bits)
            part = round(part / unit) * unit
        left -= mp.mpf(part)
        constant(name if parts == 1 else f"{name}_{i}", says if parts == 1 else f"{says}, part {i}", part)


def main():
    split("LOG2_E", "log₂ e", 1 / mp.log(2), 1)
    split("LN_2", "ln 2", mp.log(2), 2)
    split("LN_2_SHORT", "ln 2 in 15 bits, whose products with small integers are exact", mp.log(2), 2, 15)
    split("TWO_OVER_PI", "2/π", 2 / mp.pi, 1)
    split("HALF_PI", "π/2", mp.pi / 2, 3)
    split("NORMAL_DENSITY", "1/√(2π), the normal density at 0", 1 / mp.sqrt(2 * mp.pi), 1)
    split("GELU_SLOPE", "2·√(2/π)", 2 * mp.sqrt(2 / mp.pi), 1)
    split("GELU_CUBE", "2·√(2/π)·0.044715", 2 * mp.sqrt(2 / mp.pi) * mp.mpf("0.044715"), 1)

    square = lambda x: x * x
    fit("EXP", "eʳ = 1 + r + r²·EXP(r), |r| ≤ ln 2/2",
        lambda r: (mp.expm1(r) - r) / r**2, lambda r: r, 4, -0.3468, 0.3468)
    fit("LOG", "ln(1 + f) = f − f²·(1/2 − f·LOG(f)), √½ ≤ 1 + f ≤ √2",
        lambda f: (mp.log1p(f) - f + f**2 / 2) / f**3, lambda f: f**3 / mp.log1p(f), 7, -0.2930, 0.4143)
    fit("SIN", "sin r = r + r³·SIN(r²), |r| ≤ π/4",
        lambda r: (mp.sin(r) - r) / r**3, lambda r: r**3 / mp.sin(r), 2, 0.002, 0.7861, square)
    fit("COS", "cos r = 1 − r²/2 + r⁴·COS(r²), |r| ≤ π/4",
        lambda r: (mp.cos(r) - 1 + r**2 / 2) / r**4, lambda r: r**4 / mp.cos(r), 2, 0.002, 0.7861, square)
    fit("TANH", "tanh x = x + x³·TANH(x²), |x| ≤ 5/8",
        lambda x: (mp.tanh(x) - x) / x**3, lambda x: x**3 / mp.tanh(x), 4, 0.002, 0.6251, square)
    fit("ERF", "erf x = x + x·ERF(x²), |x| ≤ 1",
        lambda x: mp.erf(x) / x - 1, lambda x: x / mp.erf(x), 6, 0.0005, 1.0001, square)
    fit("ERFC", "log₂(1 − erf x) = −ERFC(x), 1 ≤ x ≤ 4",
        lambda x: -mp.log(mp.erfc(x), 2), lambda x: mp.erfc(x) * mp.log(2) / mp.erf(x), 6, 0.9999, 4.0)
    fit("PHI", "Φ(x) = ½ + x·PHI(x²), |x| ≤ 0.9",
        lambda x: (mp.ncdf(x) - 0.5) / x, lambda x: x / mp.ncdf(-x), 4, 0.001, 0.901, square)
    # the numerator cancels where t·Φ(−t) is largest, so the error is measured against what remains
    density = mp.mpf(float(np.float32(1 / np.sqrt(2 * np.pi))))
    mills = lambda t: t * mp.erfc(t / mp.sqrt(2)) / 2 * mp.exp(t * t / 2)
    fit_ratio("MILLS", "t·Φ(−t)·e^(t²/2) = NORMAL_DENSITY − MILLS_P(t)/MILLS_Q(t), 0.9 ≤ t ≤ 14.6",
        lambda t: density - mills(t), mills, 3, 5, 0.9, 14.6)
    # of the centres near 3, one whose lowest coefficient loses little by rounding
    center = 2.75
    constant("TAIL_CENTER", "a of TAIL", center)
    tail = lambda t: (t + center) * mp.erfc(t / mp.sqrt(2)) / 2 * mp.exp(t * t / 2)
    fit("TAIL", "½·erfc(t/√2) = e^(−t²/2)·TAIL(v)/(t + a), v = (t − a)/(t + a), 0 ≤ t ≤ 15",
        tail, lambda t: 1 / tail(t), 9, 0.0, 15.0, lambda t: (t - center) / (t + center))

    # pow: log₂ m = s·(LOG2_S + s²·(LOG2_S3 + s²·LOG2(s²))), s = (m − 1)/(m + 1)
    split("LOG2_S", "2/ln 2", 2 / mp.log(2), 2)
    split("LOG2_S3", "2/(3·ln 2)", 2 / (3 * mp.log(2)), 2)
    fit("LOG2", "log₂((1 + s)/(1 − s)) = s·(LOG2_S + s²·(LOG2_S3 + s²·LOG2(s²))), |s| ≤ 0.172",
        lambda s: (2 * mp.atanh(s) / s - 2 - 2 * s * s / 3) / mp.log(2) / s**4, lambda s: s**4,
        2, 0.01, 0.1717, square)
    fit("EXP2", "2ʳ = 1 + r·EXP2(r), |r| ≤ 1/2",
        lambda r: mp.expm1(r * mp.log(2)) / r, lambda r: r / mp.exp(r * mp.log(2)), 5, -0.5003, 0.5003)


if __name__ == "__main__":
    main()
