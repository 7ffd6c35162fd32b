// A model of one layer with running statistics, for tests of updates.

import type { Layout } from "../slot.ts";

export const smallLayout: Layout = [
  { name: "0.weight", shape: [2, 4], offset: 0, length: 8 },
  { name: "0.gamma", shape: [1, 2], offset: 8, length: 2 },
  { name: "0.mean", shape: [1, 2], offset: 10, length: 2 },
  { name: "0.var", shape: [1, 2], offset: 12, length: 2 },
];
