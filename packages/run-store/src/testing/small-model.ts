// A model of six numbers: weights, a running mean and a running variance.

import type { Layout } from "@spikefed/fl-core";
import type { UpdateEncoding } from "@spikefed/protocol";

export const layout: Layout = [
  { name: "0.weight", shape: [2, 2], offset: 0, length: 4 },
  { name: "0.mean", shape: [1, 1], offset: 4, length: 1 },
  { name: "0.var", shape: [1, 1], offset: 5, length: 1 },
];
const encoding: UpdateEncoding = { kind: "float32" };
export const shape = { layout, length: 6, trainable: 4, encoding };
export const start = Float32Array.of(1, -1, 0.5, 0, 0, 1);
