"""The spiking presets, neuron and codings of `packages/snn-core/src/model/presets.ts`, written again in PyTorch.

Shapes use the same letters everywhere: T time, B batch, C channels, H, W.
"""

import torch

LEAK = 0.95
THRESHOLD = 1.0
SURROGATE_SCALE = 0.3
NORM_EPS = 1e-4
NORM_MOMENTUM = 0.1
INPUT = (3, 32, 32)

VGG9 = ["c64", "c64", "P", "c128", "c128", "P", "c256", "c256", "c256", "P", "f1024"]

# name: (timesteps, coding, layers). `c16` convolution, `P` average pooling by 2, `f128` fully connected.
PRESETS = {
    "s4": (4, "direct", ["c16", "P", "c32", "P", "c64", "P"]),
    "s5": (4, "direct", ["c16", "c32", "P", "c32", "c64", "P", "f128"]),
    "vgg9": (20, "poisson", VGG9),
    "vgg9-direct": (4, "direct", VGG9),
}


def blocks_of(name: str, classes: int) -> list[dict]:
    """The blocks of a preset in order, as `blocksOf` in presets.ts makes them."""
    channels, side, blocks = INPUT[0], INPUT[1], []
    for layer in PRESETS[name][2]:
        width, out = channels * side * side, layer[1:]
        if layer == "P":
            blocks.append({"type": "avgpool", "size": 2})
            side //= 2
        elif layer[0] == "c":
            blocks.append({"type": "conv", "in": channels, "out": int(out), "kernel": 3})
            channels = int(out)
        else:
            blocks.append({"type": "linear", "in": width, "out": int(out)})
            channels, side = int(out), 1
    return [*blocks, {"type": "readout", "in": channels * side * side, "out": classes}]


def weight_shape(block: dict) -> list[int]:
    """`[out, in, k, k]` or `[out, in]`."""
    kernel = [block["kernel"]] * 2 if block["type"] == "conv" else []
    return [block["out"], block["in"], *kernel]


def xavier(block: dict) -> torch.Tensor:
    """Xavier uniform with gain 2, from torch's global generator."""
    return torch.nn.init.xavier_uniform_(torch.empty(weight_shape(block)), gain=2)


def signed_poisson(image: torch.Tensor) -> torch.Tensor:
    """-1, 0 or 1 for each value in [-1, 1]: the sign, with probability |x| / 2."""
    return torch.sign(image) * (2 * torch.rand_like(image) <= image.abs())


def pictures(batch: int) -> torch.Tensor:
    """`[B, 3, 32, 32]` in [-1, 1]: sums of smooth random fields, coarse ones strongest."""
    total = torch.zeros(batch, *INPUT)
    for side, share in ((3, 0.8), (6, 0.5), (12, 0.25), (32, 0.05)):
        field = torch.randn(batch, INPUT[0], side, side)
        total += share * torch.nn.functional.interpolate(field, INPUT[1:], mode="bicubic")
    return torch.tanh(total)


class Spike(torch.autograd.Function):
    """`[u > threshold]`; backward `scale max(0, 1 - |z|) / threshold`, `z = u / threshold - 1`."""

    @staticmethod
    def forward(ctx, u, threshold, scale):
        ctx.save_for_backward(u)
        ctx.threshold, ctx.scale = threshold, scale
        return (u > threshold).to(u.dtype)

    @staticmethod
    def backward(ctx, grad):
        (u,) = ctx.saved_tensors
        z = u / ctx.threshold - 1
        slope = ctx.scale / ctx.threshold * (1 - z.abs()).clamp(min=0)
        return grad * slope, None, None
