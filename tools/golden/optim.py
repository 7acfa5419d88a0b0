"""Fifty steps of PyTorch's optimizers in float64, for optim's tests.

replay:  recorded float32 gradients, the rate changing at every step; the bias has no gradient at steps 3 and 7.
live:    minimises 0.5·x'Ax - b'x from x = 0.
network: minimises mean((tanh(x·p0' + p1)·p2' + p3 - y)²).

A new case goes to the end of CASES: its number seeds its random numbers.
"""

import numpy
import torch

from common import SEED, write

# ASGD and NAdam keep scalars of the default type.
torch.set_default_dtype(torch.float64)

STEPS = 50
# ASGD applies a changed rate one step late.
CONSTANT_RATE = {torch.optim.ASGD}
# Without foreach, NAdam of 1.13 multiplies by the present momentum twice; later versions do not.
NADAM = {"foreach": True}
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
    "adam-amsgrad": (torch.optim.Adam, {"amsgrad": True}, 0.01),
    "adam-amsgrad-l2": (
        torch.optim.Adam,
        {"betas": (0.8, 0.9), "eps": 1e-3, "weight_decay": 0.1, "amsgrad": True},
        0.02,
    ),
    "adamw-amsgrad": (torch.optim.AdamW, {"amsgrad": True}, 0.01),
    "adamw-amsgrad-strong": (
        torch.optim.AdamW,
        {"betas": (0.9, 0.8), "eps": 1e-5, "weight_decay": 0.5, "amsgrad": True},
        0.03,
    ),
    "adagrad-defaults": (torch.optim.Adagrad, {}, 0.05),
    "adagrad-decay": (
        torch.optim.Adagrad,
        {"lr_decay": 0.1, "weight_decay": 0.05, "initial_accumulator_value": 0.5, "eps": 1e-3},
        0.1,
    ),
    "adadelta-defaults": (torch.optim.Adadelta, {}, 1.0),
    "adadelta-l2": (torch.optim.Adadelta, {"rho": 0.8, "eps": 1e-3, "weight_decay": 0.1}, 0.5),
    "rmsprop-defaults": (torch.optim.RMSprop, {}, 0.01),
    "rmsprop-l2": (torch.optim.RMSprop, {"alpha": 0.9, "eps": 1e-3, "weight_decay": 0.1}, 0.02),
    "rmsprop-momentum": (torch.optim.RMSprop, {"momentum": 0.9}, 0.002),
    "rmsprop-momentum-l2": (
        torch.optim.RMSprop,
        {"alpha": 0.8, "eps": 1e-2, "momentum": 0.5, "weight_decay": 0.05},
        0.01,
    ),
    "rmsprop-centered": (torch.optim.RMSprop, {"centered": True}, 0.01),
    "rmsprop-centered-momentum": (
        torch.optim.RMSprop,
        {"alpha": 0.9, "eps": 1e-2, "momentum": 0.8, "centered": True, "weight_decay": 0.02},
        0.005,
    ),
    "adamax-defaults": (torch.optim.Adamax, {}, 0.02),
    "adamax-l2": (torch.optim.Adamax, {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1}, 0.03),
    "nadam-defaults": (torch.optim.NAdam, {**NADAM}, 0.01),
    "nadam-l2": (
        torch.optim.NAdam,
        {"betas": (0.8, 0.99), "eps": 1e-4, "momentum_decay": 0.1, "weight_decay": 0.1, **NADAM},
        0.02,
    ),
    "radam-defaults": (torch.optim.RAdam, {}, 0.01),
    "radam-l2": (torch.optim.RAdam, {"betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1}, 0.02),
    "rprop-defaults": (torch.optim.Rprop, {}, 0.01),
    "rprop-bounds": (torch.optim.Rprop, {"etas": (0.6, 1.5), "step_sizes": (1e-2, 0.2)}, 0.05),
    "asgd-defaults": (torch.optim.ASGD, {}, 0.02),
    "asgd-average": (torch.optim.ASGD, {"lambd": 0.1, "alpha": 0.5, "t0": 10, "weight_decay": 0.05}, 0.05),
}


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate


def for_use(optimizer, parameter):
    """The weights to use: ASGD's average, else those that are trained."""
    return optimizer.state[parameter].get("ax", parameter)


def replay(kind, options, rate, rng):
    start = {"weight": rng.normal(size=(3, 4)), "bias": rng.normal(size=4)}
    start = {name: value.astype(numpy.float32) for name, value in start.items()}
    parameters = {name: torch.tensor(value, dtype=torch.float64) for name, value in start.items()}
    optimizer = kind(parameters.values(), lr=rate, **options)
    if kind in CONSTANT_RATE:
        rates = numpy.full(STEPS, rate)
    else:
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
        entries[name + ".after50"] = for_use(optimizer, parameters[name])
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
    return {"live.a": a, "live.b": b, "live.rate": rate, "live.after50": for_use(optimizer, x)}


def network(kind, options, rate, rng):
    samples, inputs, hidden, outputs = 8, 3, 5, 2
    x = rng.normal(size=(samples, inputs)).astype(numpy.float32)
    y = rng.normal(size=(samples, outputs)).astype(numpy.float32)
    shapes = [(hidden, inputs), (hidden,), (outputs, hidden), (outputs,)]
    start = [rng.uniform(-1, 1, size=shape).astype(numpy.float32) for shape in shapes]
    p = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in start]
    optimizer = kind(p, lr=rate, **options)
    x64, y64 = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    for _ in range(STEPS):
        optimizer.zero_grad(set_to_none=True)
        out = torch.tanh(x64 @ p[0].T + p[1]) @ p[2].T + p[3]
        ((out - y64) ** 2).mean().backward()
        optimizer.step()
    entries = {"network.x": x, "network.y": y, "network.rate": rate}
    for number, parameter in enumerate(p):
        entries["network.p%d" % number] = start[number]
        entries["network.p%d.after50" % number] = for_use(optimizer, parameter)
    return entries


def main():
    for number, (name, (kind, options, rate)) in enumerate(CASES.items()):
        rng = numpy.random.default_rng([SEED, number])
        entries = replay(kind, options, rate, rng)
        entries.update(live(kind, options, rate, rng))
        entries.update(network(kind, options, rate, numpy.random.default_rng([SEED, number, 1])))
        write("optim", "rules", name, entries)


if __name__ == "__main__":
    main()
