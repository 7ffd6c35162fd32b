#!/usr/bin/env python3
"""A federation of `npm run simulate` in PyTorch, written again from its description: what its accuracies are judged by.

FedAvg of ten clients, two a round, 500 CIFAR-10 pictures each, one epoch of full batches of 32, SGD 0.1 / momentum 0.9
/ decay 1e-4 begun anew each round, s5. Weighted by pictures; running statistics are averaged like weights. Judged on
1,000 test pictures with the running statistics.

Random numbers are torch's and numpy's, so a run is another draw of the same experiment: compare means over seeds.
Prints one line of JSON a seed: accuracies in percent, sizes of the shards, versions.
"""

import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import snn
from throughput import FoldedLif, apply_weight

ROUNDS, CLIENTS, PARTICIPANTS, PICTURES, BATCH, TEST = 20, 10, 2, 500, 32, 1000


class Net:
    """s5 with its state: one tensor for each weight, gamma, mean and variance."""

    def __init__(self, coding: str, timesteps: int, ann: bool):
        self.coding, self.timesteps, self.ann = coding, 1 if ann else timesteps, ann
        self.blocks = snn.blocks_of("s5", 10)
        self.state = {}
        for index, block in enumerate(self.blocks):
            if block["type"] == "avgpool":
                continue
            self.state[f"{index}.weight"] = snn.xavier(block)
            if block["type"] != "readout":
                size = (self.timesteps, block["out"])
                self.state[f"{index}.gamma"] = torch.ones(size)
                self.state[f"{index}.mean"] = torch.zeros(size)
                self.state[f"{index}.var"] = torch.ones(size)

    def trained(self) -> list[torch.Tensor]:
        return [self.state[name] for name in self.state if name.endswith(("weight", "gamma"))]

    def logits(self, images: torch.Tensor, training: bool) -> torch.Tensor:
        """`[B, 3, 32, 32]` to `[B, 10]`; inside, activations are `[B, T, C, H, W]`."""
        x = images[:, None]
        if self.coding == "poisson" and not self.ann:
            x = snn.signed_poisson(x.expand(-1, self.timesteps, -1, -1, -1))
        for index, block in enumerate(self.blocks[:-1]):
            rows = x.flatten(0, 1)
            if block["type"] == "avgpool":
                x = F.avg_pool2d(rows, block["size"]).unflatten(0, (len(images), -1))
                continue
            y = apply_weight(block, rows, self.state[f"{index}.weight"]).unflatten(0, (len(images), -1))
            y = y.expand(-1, self.timesteps, *y.shape[2:])
            y = self.norm(index, y, training)
            x = F.relu(y) if self.ann else FoldedLif.apply(y)
        return F.linear(x.flatten(2).mean(1), self.state[f"{len(self.blocks) - 1}.weight"])

    def norm(self, index: int, y: torch.Tensor, training: bool) -> torch.Tensor:
        """Batch norm of each timestep by itself, as one norm over `T * C` channels."""
        mean, var, gamma = (self.state[f"{index}.{name}"].view(-1) for name in ("mean", "var", "gamma"))
        flat = F.batch_norm(y.flatten(1, 2), mean, var, gamma, None, training, snn.NORM_MOMENTUM, snn.NORM_EPS)
        return flat.view(y.shape)


def load(folder: str, name: str) -> tuple[torch.Tensor, np.ndarray]:
    """Pictures in [-1, 1] with their labels, from CIFAR-10's binary records."""
    raw = np.fromfile(pathlib.Path(folder, name), np.uint8).reshape(-1, 3073)
    return torch.from_numpy(raw[:, 1:].reshape(-1, 3, 32, 32)).float().div_(127.5).sub_(1), raw[:, 0]


def deal(random: np.random.Generator, labels: np.ndarray, alpha: float | None) -> list[np.ndarray]:
    """5,000 training pictures, drawn at random, as ten lists: equal, or by FedSNN's size-capped Dirichlet."""
    chosen = random.permutation(len(labels))[: CLIENTS * PICTURES]
    if alpha is None:
        return np.split(chosen, CLIENTS)
    while True:
        lists = [[] for _ in range(CLIENTS)]
        for label in range(10):
            members = random.permutation(chosen[labels[chosen] == label])
            share = random.dirichlet([alpha] * CLIENTS)
            share *= [len(held) < PICTURES for held in lists]
            if share.sum() == 0:
                break
            cuts = (np.cumsum(share / share.sum()) * len(members)).astype(int)[:-1]
            lists = [held + part.tolist() for held, part in zip(lists, np.split(members, cuts))]
        if min(map(len, lists)) >= 10:
            return [np.array(held) for held in lists]


def train(net: Net, images: torch.Tensor, labels: torch.Tensor) -> None:
    """One epoch; the last part of a batch is left out unless there is no other."""
    parameters = net.trained()
    for parameter in parameters:
        parameter.requires_grad_()
    optimizer = torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-4)
    order = torch.randperm(len(labels))
    for part in order.split(BATCH):
        if len(part) < min(BATCH, len(labels)):
            continue
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net.logits(images[part], True), labels[part]).backward()
        optimizer.step()


@torch.no_grad()
def accuracy(net: Net, images: torch.Tensor, labels: torch.Tensor) -> float:
    parts = zip(images.split(100), labels.split(100))
    right = sum(int((net.logits(x, False).argmax(1) == y).sum()) for x, y in parts)
    return 100 * right / len(labels)


def federate(options: argparse.Namespace, data, seed: int) -> tuple[list[float], list[int]]:
    """Accuracy of the group model after rounds 5, 10, 15 and 20, and what the clients hold."""
    (images, labels), (test_images, test_labels) = data
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    shards = deal(random, labels, options.alpha)
    held_out = random.permutation(len(test_labels))[:TEST]
    judged = test_images[held_out], torch.from_numpy(test_labels[held_out]).long()
    net, reached = Net(options.coding, options.timesteps, options.ann), []
    for number in range(1, ROUNDS + 1):
        before, updates = net.state, []
        for client in random.choice(CLIENTS, PARTICIPANTS, replace=False):
            net.state = {name: value.detach().clone() for name, value in before.items()}
            shard = shards[client]
            train(net, images[shard], torch.from_numpy(labels[shard]).long())
            updates.append((len(shard), net.state))
        total = sum(count for count, _ in updates)
        net.state = {
            name: sum(count / total * state[name].detach() for count, state in updates) for name in before
        }
        if number % 5 == 0:
            reached.append(accuracy(net, *judged))
    return reached, [len(shard) for shard in shards]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder with train.bin and test.bin, where `npm start` keeps CIFAR-10")
    parser.add_argument("--coding", choices=["direct", "poisson"], default="direct")
    parser.add_argument("--timesteps", type=int, default=4)
    parser.add_argument("--ann", action="store_true", help="the twin: ReLU, one step")
    parser.add_argument("--alpha", type=float, help="FedSNN's Dirichlet instead of equal shares")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    data = load(options.data, "train.bin"), load(options.data, "test.bin")
    for seed in options.seeds:
        reached, sizes = federate(options, data, seed)
        made = {"torch": torch.__version__, "numpy": np.__version__}
        print(json.dumps({"seed": seed, "rounds 5, 10, 15, 20": reached, "sizes": sizes, **made}), flush=True)


if __name__ == "__main__":
    main()
