// What computes without a tensor library, small enough for any page: a neuron's step and the input of a
// network.

export { encodeBatch } from "./data/encode.ts";
export { type LabelledImages, readShard } from "./data/shard.ts";
export { type LifStep, lifStep, type Neuron } from "./kernels/lif/lif-step.ts";
