// One block of a training step as PyTorch computed it, in one file: bench/pytorch/vgg9_blocks.py writes it.

import { decodeTensors, SpikefedError, type TensorFile } from "@spikefed/protocol";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const common = {
  /** For people: `conv 3-64`. */
  block: v.string(),
  /** Place among the model's blocks, poolings counted. */
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  in: count,
  out: count,
  timesteps: count,
  batch: count,
  /** Of the block's input. */
  height: count,
  width: count,
  leak: v.number(),
  threshold: v.number(),
  surrogateScale: v.number(),
  normEps: v.number(),
  /** Size of the average pooling that follows, or 1. */
  pool: count,
  /** A value of the input is `inputScale * byte + inputBias`. */
  inputScale: v.number(),
  inputBias: v.number(),
};

const Spec = v.variant("type", [
  v.object({ type: v.literal("conv"), kernel: count, ...common }),
  v.object({ type: v.literal("linear"), kernel: v.null(), ...common }),
  v.object({ type: v.literal("readout"), kernel: v.null(), ...common }),
]);

type Spec = v.InferOutput<typeof Spec>;
export type SpikingBlockSpec = Exclude<Spec, { type: "readout" }>;
export type ReadoutBlockSpec = Extract<Spec, { type: "readout" }>;

/** Values are row-major; H' and W' are those of the output: 1 after a linear block. */
export interface SpikingBlockCase {
  kind: "spiking";
  spec: SpikingBlockSpec;
  /** `[T, B, C, H, W]`, see `inputScale`. */
  input: Uint8Array;
  /** `[out, in, k, k]` or `[out, in]`. */
  weight: Float32Array;
  /** `[T, out]`. */
  gamma: Float32Array;
  /** Gradient of the pooled spikes, `[T, B, out, H' / pool, W' / pool]`. */
  upstream: Float32Array;
  /** Spikes before any pooling, 0 or 1, `[T, B, out, H', W']`. */
  output: Uint8Array;
  /** Of the batch, `[T, out]`; the variance is the biased one. */
  mean: Float32Array;
  var: Float32Array;
  /** Shaped like what they are gradients of; `input` is null for the first block. */
  grad: { weight: Float32Array; gamma: Float32Array; input: Float32Array | null };
}

export interface ReadoutBlockCase {
  kind: "readout";
  spec: ReadoutBlockSpec;
  /** `[T, B, C, H, W]`, see `inputScale`. */
  input: Uint8Array;
  /** `[out, in]`. */
  weight: Float32Array;
  /** `[B]`. */
  labels: Int32Array;
  /** `[B, out]`. */
  logits: Float32Array;
  loss: number;
  grad: { weight: Float32Array; input: Float32Array };
}

export type BlockCase = SpikingBlockCase | ReadoutBlockCase;

/**
 * Every tensor is there and has the shape that the spec makes it have.
 *
 * @throws {SpikefedError} `tensors/corrupt` when the file is no block of this format.
 */
export function readBlockCase(bytes: Uint8Array): BlockCase {
  const { metadata, tensors } = decodeTensors(bytes, ["F32", "I32", "U8"]);
  const spec = readSpec(metadata["spec"]);
  return spec.type === "readout" ? readReadout(spec, tensors) : readSpiking(spec, tensors);
}

type Tensors = TensorFile<"F32" | "I32" | "U8">["tensors"];

function readSpiking(spec: SpikingBlockSpec, tensors: Tensors): SpikingBlockCase {
  const { timesteps, batch, out, pool } = spec;
  const [height, width] = spec.type === "conv" ? [spec.height, spec.width] : [1, 1];
  const pooled = [Math.floor(height / pool), Math.floor(width / pool)];
  const norm = [timesteps, out];
  const f32 = (name: string, shape: readonly number[]) => wanted(tensors, name, "F32", shape);
  return {
    kind: "spiking",
    spec,
    input: wanted(tensors, "input", "U8", inputShape(spec)),
    weight: f32("weight", weightShape(spec)),
    gamma: f32("gamma", norm),
    upstream: f32("upstream", [timesteps, batch, out, ...pooled]),
    output: wanted(tensors, "output", "U8", [timesteps, batch, out, height, width]),
    mean: f32("mean", norm),
    var: f32("var", norm),
    grad: {
      weight: f32("grad.weight", weightShape(spec)),
      gamma: f32("grad.gamma", norm),
      input: spec.index === 0 ? null : f32("grad.input", inputShape(spec)),
    },
  };
}

function readReadout(spec: ReadoutBlockSpec, tensors: Tensors): ReadoutBlockCase {
  const f32 = (name: string, shape: readonly number[]) => wanted(tensors, name, "F32", shape);
  return {
    kind: "readout",
    spec,
    input: wanted(tensors, "input", "U8", inputShape(spec)),
    weight: f32("weight", weightShape(spec)),
    labels: wanted(tensors, "labels", "I32", [spec.batch]),
    logits: f32("logits", [spec.batch, spec.out]),
    loss: f32("loss", [1])[0]!,
    grad: {
      weight: f32("grad.weight", weightShape(spec)),
      input: f32("grad.input", inputShape(spec)),
    },
  };
}

function inputShape(spec: Spec): number[] {
  const { timesteps, batch, height, width } = spec;
  const channels = spec.type === "conv" ? spec.in : spec.in / (height * width);
  return [timesteps, batch, channels, height, width];
}

function weightShape(spec: Spec): number[] {
  return spec.type === "conv" ? [spec.out, spec.in, spec.kernel, spec.kernel] : [spec.out, spec.in];
}

function readSpec(text: string | undefined): Spec {
  if (text === undefined) fail("__metadata__.spec is missing, so it is no block");
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

interface Arrays {
  F32: Float32Array;
  I32: Int32Array;
  U8: Uint8Array;
}

function wanted<D extends keyof Arrays>(
  tensors: Tensors,
  name: string,
  dtype: D,
  shape: readonly number[],
): Arrays[D] {
  const tensor = tensors.get(name);
  if (!tensor) fail(`tensor ${name} is missing`);
  const [is, needs] = [`${tensor.dtype} [${tensor.shape.join()}]`, `${dtype} [${shape.join()}]`];
  if (is !== needs) fail(`${name} is ${is}, the spec makes it ${needs}`);
  return tensor.data as Arrays[D];
}

function fail(why: string): never {
  throw new SpikefedError("tensors/corrupt", { why });
}
