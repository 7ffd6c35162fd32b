#!/usr/bin/env python3
"""Golden cases: small nets whose two training steps every executor must give, spike by spike.

Draws parameters, input and labels from a seed, computes in float64, and takes the first seed where
every membrane potential stays clear of the threshold (`margin`, relative to it; with ReLU: of 0),
every block spikes, and float32 says the same. `--check` computes cases that exist once more.
"""

import argparse
import json
import os

import torch

import snn
from golden_net import answers
from tensor_file import read_tensors, write_tensors

NEURON = {
    **{"leak": snn.LEAK, "threshold": snn.THRESHOLD},
    "surrogate": {"kind": "triangle", "scale": snn.SURROGATE_SCALE},
    **{"norm_eps": snn.NORM_EPS, "norm_momentum": snn.NORM_MOMENTUM},
    "optimizer": {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "weight_decay": 1e-4},
}
# Of float32 beside float64; cases that are there were computed in either.
TOLERANCE = 3e-5
SEEDS = 20_000
# Of a batch's masks; the two steps of a case have the same ones.
DROPOUT_SEED = 3_000_000_019


def conv(channels: int, out: int, kernel: int, norm, activation="lif") -> dict:
    sizes = {"in": channels, "out": out, "kernel": kernel}
    return {"type": "conv", **sizes, "norm": norm, "activation": activation}


def linear(width: int, out: int, norm, activation="lif") -> dict:
    return {"type": "linear", "in": width, "out": out, "norm": norm, "activation": activation}


def dropped(block: dict, rate: float) -> dict:
    return {**block, "dropout": rate}


def pool(size: int) -> dict:
    return {"type": "avgpool", "size": size}


def readout(width: int, out: int) -> dict:
    return {"type": "readout", "in": width, "out": out}


# name: (T, batch, [C, H, W], coding, wanted margin, blocks). Values near the threshold grow with T and
# neurons, so larger cases ask for less; rounding is of the order of 1e-6.
CASES = {
    "t1-odd": (1, 5, [3, 7, 9], "direct", 1e-3, [
        conv(3, 5, 3, "bntt"), pool(2), linear(60, 9, "bntt"), readout(9, 6)]),
    "t32": (32, 3, [2, 5, 5], "poisson", 5e-4, [
        conv(2, 3, 3, "bntt"), readout(75, 4)]),
    "t40-k5": (40, 2, [3, 6, 6], "poisson", 5e-4, [
        conv(3, 2, 5, "bntt"), pool(3), conv(2, 5, 3, "bntt"), readout(20, 4)]),
    "t40-norms": (40, 4, [1, 5, 5], "direct", 5e-4, [
        linear(25, 9, "bn"), linear(9, 7, None), linear(7, 6, "bntt"), readout(6, 10)]),
    "no-norm-t6": (6, 3, [3, 6, 5], "direct", 5e-4, [
        conv(3, 5, 5, None), conv(5, 3, 2, None), linear(90, 7, None), readout(7, 5)]),
    "classes100-t3": (3, 7, [1, 6, 6], "direct", 1e-3, [
        conv(1, 3, 3, "bn"), pool(2), linear(27, 13, "bn"), readout(13, 100)]),
    "batch1-t5": (5, 1, [3, 9, 7], "poisson", 1e-3, [
        conv(3, 7, 3, "bntt"), pool(2), conv(7, 5, 3, "bntt"), pool(3), linear(5, 6, None),
        readout(6, 10)]),
    "bn-t6": (6, 3, [3, 8, 7], "poisson", 5e-4, [
        conv(3, 6, 3, "bn"), pool(2), conv(6, 5, 3, "bn"), pool(3), linear(5, 11, "bn"),
        readout(11, 3)]),
    "pools-t4": (4, 3, [3, 11, 9], "direct", 1e-3, [
        pool(2), conv(3, 5, 3, "bntt"), pool(2), pool(2), conv(5, 9, 1, "bntt"), readout(9, 7)]),
    # The self-test's: convolutions of spikes and of pooled spikes in runs of pixels, as s5 has them, and
    # one with twenty steps at once, as vgg9.
    "runs-t4": (4, 2, [3, 8, 8], "direct", 1e-4, [
        conv(3, 16, 3, "bntt"), conv(16, 32, 3, "bntt"), pool(2), conv(32, 8, 3, "bntt"),
        readout(128, 4)]),
    "spikes-t20": (20, 2, [3, 8, 8], "poisson", 1e-4, [
        conv(3, 4, 3, "bntt"), conv(4, 8, 3, "bntt"), pool(2), linear(128, 10, "bntt"),
        readout(10, 10)]),
    "ann-twin-pools": (1, 4, [3, 11, 10], "direct", 3e-4, [
        conv(3, 7, 5, "bn", "relu"), pool(2), conv(7, 5, 3, "bn", "relu"), pool(3),
        linear(5, 9, "bn", "relu"), readout(9, 10)]),
    "ann-dropout": (1, 6, [3, 9, 8], "direct", 3e-4, [
        conv(3, 6, 3, "bn", "relu"), pool(2), dropped(conv(6, 7, 3, "bn", "relu"), 0.3),
        dropped(conv(7, 5, 3, "bn", "relu"), 0.2), pool(2),
        dropped(linear(20, 13, None, "relu"), 0.5), dropped(linear(13, 11, None, "relu"), 0.5),
        readout(11, 10)]),
}  # fmt: skip


def draw(spec: dict, batch: int, coding: str, seed: int) -> dict[str, torch.Tensor]:
    """What a case is given: float32 values, whatever it is computed in."""
    torch.manual_seed(seed)
    given = {}
    for index, block in enumerate(spec["blocks"]):
        if block["type"] == "avgpool":
            continue
        given[f"param/{index}.weight"] = snn.xavier(block)
        if block.get("norm") is not None:
            rows = spec["timesteps"] if block["norm"] == "bntt" else 1
            given[f"param/{index}.gamma"] = 0.8 + 0.4 * torch.rand(rows, block["out"])
    images = 2 * torch.rand(1, batch, *spec["input"]) - 1
    images = images.expand(spec["timesteps"], *images.shape[1:]).contiguous()
    given["input"] = snn.signed_poisson(images) if coding == "poisson" else images
    given["labels"] = torch.randint(spec["blocks"][-1]["out"], (batch,))
    return given


def solve(spec: dict, given: dict, dtype: torch.dtype):
    params = {
        name.removeprefix("param/"): value.to(dtype)
        for name, value in given.items()
        if name.startswith("param/")
    }
    return answers(spec, params, given["input"].to(dtype), given["labels"].long())


def largest_error(got: dict, want: dict) -> tuple[float, str]:
    """Relative to the largest magnitude of its tensor; infinite where spikes differ."""
    errors = []
    for name, value in got.items():
        difference = (value - want[name]).abs().max().item()
        size = want[name].abs().max().item()
        is_exact = "/spikes/" in name
        error = float("inf") if is_exact and difference > 0 else difference / (size or 1)
        errors.append((error, name))
    return max(errors)


def find_case(name: str) -> None | tuple:
    """The first seed that keeps the margin: `(spec, given, solution, margin, seed)`."""
    timesteps, batch, shape, coding, wanted, blocks = CASES[name]
    spec = {"timesteps": timesteps, "input": shape, "blocks": blocks, **NEURON}
    if any("dropout" in block for block in blocks):
        spec["dropout_seed"] = DROPOUT_SEED
    for seed in range(1, SEEDS):
        given = draw(spec, batch, coding, seed)
        solution, net = solve(spec, given, torch.float64)
        rates = [spikes.mean().item() for spikes in net.spikes.values()]
        if net.margin < wanted or any(not 0.02 < rate < 0.6 for rate in rates):
            continue
        if largest_error(solve(spec, given, torch.float32)[0], solution)[0] < TOLERANCE:
            return spec, given, solution, net.margin, seed
    raise SystemExit(f"{name}: no seed below {SEEDS} keeps a margin of {wanted}")


def write_case(folder: str, name: str) -> None:
    spec, given, solution, margin, seed = find_case(name)
    given = {**given, "labels": given["labels"].int()}
    tensors = {**given, **{key: value.float() for key, value in solution.items()}}
    metadata = {"name": name, "spec": json.dumps(spec), "margin": f"{margin:.2e}", "seed": str(seed)}
    path = os.path.join(folder, f"{name}.safetensors")
    write_tensors(path, {key: value.numpy() for key, value in tensors.items()}, metadata)
    print(f"{name}: seed {seed}, margin {margin:.1e}, {os.path.getsize(path)} bytes", flush=True)


def check_case(path: str) -> None:
    """A case from its own parameters and input; fails where it says something else."""
    arrays, metadata = read_tensors(path)
    spec = json.loads(metadata["spec"])
    tensors = {name: torch.from_numpy(values) for name, values in arrays.items()}
    solution, net = solve(spec, tensors, torch.float64)
    expected = {name for name in tensors if name.startswith(("step", "eval"))}
    if solution.keys() != expected:
        raise SystemExit(f"{path}: has other tensors: {sorted(solution.keys() ^ expected)}")
    error, worst = largest_error(solution, tensors)
    print(f"{metadata['name']}: largest relative error {error:.1e} ({worst}), margin {net.margin:.1e}")
    if not error < TOLERANCE:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", metavar="DIR", help="write the cases there")
    parser.add_argument("--only", choices=CASES, nargs="+", default=list(CASES))
    parser.add_argument("--check", metavar="FILE", nargs="+", help="compute cases once more")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for path in options.check or []:
        check_case(path)
    if options.out:
        for name in options.only:
            write_case(options.out, name)
    elif not options.check:
        parser.error("give --out or --check")


if __name__ == "__main__":
    main()
