"""The masks of dropout, written again from `packages/snn-core/src/kernels/dropout/dropout.ref.ts`."""

import numpy as np
import torch

# First label of the streams of masks.
LABEL = 2


def mix32(value: np.ndarray) -> np.ndarray:
    x = value.astype(np.uint32)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def sub_seed(seed: int, *labels: int) -> np.ndarray:
    state = np.array([seed], np.uint32)
    for label in labels:
        state = mix32(mix32(state) + np.uint32(label) * np.array([0x9E3779B9], np.uint32))
    return state


def mask(seed: int, block: int, rate: float, shape: torch.Size) -> torch.Tensor:
    """`[1, B, C, H, W]`, drawn in the order `[B, H, W, C]`: 0, or `1 / (1 - rate)`."""
    _, batch, channels, height, width = shape
    stream = sub_seed(seed, LABEL, block)
    places = np.arange(batch * height * width * channels, dtype=np.uint32)
    draws = mix32(stream ^ mix32(places + np.uint32(0x6A09E667))) >> np.uint32(8)
    kept = (draws >= round(rate * 2**24)).reshape(1, batch, height, width, channels)
    return torch.from_numpy(kept.transpose(0, 1, 4, 2, 3) / (1 - rate))
