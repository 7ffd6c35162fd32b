#!/usr/bin/env python3
"""One training step of S-VGG9 in PyTorch, written block by block: `block-<index>.safetensors`.

Whoever computes the same block judges itself by these files: each holds what the block was given (input
spikes, parameters, upstream gradient) and what came out. README.md describes the format.
"""

import argparse
import json
import os

import torch
import torch.nn.functional as F

import block_step
import snn
from self_check import check_golden
from tensor_file import write_tensors

PRESET = "vgg9"
CLASSES = 10
NEURON = {
    "leak": snn.LEAK,
    "threshold": snn.THRESHOLD,
    "surrogateScale": snn.SURROGATE_SCALE,
    "normEps": snn.NORM_EPS,
}


def draw_parameters(stages: list[dict]) -> dict:
    """Weights by Xavier with gain 2; gammas around 1, as after some training, so that each one matters."""
    params = {}
    for stage in stages:
        params[stage["index"]] = [snn.xavier(stage)]
        if stage["type"] != "readout":
            params[stage["index"]].append(0.9 + 0.2 * torch.rand(stage["timesteps"], stage["out"]))
    return params


def write_blocks(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    stages = block_step.stages_of(snn.blocks_of(PRESET, CLASSES))
    stages = [{**stage, "timesteps": options.timesteps} for stage in stages]
    params = draw_parameters(stages)
    images = snn.pictures(options.batch).expand(options.timesteps, -1, -1, -1, -1)
    labels = torch.randint(CLASSES, (options.batch,))
    os.makedirs(options.out, exist_ok=True)
    steps = block_step.whole_net(stages, NEURON, params, snn.signed_poisson(images), labels)
    for stage, x, upstream, result in steps:
        given = {"input": x, "weight": params[stage["index"]][0]}
        if stage["type"] == "readout":
            given["labels"] = labels
        else:
            given |= {"gamma": params[stage["index"]][1], "upstream": upstream}
        write_block(options.out, stage, given, result)


def write_block(folder: str, stage: dict, given: dict, result: dict) -> None:
    spec = spec_of(stage, given["input"])
    metadata = {"spec": json.dumps(spec)}
    levels = (given["input"] - spec["inputBias"]) / spec["inputScale"]
    tensors = {**given, **result, "input": as_bytes(levels)}
    if stage["type"] == "readout":
        tensors["labels"] = given["labels"].int()
    else:
        rounding = beside_float64(stage, given, result)
        metadata["float64"] = json.dumps(rounding)
        tensors["output"] = as_bytes(tensors.pop("spikes"))
        del tensors["pooled"]
        print(json.dumps({"block": spec["block"], **rounding}), flush=True)
    if stage["index"] == 0:
        del tensors["grad.input"]
    path = os.path.join(folder, f"block-{stage['index']}.safetensors")
    write_tensors(path, {name: tensor.numpy() for name, tensor in tensors.items()}, metadata)


def spec_of(stage: dict, x: torch.Tensor) -> dict:
    """What the metadata says; a value of the input is `inputScale * byte + inputBias`."""
    timesteps, batch, _, height, width = x.shape
    return {
        "block": f"{stage['type']} {stage['in']}-{stage['out']}",
        **{name: stage[name] for name in ("index", "type", "in", "out")},
        "kernel": stage.get("kernel"),
        **{"timesteps": timesteps, "batch": batch, "height": height, "width": width},
        **NEURON,
        "pool": stage["pool"],
        "inputScale": 1 if bool(((x % 1) == 0).all()) else 0.25,
        "inputBias": -1 if stage["index"] == 0 else 0,
    }


def as_bytes(levels: torch.Tensor) -> torch.Tensor:
    packed = levels.to(torch.uint8)
    if not torch.equal(packed.to(levels.dtype), levels):
        raise RuntimeError("the values are no small integers")
    return packed


def beside_float64(stage: dict, given: dict, result: dict) -> dict:
    """The same block with the same input in float64: what rounding alone changes in PyTorch itself."""
    names = ("input", "weight", "gamma", "upstream")
    exact = block_step.backward(stage, NEURON, *(given[name].double() for name in names))
    grads = [name for name in exact if name.startswith("grad.")]
    return {
        "spikes": exact["spikes"].numel(),
        "spikeDifferences": int((exact["spikes"] != result["spikes"]).sum()),
        "firing": round(result["spikes"].mean().item(), 4),
        "largestUpstream": given["upstream"].abs().max().item(),
        "oneMinusCosine": {
            name: 1 - F.cosine_similarity(exact[name].ravel(), result[name].double().ravel(), 0).item()
            for name in grads
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", metavar="DIR")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--timesteps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--self-check", nargs="+", metavar="FILE", help="golden cases")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for path in options.self_check or []:
        print(f"{os.path.basename(path)}: largest relative error {check_golden(path):.1e}")
    if options.out:
        write_blocks(options)
    elif not options.self_check:
        parser.error("give --out or --self-check")


if __name__ == "__main__":
    main()
