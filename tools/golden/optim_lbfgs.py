"""Steps of torch.optim.LBFGS with its strong-Wolfe line search in float64, for optim's tests.

Three objectives whose least value is about 0, so that float32 can follow them: a quadratic about its minimum, Rosenbrock's
valley, and a network of one hidden layer that can fit its data. A line search amplifies rounding from iteration to iteration;
"float32.after<k>" is how far, relative to the weights, PyTorch's own run in float32 is from the one in float64 by then.
"""

import numpy
import torch

from common import SEED, write

STEPS = 4
SETTINGS = {
    "short": {"lr": 1, "history_size": 10, "max_iter": 3, "max_eval": 25},
    "forgetful": {"lr": 0.5, "history_size": 2, "max_iter": 2, "max_eval": 3},
    "whole": {"lr": 1, "history_size": 10, "max_iter": 20, "max_eval": 25},
}


def single(value):
    return numpy.asarray(value).astype(numpy.float32)


def wide(value):
    return torch.tensor(value, dtype=torch.get_default_dtype())


def quadratic(rng):
    n = 6
    root = rng.normal(size=(n, n))
    a = single(root @ root.T / n + numpy.eye(n) / 2)
    a = (a + a.T) / 2
    goal = single(rng.normal(size=n))
    start = single(rng.normal(size=n))

    def loss(p):
        x = p[0] - wide(goal)
        return 0.5 * (x @ wide(a) @ x)

    return {"a": a, "goal": goal}, [start], loss


def rosenbrock(rng):
    def loss(p):
        x, y = p[0]
        return 100 * (y - x**2) ** 2 + (1 - x) ** 2

    return {}, [single([-1.2, 1])], loss


def network(rng):
    x = single(rng.normal(size=(8, 3)))
    shapes = [(5, 3), (5,), (2, 5), (2,)]

    def output(p):
        return torch.tanh(wide(x) @ p[0].T + p[1]) @ p[2].T + p[3]

    y = single(output([wide(single(rng.normal(size=shape))) for shape in shapes]).double())
    start = [single(rng.normal(size=shape)) for shape in shapes]

    def loss(p):
        return ((output(p) - wide(y)) ** 2).mean()

    return {"x": x, "y": y}, start, loss


def trajectory(options, start, loss):
    parameters = [wide(s).requires_grad_() for s in start]
    optimizer = torch.optim.LBFGS(parameters, line_search_fn="strong_wolfe", **options)
    evaluations = 0
    states = []

    def closure():
        nonlocal evaluations
        evaluations += 1
        optimizer.zero_grad()
        value = loss(parameters)
        value.backward()
        return value

    for _ in range(STEPS):
        optimizer.step(closure)
        weights = [p.detach().double().numpy().copy() for p in parameters]
        states.append((weights, float(loss(parameters)), evaluations))
    return states


def distance(narrow, exact):
    flat = [numpy.concatenate([w.reshape(-1) for w in weights]) for weights in (narrow, exact)]
    return numpy.linalg.norm(flat[0] - flat[1]) / numpy.linalg.norm(flat[1])


def main():
    for number, (name, problem) in enumerate([("quadratic", quadratic), ("rosenbrock", rosenbrock), ("network", network)]):
        for setting, options in SETTINGS.items():
            torch.set_default_dtype(torch.float64)
            entries, start, loss = problem(numpy.random.default_rng([SEED, number]))
            for i, value in enumerate(start):
                entries["p%d" % i] = value
            exact = trajectory(options, start, loss)
            torch.set_default_dtype(torch.float32)
            narrow = trajectory(options, start, loss)
            for step in range(STEPS):
                weights, value, evaluations = exact[step]
                for i, weight in enumerate(weights):
                    entries["p%d.after%d" % (i, step)] = weight
                entries["loss.after%d" % step] = value
                entries["evaluations.after%d" % step] = evaluations
                entries["float32.after%d" % step] = distance(narrow[step][0], weights)
            write("optim", "lbfgs", name + "-" + setting, entries)


if __name__ == "__main__":
    main()
