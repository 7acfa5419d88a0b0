"""Averages of weights by torch.optim.swa_utils in float64, for optim's tests."""

import numpy
import torch
from torch.optim.swa_utils import AveragedModel

from common import SEED, write

STEPS = 30
RATE = 0.1


class Weights(torch.nn.Module):
    def __init__(self, start):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))


def train(start, gradients, average, takes):
    model = Weights(start)
    averaged = average(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    after = []
    for step in range(STEPS):
        model.w.grad = torch.tensor(gradients[step], dtype=torch.float64)
        optimizer.step()
        if takes(step + 1):
            averaged.update_parameters(model)
        after.append(averaged.module.w.detach().numpy().copy())
    return numpy.array(after)


def exponential(decay, warm_up):
    def share(count):
        return min(decay, (1.0 + count) / (10.0 + count)) if warm_up else decay

    def average(model):
        # One model counts as averaged, so that the first update is no copy; it is the t-th update when n - 1 were before.
        averaged = AveragedModel(
            model, avg_fn=lambda a, w, n: share(int(n) - 1) * a + (1 - share(int(n) - 1)) * w
        )
        averaged.n_averaged += 1
        return averaged

    return average


def main():
    rng = numpy.random.default_rng([SEED, 2])
    start = rng.normal(size=(3, 4)).astype(numpy.float32)
    gradients = rng.normal(size=(STEPS, 3, 4)).astype(numpy.float32)
    entries = {
        "start": start,
        "gradients": gradients,
        "rate": RATE,
        "swa.10.5": train(start, gradients, AveragedModel, lambda n: n >= 10 and (n - 10) % 5 == 0)[9:],
        "polyak.4": train(start, gradients, AveragedModel, lambda n: n >= 4)[3:],
        "ema.0.8": train(start, gradients, exponential(0.8, True), lambda n: True),
        "ema.0.8.cold": train(start, gradients, exponential(0.8, False), lambda n: True),
    }
    write("optim", "averages", "weights", entries)


if __name__ == "__main__":
    main()
