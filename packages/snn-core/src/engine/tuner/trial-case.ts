// The layers that variants are tried on, with values that a seed gives, and single results of them in
// plain loops to hold every variant against. Pure.

import { mix32, uniformAt } from "../../random/counter.ts";
import { type Packed, pooledForm, spikeForm } from "../plan/form.ts";

const KERNEL = 3;
const PAD = 1;
/** Values are drawn once and repeated, which is quicker. Primes: no two maps are alike. */
const PERIOD = 262_139;
const WORD_PERIOD = 65_521;

export type Floats = Float32Array<ArrayBuffer>;

/** What is tried: as many channels in as out, and the neurons behind each value that comes in. */
export interface TrialLayer {
  channels: number;
  steps: number;
  window: number;
}

/** The second convolution of `vgg9`: many steps, of which each word holds those of one neuron. */
export const manySteps: TrialLayer = { channels: 64, steps: 20, window: 1 };

/** The third convolution of `s5`, behind a pooling: few steps, three bits each. */
export const fewSteps: TrialLayer = { channels: 32, steps: 4, window: 4 };

/** Height and width of a map, and images. */
export interface TrialSize {
  side: number;
  batch: number;
}

export interface TrialCase extends TrialSize {
  channels: number;
  steps: number;
  layer: { kernel: number; height: number; width: number; from: number; to: number };
  form: Packed;
  /** Operations of any of the convolutions. */
  flops: number;
  /** `[B, H, W, from]`, a field a step. */
  words: Uint32Array<ArrayBuffer>;
  /**
   * `[T, B, H, W, channels]` by repetition: value `i` is `maps[i % maps.length]`. Input of the one
   * kernel, gradient of the output for the others.
   */
  maps: Floats;
  /** Values of all maps. */
  mapLength: number;
  /** `[k, k, from, to]` */
  filter: Floats;
}

export function trialCase(trial: TrialLayer, { side, batch }: TrialSize): TrialCase {
  const { channels, steps, window } = trial;
  const pixels = batch * side * side;
  const form = window === 1 ? spikeForm(steps) : pooledForm(steps, Math.sqrt(window));
  return {
    ...{ side, batch, channels, steps, form },
    layer: { kernel: KERNEL, height: side, width: side, from: channels, to: channels },
    flops: 2 * KERNEL ** 2 * channels ** 2 * pixels * steps,
    words: wordsOf(pixels * channels, trial, form),
    maps: noise(Math.min(PERIOD, steps * pixels * channels), 5),
    mapLength: steps * pixels * channels,
    filter: noise(KERNEL ** 2 * channels ** 2, 6),
  };
}

function noise(length: number, seed: number): Floats {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = uniformAt(seed, i) - 0.5;
  return values;
}

function wordsOf(length: number, trial: TrialLayer, form: Packed): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(length);
  const drawn = Math.min(length, WORD_PERIOD);
  for (let i = 0; i < drawn; i++) words[i] = wordAt(i, trial, form);
  for (let at = drawn; at < length; at += drawn)
    words.copyWithin(at, 0, Math.min(drawn, length - at));
  return words;
}

/** Word `i`: of each of the window's neurons an eighth of the steps, since nets fire at 10 to 20 %. */
function wordAt(i: number, { steps, window }: TrialLayer, { bits }: Packed): number {
  const fired = (n: number) =>
    (mix32(3 * n + 1) & mix32(3 * n + 2) & mix32(3 * n + 3) & (2 ** steps - 1)) >>> 0;
  if (window === 1) return fired(i);
  let word = 0;
  for (let n = i * window; n < (i + 1) * window; n++) {
    const spikes = fired(n);
    for (let t = 0; t < steps; t++) word += ((spikes >>> t) & 1) << (t * bits);
  }
  return word;
}

/** Parts of a result that are brought back, `length` values each from `from` on. */
export interface Windows {
  length: number;
  from: readonly number[];
}

const WINDOW = 2 ** 18;

/** All of a small result; of a large one four parts, the first and the last among them. */
export function windowsOf(length: number): Windows {
  if (length <= 4 * WINDOW) return { length, from: [0] };
  const step = Math.floor((length - WINDOW) / 3 / 64) * 64;
  return { length: WINDOW, from: [0, step, 2 * step, length - WINDOW] };
}

/** A value of a result: its place in the windows, one after the other, and what plain loops give. */
export interface Sample {
  at: number;
  value: number;
}

const MAP_SAMPLES = 48;
const FILTER_SAMPLES = 10;

/** The first, the last and others drawn in between: in the windows and in the result. */
function places(length: number, count: number): { at: number; index: number }[] {
  const { length: size, from } = windowsOf(length);
  const total = size * from.length;
  const drawn = Array.from({ length: count }, (_, i) => Math.floor(total * uniformAt(11, i)));
  return [0, total - 1, ...drawn].map((at) => ({
    at,
    index: from[Math.floor(at / size)]! + (at % size),
  }));
}

/** Value of a map; zero outside of it. */
type ReadMap = (place: Place) => number;

interface Place {
  frame: number;
  row: number;
  column: number;
  channel: number;
}

function readerOf(trial: TrialCase, input: "spikes" | "maps"): ReadMap {
  const { side, batch, channels, words, maps, form } = trial;
  const at = ({ frame, row, column, channel }: Place) =>
    ((frame * side + row) * side + column) * channels + channel;
  const spike = (place: Place) => {
    const word = words[at({ ...place, frame: place.frame % batch })]!;
    const field = word >>> (Math.floor(place.frame / batch) * form.bits);
    return (field & (2 ** form.bits - 1)) * form.scale;
  };
  const read = input === "spikes" ? spike : (place: Place) => maps[at(place) % maps.length]!;
  const isInside = (n: number) => n >= 0 && n < side;
  return (place) => (isInside(place.row) && isInside(place.column) ? read(place) : 0);
}

const placeOf = (pixel: number, side: number) => ({
  column: pixel % side,
  row: Math.floor(pixel / side) % side,
  frame: Math.floor(pixel / side ** 2),
});

/** Values of `[T, B, H, W, channels]`: forward, or with `isBack` the gradient of the input. */
export function mapSamples(trial: TrialCase, input: "spikes" | "maps", isBack: boolean): Sample[] {
  const { channels } = trial;
  const read = readerOf(trial, input);
  const sign = isBack ? -1 : 1;
  return places(trial.mapLength, MAP_SAMPLES).map(({ at, index }) => {
    const channel = index % channels;
    const { frame, row, column } = placeOf(Math.floor(index / channels), trial.side);
    let value = 0;
    for (let tap = 0; tap < KERNEL ** 2; tap++) {
      const i = row + sign * (Math.floor(tap / KERNEL) - PAD);
      const j = column + sign * ((tap % KERNEL) - PAD);
      for (let other = 0; other < channels; other++) {
        const [from, to] = isBack ? [channel, other] : [other, channel];
        const weight = trial.filter[(tap * channels + from) * channels + to]!;
        value += read({ frame, row: i, column: j, channel: other }) * weight;
      }
    }
    return { at, value };
  });
}

/**
 * Values of the filter's gradient `[k, k, from, to]`. Each is a sum over all pixels of all steps, so no place is
 * made an object of: that took a good part of the tuner's time.
 */
export function filterSamples(trial: TrialCase): Sample[] {
  const { channels } = trial;
  return places(trial.filter.length, FILTER_SAMPLES).map(({ at, index }) => {
    const to = index % channels;
    const channel = Math.floor(index / channels) % channels;
    const tap = Math.floor(index / channels ** 2);
    const step = { row: Math.floor(tap / KERNEL) - PAD, column: (tap % KERNEL) - PAD };
    return { at, value: filterValue(trial, channel, to, step) };
  });
}

function filterValue(
  { side, batch, steps, channels, words, maps, form }: TrialCase,
  channel: number,
  to: number,
  step: { row: number; column: number },
): number {
  const mask = 2 ** form.bits - 1;
  const [top, bottom] = [Math.max(0, -step.row), side - Math.max(0, step.row)];
  const [left, right] = [Math.max(0, -step.column), side - Math.max(0, step.column)];
  let value = 0;
  for (let frame = 0; frame < steps * batch; frame++) {
    const shift = Math.floor(frame / batch) * form.bits;
    for (let row = top; row < bottom; row++) {
      const inputs = ((frame % batch) * side + row + step.row) * side + step.column;
      const outputs = (frame * side + row) * side;
      for (let column = left; column < right; column++) {
        const count = (words[(inputs + column) * channels + channel]! >>> shift) & mask;
        if (count === 0) continue;
        value += count * form.scale * maps[((outputs + column) * channels + to) % maps.length]!;
      }
    }
  }
  return value;
}
