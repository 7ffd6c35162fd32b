// A golden case: one training step of a small network as PyTorch computed it, in one file.

import { decodeTensors, SpikefedError, type TensorFile } from "@spikefed/protocol";
import {
  type EncodedBatch,
  featureShapes,
  type ModelSpec,
  type SgdOptions,
  type StateLayout,
  stateLayout,
} from "@spikefed/snn-core";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Norm = v.nullable(v.picklist(["bntt", "bn"]));
const Activation = v.picklist(["lif", "relu"]);
const Layer = { in: count, out: count };
const dropout = v.optional(v.number());

const Spec = v.object({
  timesteps: count,
  input: v.tuple([count, count, count]),
  blocks: v.array(
    v.variant("type", [
      v.object({
        type: v.literal("conv"),
        ...Layer,
        kernel: count,
        norm: Norm,
        activation: Activation,
        dropout,
      }),
      v.object({
        type: v.literal("linear"),
        ...Layer,
        norm: Norm,
        activation: Activation,
        dropout,
      }),
      v.object({ type: v.literal("avgpool"), size: count }),
      v.object({ type: v.literal("readout"), ...Layer }),
    ]),
  ),
  leak: v.number(),
  threshold: v.number(),
  surrogate: v.object({ kind: v.literal("triangle"), scale: v.number() }),
  norm_eps: v.number(),
  norm_momentum: v.number(),
  /** Of the batch, where a block has dropout. */
  dropout_seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  optimizer: v.object({
    kind: v.literal("sgd"),
    lr: v.number(),
    momentum: v.number(),
    weight_decay: v.number(),
  }),
});

export interface GoldenCase {
  name: string;
  spec: ModelSpec;
  layout: StateLayout;
  optimizer: SgdOptions;
  batch: EncodedBatch;
  /** Parameters as given, running mean 0 and variance 1. */
  initial: Float32Array;
  /** PyTorch's values of a tensor; all that a check compares are known to be there. */
  answer: (tensor: string) => Float32Array | Int32Array;
}

/** Number of training steps that a case holds the answers of. */
export const STEPS = [1, 2] as const;

/**
 * @throws {SpikefedError} `tensors/corrupt` when the file is no safetensors file or no golden case.
 */
export function readGoldenCase(file: string, bytes: Uint8Array): GoldenCase {
  const { metadata, tensors } = decodeTensors(bytes);
  const { optimizer, ...model } = readSpec(metadata["spec"]);
  const spec: ModelSpec = {
    name: metadata["name"] ?? nameOf(file),
    timesteps: model.timesteps,
    input: model.input,
    coding: "given",
    blocks: model.blocks,
    leak: model.leak,
    threshold: model.threshold,
    surrogate: model.surrogate,
    normEps: model.norm_eps,
    normMomentum: model.norm_momentum,
  };
  featureShapes(spec);
  const layout = stateLayout(spec);
  const batch: EncodedBatch = {
    input: wanted(tensors, "input") as Float32Array,
    repeated: false,
    labels: Int32Array.from(wanted(tensors, "labels")),
    seed: model.dropout_seed,
  };
  checkBatch(spec, batch);
  for (const name of answersOf(spec, layout)) wanted(tensors, name);
  return {
    name: spec.name,
    spec,
    layout,
    optimizer: {
      kind: "sgd",
      learningRate: optimizer.lr,
      momentum: optimizer.momentum,
      weightDecay: optimizer.weight_decay,
    },
    batch,
    initial: initialState(layout, tensors),
    answer: (tensor) => wanted(tensors, tensor),
  };
}

/** "fixtures/golden/conv-t4.safetensors" -> "conv-t4" */
const nameOf = (file: string) => /([^/\\]+?)(\.safetensors)?$/.exec(file)?.[1] ?? file;

function checkBatch(spec: ModelSpec, { input, labels }: EncodedBatch): void {
  const size = spec.timesteps * labels.length * spec.input.reduce((product, n) => product * n, 1);
  if (labels.length === 0) fail("labels is empty");
  if (input.length !== size) fail(`input has ${input.length} values, the spec makes ${size}`);
  const classes = featureShapes(spec).at(-1)!.c;
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong !== undefined) fail(`a label is ${wrong}, there are ${classes} classes`);
}

/** Every tensor that a check compares: a case without one of them would pass unseen. */
function answersOf(spec: ModelSpec, layout: StateLayout): string[] {
  const spiking = spec.blocks.flatMap((block, index) =>
    (block.type === "conv" || block.type === "linear") && block.activation === "lif" ? [index] : [],
  );
  const inStep = [
    ...["logits", "loss"],
    ...spiking.map((block) => `spikes/${block}`),
    ...layout.entries.flatMap(({ name, kind }) =>
      kind === "mean" || kind === "var" ? [`running/${name}`] : [`grad/${name}`, `param/${name}`],
    ),
  ];
  return [...STEPS.flatMap((step) => inStep.map((name) => `step${step}/${name}`)), "eval/logits"];
}

function readSpec(text: string | undefined): v.InferOutput<typeof Spec> {
  if (text === undefined) fail("__metadata__.spec is missing, so it is no golden case");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    fail("__metadata__.spec is not JSON");
  }
  const parsed = v.safeParse(Spec, json, { abortEarly: true });
  if (!parsed.success) fail(`spec is not valid at "${v.getDotPath(parsed.issues[0]) ?? ""}"`);
  return parsed.output;
}

function initialState(layout: StateLayout, tensors: TensorFile["tensors"]): Float32Array {
  const state = new Float32Array(layout.length);
  for (const { name, kind, offset, length } of layout.entries) {
    if (kind === "var") state.fill(1, offset, offset + length);
    if (kind !== "weight" && kind !== "gamma") continue;
    const values = wanted(tensors, `param/${name}`);
    if (values.length !== length) fail(`param/${name} has ${values.length} values, not ${length}`);
    state.set(values, offset);
  }
  return state;
}

function wanted(tensors: TensorFile["tensors"], name: string): Float32Array | Int32Array {
  const tensor = tensors.get(name);
  if (!tensor) fail(`tensor ${name} is missing`);
  return tensor.data;
}

function fail(why: string): never {
  throw new SpikefedError("tensors/corrupt", { why });
}
