#!/usr/bin/env python3
"""Images a second of a whole training step in PyTorch, on a processor or a GPU: what the engine is measured against.

A step is coding, forward, backward and SGD. Two forms of the same mathematics:

naive   a loop over time, one batch norm for each step, the neuron in autograd: FedSNN's own way
folded  time inside the batch: one convolution and one batch norm over T * C channels for each block,
        the neuron as one autograd Function; a direct input is convolved once

Prints one line of JSON for each form, each measured in a process of its own.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

import torch
import torch.nn.functional as F

import snn


class Net:
    """Parameters and running statistics, and the forward pass of either form."""

    def __init__(self, preset: str, classes: int = 10):
        self.timesteps, self.coding, _ = snn.PRESETS[preset]
        self.blocks = snn.blocks_of(preset, classes)
        self.weights, self.gammas, self.running = {}, {}, {}
        for index, block in enumerate(self.blocks):
            if block["type"] == "avgpool":
                continue
            self.weights[index] = snn.xavier(block).requires_grad_()
            if block["type"] == "readout":
                continue
            size = (self.timesteps, block["out"])
            self.gammas[index] = torch.ones(size, requires_grad=True)
            self.running[index] = torch.zeros(size), torch.ones(size)

    def parameters(self) -> list[torch.Tensor]:
        return [*self.weights.values(), *self.gammas.values()]

    def naive(self, images: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` to logits `[B, classes]`, one time step after the other."""
        gammas = {index: gamma.unbind(0) for index, gamma in self.gammas.items()}
        membranes, total = {}, 0
        for t in range(self.timesteps):
            x = snn.signed_poisson(images) if self.coding == "poisson" else images
            for index, block in enumerate(self.blocks[:-1]):
                if block["type"] == "avgpool":
                    x = F.avg_pool2d(x, block["size"])
                    continue
                y = apply_weight(block, x, self.weights[index])
                mean, var = self.running[index]
                y = norm(y, mean[t], var[t], gammas[index][t])
                u = snn.LEAK * membranes[index] + y if t > 0 else y
                x = snn.Spike.apply(u, snn.THRESHOLD, snn.SURROGATE_SCALE)
                membranes[index] = u - snn.THRESHOLD * x.detach()
            total = total + F.linear(x.flatten(1), self.weights[len(self.blocks) - 1])
        return total / self.timesteps

    def folded(self, images: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` to logits `[B, classes]`; inside, activations are `[B, T, C, H, W]`."""
        x, batch = images[:, None], len(images)
        if self.coding == "poisson":
            x = snn.signed_poisson(x.expand(-1, self.timesteps, -1, -1, -1))
        for index, block in enumerate(self.blocks[:-1]):
            rows = x.flatten(0, 1)
            if block["type"] == "avgpool":
                x = F.avg_pool2d(rows, block["size"]).unflatten(0, (batch, -1))
                continue
            y = apply_weight(block, rows, self.weights[index]).unflatten(0, (batch, -1))
            y = y.expand(-1, self.timesteps, *y.shape[2:])
            mean, var = self.running[index]
            flat = norm(y.flatten(1, 2), mean.view(-1), var.view(-1), self.gammas[index].view(-1))
            x = FoldedLif.apply(flat.view(y.shape))
        return F.linear(x.flatten(2).mean(1), self.weights[len(self.blocks) - 1])


def apply_weight(block: dict, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    if block["type"] == "conv":
        return F.conv2d(x, weight, padding=block["kernel"] // 2)
    return F.linear(x.flatten(1), weight)


def norm(y, mean, var, gamma):
    return F.batch_norm(y, mean, var, gamma, None, True, snn.NORM_MOMENTUM, snn.NORM_EPS)


class FoldedLif(torch.autograd.Function):
    """Input `y` to spikes, both `[B, T, ...]`, in one node of the graph."""

    @staticmethod
    def forward(ctx, y):
        u, spikes = torch.empty_like(y), torch.empty_like(y)
        u[:, 0] = y[:, 0]
        for t in range(y.shape[1]):
            spikes[:, t] = u[:, t] > snn.THRESHOLD
            if t + 1 < y.shape[1]:
                v = torch.sub(u[:, t], spikes[:, t], alpha=snn.THRESHOLD)
                torch.add(y[:, t + 1], v, alpha=snn.LEAK, out=u[:, t + 1])
        ctx.save_for_backward(u)
        return spikes

    @staticmethod
    def backward(ctx, grad):
        (u,) = ctx.saved_tensors
        slope = (u / snn.THRESHOLD).sub_(1).abs_().neg_().add_(1).clamp_(min=0)
        du = slope.mul_(snn.SURROGATE_SCALE / snn.THRESHOLD).mul_(grad)
        for t in reversed(range(u.shape[1] - 1)):
            du[:, t].add_(du[:, t + 1], alpha=snn.LEAK)
        return du


def measure(options: argparse.Namespace) -> dict:
    """Median over `--steps` steps, after two that warm up."""
    torch.manual_seed(1)
    net = Net(options.preset)
    forward = getattr(net, options.form)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    images, labels = snn.pictures(options.batch), torch.randint(10, (options.batch,))
    wall, cpu = [], []
    for step in range(2 + options.steps):
        finish(options.device)
        began = time.perf_counter(), time.process_time()
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(forward(images), labels).backward()
        optimizer.step()
        finish(options.device)
        if step >= 2:
            wall.append(time.perf_counter() - began[0])
            cpu.append(time.process_time() - began[1])
    return {
        "preset": options.preset,
        "form": options.form,
        "timesteps": net.timesteps,
        "batch": options.batch,
        "device": options.device,
        "threads": torch.get_num_threads(),
        "imagesPerSecond": round(options.batch / statistics.median(wall), 2),
        "cpuSecondsPerImage": round(statistics.median(cpu) / options.batch, 5),
        "peakRssMB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }


def finish(device: str) -> None:
    """Waits for what a GPU still has to do."""
    if device == "cuda":
        torch.cuda.synchronize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", choices=snn.PRESETS, default="s5")
    parser.add_argument("--batch", type=int, help="default 32; 8 for vgg9 and vgg9-direct")
    parser.add_argument("--steps", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--form", choices=["naive", "folded"], help="only this one")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="cuda: PyTorch 2")
    options = parser.parse_args()
    options.batch = options.batch or (8 if options.preset.startswith("vgg9") else 32)
    if options.form is None:
        # A peak of memory belongs to a process.
        for form in ("naive", "folded"):
            subprocess.run([sys.executable, *sys.argv, "--form", form], check=True)
        return
    torch.set_num_threads(options.threads)
    if options.device == "cuda":
        torch.set_default_device("cuda")
    print(json.dumps(measure(options)), flush=True)


if __name__ == "__main__":
    main()
