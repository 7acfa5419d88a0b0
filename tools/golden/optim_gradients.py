"""Gradients clipped by PyTorch in float64, for optim's tests."""

import numpy
import torch

from common import SEED, write

SHAPES = {"matrix": (3, 4), "bias": (5,), "kernel": (2, 3, 2, 2)}


def parameters(gradients):
    out = []
    for value in gradients.values():
        parameter = torch.zeros(value.shape, dtype=torch.float64, requires_grad=True)
        parameter.grad = torch.tensor(value, dtype=torch.float64)
        out.append(parameter)
    return out


def main():
    rng = numpy.random.default_rng([SEED, 1])
    scales = {"matrix": 1.0, "bias": 0.1, "kernel": 3.0}
    gradients = {n: (rng.normal(size=s) * scales[n]).astype(numpy.float32) for n, s in SHAPES.items()}
    entries = dict(gradients)

    joint = parameters(gradients)
    entries["norm"] = torch.nn.utils.clip_grad_norm_(joint, 2.5)
    each = parameters(gradients)
    for parameter in each:
        torch.nn.utils.clip_grad_norm_([parameter], 1.5)
    value = parameters(gradients)
    torch.nn.utils.clip_grad_value_(value, 0.75)
    for kind, clipped in (("global", joint), ("each", each), ("value", value)):
        for name, parameter in zip(gradients, clipped):
            entries[name + "." + kind] = parameter.grad
    write("optim", "gradients", "clip", entries)


if __name__ == "__main__":
    main()
