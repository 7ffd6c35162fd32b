"""The blocks of `block_step.py` against a golden case: an answer that this code had no part in."""

import json

import torch

import block_step
from tensor_file import read_tensors

TOLERANCE = 1e-5


def check_golden(path: str) -> float:
    """Largest error of step 1, relative to the largest magnitude of its tensor; spikes must be equal."""
    arrays, metadata = read_tensors(path)
    spec = json.loads(metadata["spec"])
    tensors = {name: torch.from_numpy(values) for name, values in arrays.items()}
    worst = 0.0
    for name, values in step_one(spec, tensors):
        expected = tensors[f"step1/{name}"]
        error = ((values - expected).abs().max() / expected.abs().max()).item()
        if not error <= (0 if name.startswith("spikes/") else TOLERANCE):
            raise SystemExit(f"{path}: {name} differs by {error:.2e} of its largest value")
        worst = max(worst, error)
    return worst


def step_one(spec: dict, tensors: dict):
    """Pairs of a golden name after `step1/` and what the blocks here make of it."""
    neuron = {
        "leak": spec["leak"],
        "threshold": spec["threshold"],
        "surrogateScale": spec["surrogate"]["scale"],
        "normEps": spec["norm_eps"],
    }
    stages = block_step.stages_of(spec["blocks"])
    params = {stage["index"]: params_of(stage["index"], tensors) for stage in stages}
    net = block_step.whole_net(stages, neuron, params, tensors["input"], tensors["labels"].long())
    for stage, _, _, result in net:
        index = stage["index"]
        yield f"grad/{index}.weight", result["grad.weight"]
        if stage["type"] == "readout":
            yield "logits", result["logits"]
            yield "loss", result["loss"]
            continue
        yield f"grad/{index}.gamma", result["grad.gamma"]
        yield f"spikes/{index}", result["spikes"].sum((1, 2, 3, 4))
        yield from running(index, spec["norm_momentum"], result)


def params_of(index: int, tensors: dict) -> list[torch.Tensor]:
    names = (f"param/{index}.weight", f"param/{index}.gamma")
    return [tensors[name] for name in names if name in tensors]


def running(index: int, momentum: float, result: dict):
    """Running statistics after one step from 0 and 1; the variance that enters them is unbiased."""
    _, batch, _, height, width = result["spikes"].shape
    count = batch * height * width
    unbiased = result["var"] * count / (count - 1)
    yield f"running/{index}.mean", momentum * result["mean"]
    yield f"running/{index}.var", 1 - momentum + momentum * unbiased
