"""A small net as golden cases describe it: two training steps and an evaluation, block by block.

Time is a dimension, `[T, B, C, H, W]`; only the neuron loops over it. Everything runs in the float type
of its parameters. Keeps how near any value came to a jump: a membrane to the threshold, a ReLU to 0.
"""

import torch
import torch.nn.functional as F

import dropout
import snn

STEPS = (1, 2)


class Net:
    """Parameters and running statistics by block, and the values of the last forward pass."""

    def __init__(self, spec: dict, params: dict[str, torch.Tensor]):
        self.spec, self.margin = spec, float("inf")
        self.params = {name: value.detach().clone().requires_grad_() for name, value in params.items()}
        self.running, self.spikes = {}, {}
        for name, gamma in self.params.items():
            if name.endswith(".gamma"):
                block = name.split(".")[0]
                self.running[f"{block}.mean"] = torch.zeros_like(gamma.detach())
                self.running[f"{block}.var"] = torch.ones_like(gamma.detach())

    def forward(self, x: torch.Tensor, training: bool) -> torch.Tensor:
        """`[T, B, C, H, W]` to logits `[B, classes]`; moves the running statistics in training."""
        for index, block in enumerate(self.spec["blocks"]):
            if block["type"] == "avgpool":
                x = F.avg_pool2d(x.flatten(0, 1), block["size"]).unflatten(0, x.shape[:2])
                continue
            y = self.weigh(index, block, x)
            if block["type"] == "readout":
                return y.mean(0)[:, :, 0, 0]
            y = self.norm(index, block, y, training)
            x = self.fire(index, y) if block["activation"] == "lif" else self.relu(y)
            if training and "dropout" in block:
                seed = self.spec["dropout_seed"]
                x = x * dropout.mask(seed, index, block["dropout"], x.shape).to(x.dtype)
        raise ValueError("a net ends with a readout")

    def weigh(self, index: int, block: dict, x: torch.Tensor) -> torch.Tensor:
        weight = self.params[f"{index}.weight"]
        rows = x.flatten(0, 1)
        if block["type"] == "conv":
            before, after = (block["kernel"] - 1) // 2, block["kernel"] // 2
            rows = F.pad(rows, (before, after, before, after))
            return F.conv2d(rows, weight).unflatten(0, x.shape[:2])
        return F.linear(rows.flatten(1), weight)[:, :, None, None].unflatten(0, x.shape[:2])

    def norm(self, index: int, block: dict, y: torch.Tensor, training: bool) -> torch.Tensor:
        if block["norm"] is None:
            return y
        if block["norm"] == "bn":
            return self.batch_norm(index, 0, y.flatten(0, 1), training).unflatten(0, y.shape[:2])
        return torch.stack([self.batch_norm(index, t, y[t], training) for t in range(len(y))])

    def batch_norm(self, index: int, row: int, y: torch.Tensor, training: bool) -> torch.Tensor:
        mean, var = self.running[f"{index}.mean"][row], self.running[f"{index}.var"][row]
        gamma = self.params[f"{index}.gamma"][row]
        momentum, eps = self.spec["norm_momentum"], self.spec["norm_eps"]
        return F.batch_norm(y, mean, var, gamma, None, training, momentum, eps)

    def fire(self, index: int, y: torch.Tensor) -> torch.Tensor:
        threshold, scale = self.spec["threshold"], self.spec["surrogate"]["scale"]
        v, spikes = 0, []
        for current in y:
            u = self.spec["leak"] * v + current
            self.watch(u.detach() / threshold - 1)
            s = snn.Spike.apply(u, threshold, scale)
            v = u - threshold * s.detach()
            spikes.append(s)
        spikes = torch.stack(spikes)
        self.spikes[index] = spikes.detach()
        return spikes

    def relu(self, y: torch.Tensor) -> torch.Tensor:
        self.watch(y.detach())
        return F.relu(y)

    def watch(self, distance: torch.Tensor) -> None:
        self.margin = min(self.margin, distance.abs().min().item())


def answers(spec: dict, params: dict, x: torch.Tensor, labels: torch.Tensor):
    """Every tensor that a case holds beside what it was given, and the net behind it."""
    net, out = Net(spec, params), {}
    sgd = spec["optimizer"]
    optimizer = torch.optim.SGD(
        net.params.values(), sgd["lr"], sgd["momentum"], weight_decay=sgd["weight_decay"]
    )
    for step in STEPS:
        optimizer.zero_grad()
        logits = net.forward(x, True)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        named = {"logits": logits, "loss": loss.reshape(1)}
        named |= {f"spikes/{index}": s.sum((1, 2, 3, 4)) for index, s in net.spikes.items()}
        for name, value in net.params.items():
            named |= {f"grad/{name}": value.grad, f"param/{name}": value}
        named |= {f"running/{name}": value for name, value in net.running.items()}
        out |= {f"step{step}/{name}": value.detach().clone() for name, value in named.items()}
    with torch.no_grad():
        out["eval/logits"] = net.forward(x, False)
    return out, net
