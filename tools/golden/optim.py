"""Fifty steps of PyTorch's optimizers in float64, for optim's tests.

replay: recorded float32 gradients, the rate changing at every step; the bias has no gradient at steps 3 and 7.
live:   minimises 0.5·x'Ax - b'x from x = 0.
"""

import numpy
import torch

from common import SEED, write

STEPS = 50
CASES = {
    "sgd-plain": (torch.optim.SGD, {}, 0.05),
    "sgd-l2": (torch.optim.SGD, {"weight_decay": 0.1}, 0.05),
    "sgd-momentum": (torch.optim.SGD, {"momentum": 0.9}, 0.02),
    "sgd-dampening": (torch.optim.SGD, {"momentum": 0.8, "dampening": 0.5, "weight_decay": 0.01}, 0.03),
    "sgd-nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}, 0.02),
    "sgd-nesterov-l2": (torch.optim.SGD, {"momentum": 0.5, "nesterov": True, "weight_decay": 0.05}, 0.05),
    "adam-defaults": (torch.optim.Adam, {}, 0.01),
    "adam-l2": (torch.optim.Adam, {"betas": (0.8, 0.99), "eps": 1e-4, "weight_decay": 0.1}, 0.02),
    "adamw-defaults": (torch.optim.AdamW, {}, 0.01),
    "adamw-strong": (torch.optim.AdamW, {"betas": (0.95, 0.98), "eps": 1e-6, "weight_decay": 0.3}, 0.02),
}


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate


def replay(kind, options, rate, rng):
    start = {"weight": rng.normal(size=(3, 4)), "bias": rng.normal(size=4)}
    start = {name: value.astype(numpy.float32) for name, value in start.items()}
    parameters = {name: torch.tensor(value, dtype=torch.float64) for name, value in start.items()}
    optimizer = kind(parameters.values(), lr=rate, **options)
    rates = numpy.array([rate * (1 + 0.5 * numpy.cos(step)) for step in range(STEPS)])
    gradients = {name: rng.normal(size=(STEPS,) + value.shape).astype(numpy.float32) for name, value in start.items()}
    after_one = {}
    for step in range(STEPS):
        for name, parameter in parameters.items():
            missing = name == "bias" and step in (3, 7)
            parameter.grad = None if missing else torch.tensor(gradients[name][step], dtype=torch.float64)
        set_rate(optimizer, rates[step])
        optimizer.step()
        if step == 0:
            after_one = {name: parameter.clone() for name, parameter in parameters.items()}
    entries = {"rates": rates}
    for name in start:
        entries[name] = start[name]
        entries[name + ".gradients"] = gradients[name]
        entries[name + ".after1"] = after_one[name]
        entries[name + ".after50"] = parameters[name]
    return entries


def live(kind, options, rate, rng):
    n = 6
    root = rng.normal(size=(n, n))
    a = (root @ root.T / n + numpy.eye(n) / 2).astype(numpy.float32)
    a = (a + a.T) / 2
    b = rng.normal(size=n).astype(numpy.float32)
    x = torch.zeros(n, dtype=torch.float64, requires_grad=True)
    optimizer = kind([x], lr=rate, **options)
    a64, b64 = torch.tensor(a, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)
    for _ in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        (0.5 * x @ a64 @ x - b64 @ x).backward()
        optimizer.step()
    return {"live.a": a, "live.b": b, "live.rate": rate, "live.after50": x}


def main():
    for number, (name, (kind, options, rate)) in enumerate(CASES.items()):
        rng = numpy.random.default_rng([SEED, number])
        entries = replay(kind, options, rate, rng)
        entries.update(live(kind, options, rate, rng))
        write("optim", "rules", name, entries)


if __name__ == "__main__":
    main()
