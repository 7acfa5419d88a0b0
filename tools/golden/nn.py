"""A small convolutional network in training mode, three batches: outputs, losses, gradients and running statistics."""

import numpy
import torch
from torch import nn

from common import SEED, write

generator = numpy.random.RandomState(SEED % 2**31)


def draw(*shape, scale=1.0, shift=0.0):
    return (generator.standard_normal(shape) * scale + shift).astype(numpy.float32)


model = nn.Sequential(
    nn.Conv2d(2, 4, 3, padding=1, bias=False),
    nn.BatchNorm2d(4),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2),
    nn.GELU(),
    nn.Flatten(),
    nn.Linear(24, 5),
).double()
model.train()
loss_function = nn.CrossEntropyLoss(label_smoothing=0.1)

entries = {}
with torch.no_grad():
    for name, parameter in model.named_parameters():
        scale = 0.3 if parameter.ndim > 1 else 0.1
        value = draw(*parameter.shape, scale=scale, shift=1.0 if name == "1.weight" else 0.0)
        entries["start." + name] = value
        parameter.copy_(torch.from_numpy(value).double())

for batch in range(3):
    x = draw(7, 2, 8, 8, scale=2.0, shift=0.5)
    labels = generator.randint(0, 5, 7)
    tensor = torch.from_numpy(x).double().requires_grad_()
    model.zero_grad()
    output = model(tensor)
    loss = loss_function(output, torch.from_numpy(labels))
    loss.backward()
    key = "batch%d." % batch
    entries[key + "x"] = x
    entries[key + "labels"] = labels
    entries[key + "output"] = output
    entries[key + "loss"] = loss.item()
    entries[key + "x_gradient"] = tensor.grad
    for name, parameter in model.named_parameters():
        entries[key + "gradient." + name] = parameter.grad.clone()

entries["running_mean"] = model[1].running_mean
entries["running_var"] = model[1].running_var
model.eval()
entries["evaluated"] = model(torch.from_numpy(entries["batch0.x"]).double())
write("nn", "network", "conv_norm_linear", entries)
