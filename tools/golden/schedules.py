"""What PyTorch's schedulers set, step by step, in float64, for optim's tests.

Each file has "values", those that the scheduler set by being stepped, and where the scheduler has one "closed", those of its
closed form. One-cycle and cyclic schedules also have "momenta". Of CosineAnnealingLR only the steps up to T_max are taken, as
it climbs again afterwards.
"""

import warnings

import torch
from torch.optim import lr_scheduler

from common import write

warnings.filterwarnings("ignore", category=UserWarning)


def optimizer(rate):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate, momentum=0.9)


def run(steps, rate, make, momenta=False):
    chosen = optimizer(rate)
    scheduler = make(chosen)
    entries = {"values": [], "closed": [], "momenta": []}
    for step in range(steps):
        entries["values"].append(chosen.param_groups[0]["lr"])
        entries["momenta"].append(chosen.param_groups[0]["momentum"])
        if hasattr(scheduler, "_get_closed_form_lr"):
            entries["closed"].append(scheduler._get_closed_form_lr()[0])
        if step + 1 < steps:
            chosen.step()
            scheduler.step()
    if not momenta:
        del entries["momenta"]
    return {name: values for name, values in entries.items() if values}


def plateau(metrics, rate, **options):
    chosen = optimizer(rate)
    scheduler = lr_scheduler.ReduceLROnPlateau(chosen, eps=0, **options)
    rates = []
    for metric in metrics:
        scheduler.step(metric)
        rates.append(chosen.param_groups[0]["lr"])
    return {"metrics": metrics, "values": rates}


def sequence(chosen):
    parts = [
        lr_scheduler.LinearLR(chosen, start_factor=0.25, total_iters=8),
        lr_scheduler.ExponentialLR(chosen, 0.9),
        lr_scheduler.StepLR(chosen, 5, 0.5),
    ]
    return lr_scheduler.SequentialLR(chosen, parts, [8, 20])


def product(chosen):
    parts = [
        lr_scheduler.LinearLR(chosen, start_factor=0.1, end_factor=1, total_iters=6),
        lr_scheduler.ExponentialLR(chosen, 0.95),
        lr_scheduler.MultiStepLR(chosen, [7, 11], 0.3),
    ]
    return lr_scheduler.ChainedScheduler(parts)


LOSSES = [5.0, 4.0, 4.0, 4.0, 4.0, 3.9999, 4.0, 4.1, 3.0, 3.0, float("nan"), 3.0, 3.0, 3.0, 2.9, 2.9, 2.9]
LOSSES += [float("nan"), 2.9, 2.8999, 2.5, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6]
ACCURACIES = [0.1, 0.3, 0.3, 0.31, 0.33, 0.3, 0.2, 0.35, 0.36, 0.36, 0.36, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.95, 0.5, 0.5, 0.5, 0.5]
REWARDS = [-10.0, -9.0, -9.0, -8.95, -8.94, -8.0, -8.0, -8.0, -8.0, -7.0, -7.0, -7.0, -7.0, -7.0]

CASES = {
    "step": run(40, 0.1, lambda o: lr_scheduler.StepLR(o, 7, 0.3)),
    "multistep": run(40, 0.1, lambda o: lr_scheduler.MultiStepLR(o, [1, 8, 9, 30], 0.3)),
    "exponential": run(60, 0.1, lambda o: lr_scheduler.ExponentialLR(o, 0.93)),
    "linear": run(20, 0.1, lambda o: lr_scheduler.LinearLR(o, start_factor=1 / 3, end_factor=1, total_iters=11)),
    "linear-falling": run(20, 0.1, lambda o: lr_scheduler.LinearLR(o, start_factor=1, end_factor=0.05, total_iters=13)),
    "polynomial": run(40, 0.1, lambda o: lr_scheduler.PolynomialLR(o, total_iters=30, power=0.9)),
    "polynomial-square": run(40, 0.1, lambda o: lr_scheduler.PolynomialLR(o, total_iters=30, power=2.0)),
    "cosine": run(51, 0.1, lambda o: lr_scheduler.CosineAnnealingLR(o, 50)),
    "cosine-floor": run(34, 0.1, lambda o: lr_scheduler.CosineAnnealingLR(o, 33, eta_min=0.01)),
    "restarts": run(50, 0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 10)),
    "restarts-doubling": run(80, 0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 5, 2, eta_min=0.001)),
    "restarts-tripling": run(130, 0.1, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3, 3)),
    "cyclic-triangular": run(
        60, 0.1, lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=7, step_size_down=4), momenta=True
    ),
    "cyclic-triangular2": run(
        60, 0.1, lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=8, mode="triangular2"), momenta=True
    ),
    "cyclic-exp-range": run(
        60,
        0.1,
        lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=3, step_size_down=9, mode="exp_range", gamma=0.97),
        momenta=True,
    ),
    "onecycle": run(100, 0.1, lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=100), momenta=True),
    "onecycle-linear": run(
        37,
        0.1,
        lambda o: lr_scheduler.OneCycleLR(
            o,
            0.4,
            total_steps=37,
            pct_start=0.45,
            anneal_strategy="linear",
            div_factor=10,
            final_div_factor=50,
            base_momentum=0.8,
            max_momentum=0.9,
        ),
        momenta=True,
    ),
    "onecycle-three-phases": run(
        53, 0.1, lambda o: lr_scheduler.OneCycleLR(o, 0.2, total_steps=53, pct_start=0.4, three_phase=True), momenta=True
    ),
    "onecycle-three-phases-linear": run(
        50,
        0.1,
        lambda o: lr_scheduler.OneCycleLR(
            o, 0.2, total_steps=50, pct_start=0.5, three_phase=True, anneal_strategy="linear"
        ),
        momenta=True,
    ),
    "sequence": run(35, 0.1, sequence),
    "product": run(20, 0.1, product),
    "plateau-patience": plateau(LOSSES, 0.1, factor=0.5, patience=2),
    "plateau-cooldown": plateau(LOSSES, 0.1, factor=0.3, patience=1, cooldown=2, min_lr=0.002),
    "plateau-impatient": plateau(LOSSES, 0.1, factor=0.7, patience=0, threshold=0, threshold_mode="abs", cooldown=1),
    "plateau-higher": plateau(ACCURACIES, 0.1, mode="max", factor=0.1, patience=1, threshold=0.05, cooldown=1, min_lr=1e-5),
    "plateau-negative": plateau(REWARDS, 0.1, mode="max", factor=0.5, patience=1, threshold=0.0625, threshold_mode="abs"),
}


def main():
    for name, entries in CASES.items():
        write("optim", "schedules", name, entries)


if __name__ == "__main__":
    main()
