// A model as the engine runs it: layers with their pooling folded in, channels padded to groups
// of four, and the form of what flows between them. Pure.

import { featureShapes } from "../../model/shapes.ts";
import { type Activation, type Block, dropoutOf, type ModelSpec } from "../../model/spec.ts";
import {
  type Dense,
  type Form,
  padded,
  type Packed,
  pooledForm,
  signedForm,
  spikeForm,
} from "./form.ts";

/** How a batch reaches the GPU: bytes encoded there (direct, poisson), or floats of every step. */
export type InputKind = "direct" | "poisson" | "repeated" | "given";

/** One map: height, width, channels (padded). */
export interface MapShape {
  height: number;
  width: number;
  channels: number;
}

/** A convolution or a fully connected layer (a 1 x 1 convolution of a 1 x 1 map). */
export interface Layer {
  /** Index in the model's blocks. */
  block: number;
  kernel: number;
  height: number;
  width: number;
  from: number;
  /** Channels in that the model knows of: of one map, not of a flattened one. */
  realFrom: number;
  to: number;
  /** Channels out that the model knows of. */
  realTo: number;
  input: Form;
  /** Steps that `y = W x` has: T, or 1 when the input repeats. */
  ySteps: number;
  /** Sets of statistics: T, 1, or 0 for no norm. */
  norms: number;
  activation: Activation;
  /** Share of the activation's values that training takes away. */
  dropout: number;
  /** Side of the windows averaged behind the activation; 1: none. */
  pool: number;
  /** Behind the pooling. */
  out: MapShape;
  /** Spikes of every neuron, before pooling; null for ReLU. */
  spikes: Packed | null;
  output: Form;
}

export interface Readout {
  block: number;
  /** Inputs, padded. */
  from: number;
  classes: number;
  paddedClasses: number;
  input: Form;
}

export interface Source {
  kind: InputKind;
  /** `[C, H, W]` of a picture. */
  picture: readonly [number, number, number];
  pool: number;
  out: MapShape;
  form: Form;
}

export interface Network {
  spec: ModelSpec;
  timesteps: number;
  source: Source;
  layers: readonly Layer[];
  readout: Readout;
}

interface Signal {
  form: Form;
  map: MapShape;
  /** Channels of the map that the model knows of. */
  channels: number;
}

/** @throws {SnnError} `model/blocks` when the blocks do not fit. */
export function networkOf(spec: ModelSpec, kind: InputKind): Network {
  const shapes = featureShapes(spec);
  const poolBehind = poolsBehind(spec.blocks);
  const source = sourceOf(spec, kind, poolBehind(-1));
  let signal: Signal = { form: source.form, map: source.out, channels: source.picture[0] };
  const layers: Layer[] = [];
  for (const [block, data] of spec.blocks.entries()) {
    if (data.type !== "conv" && data.type !== "linear") continue;
    const layer = layerOf(spec, block, data, signal, poolBehind(block));
    layers.push(layer);
    signal = { form: layer.output, map: layer.out, channels: layer.realTo };
  }
  const block = spec.blocks.length - 1;
  const classes = shapes[block + 1]!.c;
  const from = signal.map.height * signal.map.width * signal.map.channels;
  const readout = { block, from, classes, paddedClasses: padded(classes), input: signal.form };
  return { spec, timesteps: spec.timesteps, source, layers, readout };
}

/** Product of the pools that follow block `at`: windows of windows are windows. */
function poolsBehind(blocks: readonly Block[]): (at: number) => number {
  return (at) => {
    let product = 1;
    for (const block of blocks.slice(at + 1)) {
      if (block.type !== "avgpool") break;
      product *= block.size;
    }
    return product;
  };
}

function sourceOf(spec: ModelSpec, kind: InputKind, pool: number): Source {
  const [c, h, w] = spec.input;
  const out = { height: Math.floor(h / pool), width: Math.floor(w / pool), channels: padded(c) };
  const dense: Dense = { kind: "dense", steps: kind === "given" ? spec.timesteps : 1 };
  const form = kind === "poisson" ? signedForm(spec.timesteps, pool) : dense;
  return { kind, picture: spec.input, pool, out, form };
}

function layerOf(
  spec: ModelSpec,
  block: number,
  data: Extract<Block, { type: "conv" | "linear" }>,
  { form, map, channels }: Signal,
  pool: number,
): Layer {
  const T = spec.timesteps;
  const isConv = data.type === "conv";
  const { height, width } = isConv ? map : { height: 1, width: 1 };
  const to = padded(data.out);
  const isSpiking = data.activation === "lif";
  const flattened = map.height * map.width * map.channels;
  const ySteps = form.kind === "dense" ? form.steps : T;
  return {
    block,
    kernel: isConv ? data.kernel : 1,
    height,
    width,
    from: isConv ? map.channels : flattened,
    realFrom: isConv ? channels : flattened,
    to,
    realTo: data.out,
    input: form,
    ySteps,
    norms: data.norm === null ? 0 : data.norm === "bntt" ? T : 1,
    activation: data.activation,
    dropout: dropoutOf(data),
    pool,
    out: { height: Math.floor(height / pool), width: Math.floor(width / pool), channels: to },
    spikes: isSpiking ? spikeForm(T) : null,
    output: isSpiking ? pooledForm(T, pool) : { kind: "dense", steps: T },
  };
}
