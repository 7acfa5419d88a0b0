"""Small networks in training mode: outputs, losses, gradients and running statistics."""

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


class Block(nn.Module):
    """A basic block of a residual network, with a projection where the shape changes."""

    def __init__(self, width_in, width_out, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width_in, width_out, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(width_out),
            nn.ReLU(),
            nn.Conv2d(width_out, width_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(width_out),
        )
        same = stride == 1 and width_in == width_out
        self.shortcut = nn.Sequential() if same else nn.Sequential(
            nn.Conv2d(width_in, width_out, 1, stride=stride, bias=False), nn.BatchNorm2d(width_out)
        )

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


class GlobalAverage(nn.Module):
    """The mean over the plane."""

    def forward(self, x):
        return x.mean(dim=(2, 3))


residual = nn.Sequential(Block(2, 2, 1), Block(2, 4, 2), nn.AvgPool2d(2, stride=1, padding=1), GlobalAverage()).double()
residual.train()
own = numpy.random.RandomState((SEED + 1) % 2**31)
entries = {}
with torch.no_grad():
    for name, parameter in residual.named_parameters():
        norm = parameter.ndim == 1 and name.endswith("weight")
        value = own.standard_normal(tuple(parameter.shape)) * (0.3 if parameter.ndim > 1 else 0.1) + (1.0 if norm else 0.0)
        entries["start." + name] = value.astype(numpy.float32)
        parameter.copy_(torch.from_numpy(entries["start." + name]).double())
entries["x"] = own.standard_normal((5, 2, 8, 6)).astype(numpy.float32)
entries["slope"] = own.standard_normal((5, 4)).astype(numpy.float32)
tensor = torch.from_numpy(entries["x"]).double().requires_grad_()
output = residual(tensor)
(output * torch.from_numpy(entries["slope"]).double()).sum().backward()
entries["output"] = output
entries["x_gradient"] = tensor.grad
for name, parameter in residual.named_parameters():
    entries["gradient." + name] = parameter.grad.clone()
residual.eval()
entries["evaluated"] = residual(torch.from_numpy(entries["x"]).double())
write("nn", "network", "residual", entries)
