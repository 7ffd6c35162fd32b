// Parameters as the kernels read them: [k, k, in, out] with channels padded to groups of four,
// every tensor at a multiple of 256 bytes, so that it can be bound alone. The state on the wire
// has PyTorch's order; this file is the map between the two.

import { stateLayout, type StateLayout } from "../model/layout.ts";
import type { Network } from "./plan/network.ts";
import { padded } from "./plan/form.ts";

/** Values; 256 bytes, the alignment of a binding. */
const ALIGN = 64;

/** A tensor in a flat device buffer, in values. */
export interface Region {
  offset: number;
  length: number;
}

export interface DeviceLayout {
  state: StateLayout;
  /** Values of the trainable buffer and of the running one. */
  trainable: number;
  running: number;
  /** By block. */
  weight: ReadonlyMap<number, Region>;
  gamma: ReadonlyMap<number, Region>;
  /** Mean `[norms, C]`, then variance. */
  statistics: ReadonlyMap<number, Region>;
  /** Place of each value of the state: in the trainable buffer, then in the running one. */
  places: Int32Array;
}

export function deviceLayout(network: Network): DeviceLayout {
  const state = stateLayout(network.spec);
  const taken = { trainable: 0, running: 0 };
  const take = (buffer: keyof typeof taken, length: number): Region => {
    const offset = taken[buffer];
    taken[buffer] += Math.ceil(length / ALIGN) * ALIGN;
    return { offset, length };
  };
  const [weight, gamma, statistics] = [0, 1, 2].map(() => new Map<number, Region>()) as [
    Map<number, Region>,
    Map<number, Region>,
    Map<number, Region>,
  ];
  for (const { block, kernel, from, to, norms } of network.layers) {
    weight.set(block, take("trainable", kernel * kernel * from * to));
    if (norms === 0) continue;
    gamma.set(block, take("trainable", norms * to));
    statistics.set(block, take("running", 2 * norms * to));
  }
  const { block, from, paddedClasses } = network.readout;
  weight.set(block, take("trainable", from * paddedClasses));
  const layout = { state, ...taken, weight, gamma, statistics };
  return { ...layout, places: placesOf(network, layout) };
}

/** A state, `[state.length]`, as the two device buffers. */
export function toDevice(layout: DeviceLayout, state: Float32Array) {
  const parameters = new Float32Array(Math.max(layout.trainable, ALIGN));
  const running = new Float32Array(Math.max(layout.running, ALIGN));
  const { trainable } = layout.state;
  for (let i = 0; i < trainable; i++) parameters[layout.places[i]!] = state[i]!;
  for (let i = trainable; i < state.length; i++) running[layout.places[i]!] = state[i]!;
  return { parameters, running };
}

/** Values of a trainable buffer in the state's order, `[state.trainable]`. */
export function fromTrainable(layout: DeviceLayout, values: Float32Array) {
  const { trainable } = layout.state;
  return Float32Array.from({ length: trainable }, (_, i) => values[layout.places[i]!]!);
}

/** The other way: `[state.length]`. */
export function fromDevice(
  layout: DeviceLayout,
  parameters: Float32Array,
  running: Float32Array,
): Float32Array<ArrayBuffer> {
  const state = new Float32Array(layout.state.length);
  state.set(fromTrainable(layout, parameters));
  for (let i = layout.state.trainable; i < state.length; i++) {
    state[i] = running[layout.places[i]!]!;
  }
  return state;
}

function placesOf(network: Network, layout: Omit<DeviceLayout, "places">): Int32Array {
  const places = new Int32Array(layout.state.length);
  for (const { kind, block, shape, offset, length } of layout.state.entries) {
    const place =
      kind === "weight"
        ? weightPlace(network, block, shape, layout.weight.get(block)!.offset)
        : vectorPlace(network, block, kind, shape, layout);
    for (let i = 0; i < length; i++) places[offset + i] = place(i);
  }
  return places;
}

function vectorPlace(
  network: Network,
  block: number,
  kind: "gamma" | "mean" | "var",
  shape: readonly number[],
  layout: Omit<DeviceLayout, "places">,
): (i: number) => number {
  const [norms, channels] = shape as [number, number];
  const width = network.layers.find((layer) => layer.block === block)!.to;
  const region = (kind === "gamma" ? layout.gamma : layout.statistics).get(block)!;
  const base = region.offset + (kind === "var" ? norms * width : 0);
  return (i) => base + Math.floor(i / channels) * width + (i % channels);
}

/** `[out, in, k, k]` or `[out, C * H * W]` to `[k, k, in, out]` or `[H * W * C, out]`. */
function weightPlace(
  network: Network,
  block: number,
  shape: readonly number[],
  base: number,
): (i: number) => number {
  const layer = network.layers.find((one) => one.block === block);
  const out = layer?.to ?? network.readout.paddedClasses;
  if (shape.length === 4) {
    const [, channels, k] = shape as [number, number, number];
    return (i) => {
      const tap = i % (k * k);
      const from = Math.floor(i / (k * k)) % channels;
      const to = Math.floor(i / (k * k * channels));
      return base + (tap * layer!.from + from) * out + to;
    };
  }
  const inputs = shape[1]!;
  const pixels = pixelsBefore(network, block);
  const channels = inputs / pixels;
  return (i) => {
    const from = i % inputs;
    const place = (from % pixels) * padded(channels) + Math.floor(from / pixels);
    return base + place * out + Math.floor(i / inputs);
  };
}

/** Pixels of the map that a fully connected block flattens. */
function pixelsBefore({ layers, source }: Network, block: number): number {
  const before = layers.filter((layer) => layer.block < block).at(-1);
  const { height, width } = before?.out ?? source.out;
  return height * width;
}
