"""Running statistics that torch.optim.swa_utils.update_bn estimates in float64, for nn's tests."""

import numpy
import torch
from torch import nn
from torch.optim.swa_utils import update_bn

from common import SEED, write

BATCHES = 3


def main():
    rng = numpy.random.default_rng([SEED, 3])
    model = nn.Sequential(nn.BatchNorm2d(2), nn.Conv2d(2, 3, 3), nn.ReLU(), nn.BatchNorm2d(3)).double()
    entries = {}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            value = (rng.normal(size=parameter.shape) * 0.5 + (1 if name.endswith("weight") else 0)).astype(numpy.float32)
            entries["start." + name] = value
            parameter.copy_(torch.tensor(value, dtype=torch.float64))
    inputs = []
    for batch in range(BATCHES):
        x = (rng.normal(size=(4, 2, 5, 5)) * (1 + batch) + batch).astype(numpy.float32)
        entries["x%d" % batch] = x
        inputs.append(torch.tensor(x, dtype=torch.float64))
    update_bn(inputs, model)
    model.eval()
    for name, buffer in model.named_buffers():
        if not name.endswith("num_batches_tracked"):
            entries[name] = buffer
    entries["evaluated"] = model(inputs[0])
    write("nn", "network", "recalibration", entries)


if __name__ == "__main__":
    main()
