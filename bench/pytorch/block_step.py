"""One block alone, forward and backward: weight, batch norm of each step, neuron, pooling.

A plain loop over time in autograd, in the float type of its input. Activations are `[T, B, C, H, W]`,
after a linear block with H = W = 1.
"""

import torch
import torch.nn.functional as F

import snn


def stages_of(blocks: list[dict]) -> list[dict]:
    """Blocks that have a weight, each with its index and with `pool`, the size of a pooling that follows (or 1)."""
    stages = []
    for index, block in enumerate(blocks):
        if block["type"] != "avgpool":
            stages.append({**block, "index": index, "pool": 1})
        elif index > 0 and stages[-1]["index"] == index - 1:
            stages[-1]["pool"] = block["size"]
        else:
            raise ValueError(f"block {index}: a pooling must follow a block that spikes")
    return stages


def forward(stage: dict, neuron: dict, x: torch.Tensor, weight, gamma) -> dict:
    """`x` to `spikes`, `pooled` spikes, and `mean` and biased `var` of the batch, `[T, out]`."""
    steps, v = {"spikes": [], "pooled": [], "mean": [], "var": []}, 0
    for t, frame in enumerate(x):
        y = apply_weight(stage, frame, weight)
        steps["mean"].append(y.detach().mean((0, 2, 3)))
        steps["var"].append(y.detach().var((0, 2, 3), unbiased=False))
        y = F.batch_norm(y, None, None, gamma[t], None, True, 0.0, neuron["normEps"])
        u = neuron["leak"] * v + y
        s = snn.Spike.apply(u, neuron["threshold"], neuron["surrogateScale"])
        v = u - neuron["threshold"] * s.detach()
        steps["spikes"].append(s)
        steps["pooled"].append(F.avg_pool2d(s, stage["pool"]) if stage["pool"] > 1 else s)
    return {name: torch.stack(values) for name, values in steps.items()}


def apply_weight(stage: dict, frame: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """`[B, C, H, W]` to `[B, out, H, W]`; a linear block sees one pixel of C H W channels."""
    if stage["type"] == "conv":
        return F.conv2d(frame, weight, padding=stage["kernel"] // 2)
    return F.linear(frame.flatten(1), weight)[:, :, None, None]


def backward(stage: dict, neuron: dict, x, weight, gamma, upstream) -> dict:
    """What `forward` gives, and the gradients of `weight`, `gamma` and `input` for `upstream` at `pooled`."""
    leaves = [tensor.detach().clone().requires_grad_() for tensor in (x, weight, gamma)]
    result = forward(stage, neuron, *leaves)
    grads = torch.autograd.grad(result["pooled"], leaves, upstream)
    result = {name: values.detach() for name, values in result.items()}
    return {**result, **dict(zip(("grad.input", "grad.weight", "grad.gamma"), grads))}


def readout(x: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> dict:
    """`logits = (sum over t of W h[t]) / T`, mean cross entropy, and both gradients."""
    x, weight = (tensor.detach().clone().requires_grad_() for tensor in (x, weight))
    logits = sum(F.linear(frame.flatten(1), weight) for frame in x) / len(x)
    loss = F.cross_entropy(logits, labels)
    grads = torch.autograd.grad(loss, (x, weight))
    return {
        "logits": logits.detach(),
        "loss": loss.detach().reshape(1),
        "grad.input": grads[0],
        "grad.weight": grads[1],
    }


def whole_net(stages: list[dict], neuron: dict, params: dict, x, labels):
    """
    Each stage's own step, last stage first: `(stage, input, upstream, result)`; upstream is None for the readout.

    A block runs twice, once to reach the loss and once more with autograd from its own input, so that
    only one block's graph is held at a time.
    """
    inputs = [x]
    for stage in stages[:-1]:
        with torch.no_grad():
            inputs.append(forward(stage, neuron, inputs[-1], *params[stage["index"]])["pooled"])
    result = readout(inputs[-1], *params[stages[-1]["index"]], labels)
    yield stages[-1], inputs[-1], None, result
    for position in reversed(range(len(stages) - 1)):
        stage, upstream = stages[position], result["grad.input"]
        result = backward(stage, neuron, inputs[position], *params[stage["index"]], upstream)
        if not torch.equal(result["pooled"], inputs.pop()):
            raise RuntimeError(f"block {stage['index']} spiked differently the second time")
        yield stage, inputs[-1], upstream, result
