"""Goldens of core's ops from PyTorch in float64: value, gradient and second derivative."""

import torch
import torch.nn.functional as F

from common import SEED, write

GENERATOR = torch.Generator().manual_seed(SEED)


def normal(*shape, scale=1.0):
    """Float32 numbers, so that Gradus starts from exactly the same."""
    return torch.randn(shape, generator=GENERATOR) * scale


def integers(high, *shape):
    return torch.randint(high, shape, generator=GENERATOR)


def derivatives(subject, case, function, second=True, constants=None, **inputs):
    """Writes inputs, the output y, weights g and w, the gradient d of <y, g>, and the gradient dd of <d, w>."""
    entries = dict(inputs)
    entries.update(constants or {})
    leaves = {name: x.double().requires_grad_() for name, x in inputs.items()}
    y = function(*leaves.values())
    g = normal(*y.shape)
    entries.update(y=y, g=g)
    first = torch.autograd.grad((y * g.double()).sum(), list(leaves.values()), create_graph=True)
    for name, gradient in zip(leaves, first):
        entries["d." + name] = gradient
    if second:
        slope = 0
        for name, gradient in zip(leaves, first):
            w = normal(*gradient.shape)
            entries["w." + name] = w
            slope = slope + (gradient * w.double()).sum()
        slope = slope + sum((x * 0).sum() for x in leaves.values())
        for name, gradient in zip(leaves, torch.autograd.grad(slope, list(leaves.values()))):
            entries["dd." + name] = gradient
    write("conformance", subject, case, entries)


def convolution():
    cases = {
        "plain": ((2, 3, 5, 4), (4, 3, 3, 2), {}),
        "padded": ((2, 2, 5, 5), (3, 2, 3, 3), dict(padding=1)),
        "strided": ((1, 2, 7, 6), (3, 2, 3, 3), dict(stride=2, padding=1)),
        "dilated": ((1, 2, 7, 8), (2, 2, 3, 3), dict(dilation=2, padding=2)),
        "grouped": ((2, 4, 4, 4), (6, 2, 3, 3), dict(groups=2, padding=1)),
        "depthwise": ((1, 3, 5, 5), (3, 1, 3, 3), dict(groups=3)),
        "uneven": ((1, 2, 6, 9), (2, 2, 1, 3), dict(stride=(2, 3), padding=(0, 1), dilation=(1, 2))),
        "pointwise": ((2, 5, 3, 3), (4, 5, 1, 1), {}),
    }
    for name, (image, kernel, options) in cases.items():
        derivatives(
            "conv2d",
            name,
            lambda x, weight, bias: F.conv2d(x, weight, bias, **options),
            x=normal(*image),
            weight=normal(*kernel),
            bias=normal(kernel[0]),
        )


def pooling():
    derivatives("pool", "max", lambda x: F.max_pool2d(x, 2), x=normal(2, 2, 6, 4))
    derivatives("pool", "max-overlapping", lambda x: F.max_pool2d(x, 3, 2, 1), x=normal(1, 2, 7, 6))
    derivatives("pool", "max-dilated", lambda x: F.max_pool2d(x, 2, 1, 0, 2), x=normal(1, 1, 6, 6))
    derivatives("pool", "average", lambda x: F.avg_pool2d(x, 2), x=normal(2, 2, 6, 4))
    derivatives("pool", "average-padded", lambda x: F.avg_pool2d(x, 3, 2, 1), x=normal(1, 2, 7, 6))


def normalisation():
    for name, shape in {"images": (3, 2, 3, 2), "rows": (6, 3)}.items():
        x, gamma, beta = normal(*shape, scale=2) + 3, normal(shape[1]), normal(shape[1])
        axes = [0] + list(range(2, len(shape)))
        derivatives(
            "batchnorm",
            "training-" + name,
            lambda x, gamma, beta: F.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-5),
            constants={
                "mean": x.double().mean(axes),
                "variance": x.double().var(axes, unbiased=False),
            },
            x=x,
            gamma=gamma,
            beta=beta,
        )
    mean, variance = normal(2), normal(2).abs() + 0.5
    derivatives(
        "batchnorm",
        "given",
        lambda x, gamma, beta: F.batch_norm(x, mean.double(), variance.double(), gamma, beta, eps=1e-3),
        constants={"mean": mean, "variance": variance},
        x=normal(3, 2, 2, 2),
        gamma=normal(2),
        beta=normal(2),
    )
    for name, shape, axes in (("one-axis", (4, 7), 1), ("two-axes", (2, 3, 4), 2)):
        derivatives(
            "layernorm",
            name,
            lambda x, gamma, beta: F.layer_norm(x, shape[-axes:], gamma, beta, 1e-5),
            x=normal(*shape, scale=3) + 1,
            gamma=normal(*shape[-axes:]),
            beta=normal(*shape[-axes:]),
        )


def group_normalisation():
    cases = {
        "images": ((2, 6, 3, 2), 3),
        "rows": ((4, 6), 2),
        "one-group": ((3, 4, 5), 1),
        "single-channels": ((2, 3, 2, 4), 3),
    }
    for name, (shape, groups) in cases.items():
        derivatives(
            "groupnorm",
            name,
            lambda x, gamma, beta: F.group_norm(x, groups, gamma, beta, 1e-5),
            x=normal(*shape, scale=3) + 1,
            gamma=normal(shape[1]),
            beta=normal(shape[1]),
        )


def cross_entropy():
    targets = torch.tensor([0, 4, 2, 2, 1, 3])
    some = torch.tensor([0, -100, 2, 2, -100, 3])
    weights = torch.tensor([0.5, 1.0, 2.0, 0.25, 3.0])
    cases = {
        "plain": (targets, {}),
        "sum": (targets, dict(reduction="sum")),
        "none": (targets, dict(reduction="none")),
        "smoothed": (targets, dict(label_smoothing=0.1)),
        "ignored": (some, {}),
        "ignored-smoothed": (some, dict(label_smoothing=0.2)),
        "weighted": (targets, dict(weight=weights.double())),
        "weighted-ignored-smoothed": (some, dict(weight=weights.double(), label_smoothing=0.3)),
    }
    for name, (labels, options) in cases.items():
        derivatives(
            "crossentropy",
            name,
            lambda x: F.cross_entropy(x, labels, **options),
            constants={"targets": labels, "weights": weights},
            x=normal(6, 5, scale=3),
        )
    derivatives(
        "crossentropy",
        "probabilities",
        lambda x, q: F.cross_entropy(x, q),
        x=normal(4, 5, scale=3),
        q=torch.softmax(normal(4, 5), 1),
    )


def activations():
    x = torch.cat([torch.linspace(-12, 12, 24), normal(8)])
    for name, function in {
        "gelu": F.gelu,
        "gelu-tanh": lambda x: F.gelu(x, approximate="tanh"),
        "silu": F.silu,
        "softplus": F.softplus,
        "elu": lambda x: F.elu(x, 0.5),
        "leaky-relu": lambda x: F.leaky_relu(x, 0.1),
        "relu": F.relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "erf": torch.erf,
    }.items():
        derivatives("activation", name, function, x=x)


def reductions():
    x = normal(3, 4, 5)
    derivatives("reduction", "logsumexp", lambda x: torch.logsumexp(x, 1), x=normal(3, 4, 5, scale=30))
    derivatives("reduction", "logsumexp-all", lambda x: torch.logsumexp(x, (0, 1, 2), keepdim=True), x=x)
    derivatives("reduction", "var", lambda x: torch.var(x, (0, 2), unbiased=True), x=x + 10)
    derivatives("reduction", "var-biased", lambda x: torch.var(x, 1, unbiased=False, keepdim=True), x=x)
    derivatives("reduction", "std", lambda x: torch.std(x, 2, unbiased=True), x=x)
    derivatives("reduction", "norm", lambda x: torch.linalg.vector_norm(x, dim=(1, 2)), x=x)
    derivatives("reduction", "cumsum", lambda x: torch.cumsum(x, 1), x=x)
    one_zero = normal(2, 4)
    one_zero[0, 2] = 0
    two_zeros = one_zero.clone()
    two_zeros[0, 0] = 0
    derivatives("reduction", "prod", lambda x: torch.prod(x, 1), x=normal(2, 4))
    derivatives("reduction", "prod-one-zero", lambda x: torch.prod(x, 1), second=False, x=one_zero)
    derivatives("reduction", "prod-two-zeros", lambda x: torch.prod(x, 1), second=False, x=two_zeros)
    derivatives("softmax", "softmax", lambda x: torch.softmax(x, 1), x=normal(3, 4, 2, scale=4))
    derivatives("softmax", "logsoftmax", lambda x: torch.log_softmax(x, -1), x=normal(3, 5, scale=10))


def indexing():
    ids = torch.tensor([[1, 4, 1], [0, 1, 4]])
    derivatives("index", "embedding", lambda x: F.embedding(ids, x), constants={"ids": ids}, x=normal(5, 3))
    along = integers(4, 3, 6, 2)
    derivatives("index", "take-along", lambda x: torch.gather(x, 1, along), constants={"ids": along}, x=normal(3, 4, 2))
    rows = torch.tensor([2, 0, 2, 2])
    derivatives(
        "index",
        "scatter-add",
        lambda x, source: x.index_add(1, rows, source),
        constants={"ids": rows},
        x=normal(2, 3, 2),
        source=normal(2, 4, 2),
    )


def products():
    derivatives("matmul", "batched", torch.matmul, x=normal(2, 1, 3, 4), other=normal(5, 4, 2))
    derivatives("matmul", "vector-matrix", torch.matmul, x=normal(4), other=normal(3, 4, 2))
    derivatives(
        "matmul", "linear", lambda x, weight, bias: F.linear(x, weight, bias), x=normal(2, 3, 5), weight=normal(4, 5), bias=normal(4)
    )


if __name__ == "__main__":
    convolution()
    pooling()
    normalisation()
    cross_entropy()
    activations()
    reductions()
    indexing()
    products()
    group_normalisation()
