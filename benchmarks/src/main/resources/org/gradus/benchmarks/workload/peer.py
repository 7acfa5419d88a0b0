"""PyTorch as a contestant: the same commands and replies as ContestantProcess, a line each."""

import os
import sys
import threading
import time

import numpy
import torch
from torch import nn

BATCHES = 16
CLASSES = 10
SAMPLES = {"W1": (784,), "W2": (1, 28, 28), "W2BN": (1, 28, 28), "W3": (3, 32, 32)}
RATES = {"SGD_MOMENTUM": 1e-3, "ADAM": 1e-4}


class Block(nn.Module):
    def __init__(self, width_in, width_out, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width_in, width_out, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(width_out),
            nn.ReLU(),
            nn.Conv2d(width_out, width_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(width_out),
        )
        self.shortcut = nn.Identity() if width_in == width_out else nn.Sequential(
            nn.Conv2d(width_in, width_out, 1, stride=stride, bias=False), nn.BatchNorm2d(width_out)
        )

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def convolution(width_in, width_out, norm):
    layers = [nn.Conv2d(width_in, width_out, 3, padding=1, bias=not norm)]
    return layers + ([nn.BatchNorm2d(width_out)] if norm else []) + [nn.ReLU()]


def build(workload, width, depth):
    if workload == "W1":
        layers = [nn.Linear(784, 512 * width), nn.ReLU()]
        for i in range(depth):
            layers += [nn.Linear(512 * width if i == 0 else 256 * width, 256 * width), nn.ReLU()]
        return nn.Sequential(*layers, nn.Linear(256 * width, CLASSES))
    if workload in ("W2", "W2BN"):
        norm = workload == "W2BN"
        layers = convolution(1, 32 * width, norm) + [nn.MaxPool2d(2)]
        for i in range(depth):
            layers += convolution(32 * width if i == 0 else 64 * width, 64 * width, norm)
        layers += [nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64 * width * 49, 128 * width), nn.ReLU()]
        return nn.Sequential(*layers, nn.Linear(128 * width, CLASSES))
    layers = convolution(3, 16 * width, True)
    width_in = 16 * width
    for stage in range(3):
        width_out = (16 << stage) * width
        for i in range(depth):
            layers.append(Block(width_in, width_out, 2 if stage > 0 and i == 0 else 1))
            width_in = width_out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64 * width, CLASSES))


class Contestant:
    def prepare(self, task, directory):
        parts = task.split("/")
        workload, rule, batch = parts[0], parts[1], int(parts[2])
        width = int(parts[3][1:]) if len(parts) > 3 else 1
        depth = int(parts[4][1:]) if len(parts) > 4 else 1
        self.model = build(workload, width, depth)
        weights = numpy.fromfile(os.path.join(directory, "weights.bin"), "<f4")
        at = 0
        with torch.no_grad():
            for parameter in self.model.parameters():
                values = weights[at : at + parameter.numel()]
                parameter.copy_(torch.from_numpy(values.reshape(parameter.shape).copy()))
                at += parameter.numel()
        if at != weights.size:
            raise ValueError("the weights are %d numbers, the model has %d" % (weights.size, at))
        shape = (BATCHES, batch) + SAMPLES[workload]
        self.x = torch.from_numpy(numpy.fromfile(os.path.join(directory, "x.bin"), "<f4").reshape(shape))
        labels = numpy.fromfile(os.path.join(directory, "labels.bin"), "<i4").reshape(BATCHES, batch)
        self.labels = torch.from_numpy(labels.astype(numpy.int64))
        rate = RATES[rule]
        parameters = self.model.parameters()
        self.optimizer = (
            torch.optim.Adam(parameters, lr=rate) if rule == "ADAM" else torch.optim.SGD(parameters, lr=rate, momentum=0.9)
        )
        self.loss = nn.CrossEntropyLoss()
        self.next = 0
        return "ready PyTorch %s, %d threads" % (torch.__version__, torch.get_num_threads())

    def steps(self, n):
        self.model.train()
        times, losses = [], []
        for _ in range(n):
            batch = self.next % BATCHES
            self.next += 1
            start = time.perf_counter_ns()
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.loss(self.model(self.x[batch]), self.labels[batch])
            loss.backward()
            self.optimizer.step()
            value = loss.item()
            times.append(time.perf_counter_ns() - start)
            losses.append(value)
        return " ".join(str(v) for v in [n] + times + losses)

    def sample(self, i):
        batch = self.x[i % BATCHES]
        at = i % batch.shape[0]
        return batch[at : at + 1].numpy().copy()

    def answer(self, sample):
        with torch.no_grad():
            return self.model(torch.from_numpy(sample)).numpy()

    def answers(self, n):
        self.model.eval()
        times = []
        for i in range(n):
            sample = self.sample(i)
            start = time.perf_counter_ns()
            self.answer(sample)
            times.append(time.perf_counter_ns() - start)
        return " ".join(str(v) for v in [n] + times + self.answer(self.sample(0))[0].tolist())

    def callers(self, threads, millis):
        self.model.eval()
        expected = self.answer(self.sample(0))
        times, errors, ended = [[] for _ in range(threads)], [0] * threads, [0] * threads
        begun = []
        barrier = threading.Barrier(threads)

        def call(me):
            sample = self.sample(0)
            barrier.wait()
            begun.append(time.perf_counter_ns())
            end = begun[0] + millis * 1_000_000
            start = time.perf_counter_ns()
            while start < end or not times[me]:
                try:
                    good = numpy.allclose(self.answer(sample), expected, rtol=1e-3, atol=1e-3)
                except Exception:
                    good = False
                now = time.perf_counter_ns()
                times[me].append(now - start)
                errors[me] += 0 if good else 1
                start = now
            ended[me] = time.perf_counter_ns()

        running = [threading.Thread(target=call, args=(i,)) for i in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        every = sorted(sum(times, []))
        numbers = [len(every), sum(errors), every[len(every) // 2], every[int(len(every) * 0.99)], max(ended) - begun[0]]
        return " ".join(str(v) for v in numbers)

    @staticmethod
    def memory():
        with open("/proc/self/status") as status:
            return "".join(c for line in status if line.startswith("VmHWM") for c in line if c.isdigit())


def main():
    threads = int(sys.argv[1])
    torch.set_num_threads(threads)
    contestant = Contestant()
    for line in sys.stdin:
        command = line.split()
        if command[0] == "quit":
            break
        try:
            if command[0] == "prepare":
                reply = contestant.prepare(command[1], command[2])
            else:
                reply = getattr(contestant, command[0])(*[int(v) for v in command[1:]])
        except Exception as e:
            reply = "error " + repr(e).replace("\n", " ")
        print(reply, flush=True)


main()
