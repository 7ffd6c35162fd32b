// The ANN that FedSNN's code compares with: what its `models/vgg.py` makes of a list of layers.

import type { Block, Init, ModelSpec } from "./spec.ts";

/** Behind a convolution that no pooling follows, and behind a linear layer. */
const DROPOUT = { conv: 0.3, linear: 0.5 } as const;

/**
 * The same layers as FedSNN's ANN has them: convolutions with batch norm, linear layers without,
 * ReLU, dropout, normal weights. PyTorch's batch norm, which it uses, also learns a shift for each
 * channel; ours has none.
 *
 * @see https://github.com/Intelligent-Computing-Lab-Yale/FedSNN, `models/vgg.py` at 1ab2615.
 */
export function asBaseline(spec: ModelSpec): ModelSpec {
  const blocks = spec.blocks.map((block, index): Block => {
    switch (block.type) {
      case "avgpool":
        return block;
      case "readout":
        return { ...block, init: normal(0.01) };
      case "linear":
        return { ...block, ...relu(null, DROPOUT.linear), init: normal(0.01) };
      case "conv": {
        const isPooled = spec.blocks[index + 1]?.type === "avgpool";
        const init = normal(Math.sqrt(2 / (block.kernel ** 2 * block.out)));
        return { ...block, ...relu("bn", isPooled ? 0 : DROPOUT.conv), init };
      }
    }
  });
  return { ...spec, blocks, normEps: 1e-5 };
}

const relu = (norm: "bn" | null, dropout: number) =>
  ({ norm, activation: "relu", ...(dropout > 0 ? { dropout } : {}) }) as const;

const normal = (deviation: number): Init => ({ kind: "normal", deviation });
