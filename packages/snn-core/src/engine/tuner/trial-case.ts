// The layer that variants are tried on: 64 to 64 channels, twenty steps, with values that a seed
// gives, and single results of it in plain loops to hold every variant against. Pure.

import { mix32, uniformAt } from "../../random/counter.ts";
import { spikeForm } from "../plan/form.ts";

const CHANNELS = 64;
const KERNEL = 3;
const STEPS = 20;
const PAD = 1;
/** A prime: no two maps are alike. */
const MAP_PERIOD = 262_139;

export type Floats = Float32Array<ArrayBuffer>;

/** Height and width of a map, and images. */
export interface TrialSize {
  side: number;
  batch: number;
}

export interface TrialCase extends TrialSize {
  steps: number;
  layer: { kernel: number; height: number; width: number; from: number; to: number };
  form: ReturnType<typeof spikeForm>;
  /** Operations of any of the convolutions. */
  flops: number;
  /** `[B, H, W, from]`, a bit a step. */
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

export function trialCase({ side, batch }: TrialSize): TrialCase {
  const pixels = batch * side * side;
  const noise = (length: number, seed: number) =>
    Float32Array.from({ length }, (_, i) => uniformAt(seed, i) - 0.5);
  return {
    side,
    batch,
    steps: STEPS,
    layer: { kernel: KERNEL, height: side, width: side, from: CHANNELS, to: CHANNELS },
    form: spikeForm(STEPS),
    flops: 2 * KERNEL ** 2 * CHANNELS ** 2 * pixels * STEPS,
    // An eighth of the bits: nets fire at 10 to 20 %.
    words: Uint32Array.from(
      { length: pixels * CHANNELS },
      (_, i) => (mix32(3 * i + 1) & mix32(3 * i + 2) & mix32(3 * i + 3) & (2 ** STEPS - 1)) >>> 0,
    ),
    maps: noise(Math.min(MAP_PERIOD, STEPS * pixels * CHANNELS), 5),
    mapLength: STEPS * pixels * CHANNELS,
    filter: noise(KERNEL ** 2 * CHANNELS ** 2, 6),
  };
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

function readerOf({ side, batch, words, maps }: TrialCase, input: "spikes" | "maps"): ReadMap {
  const at = ({ frame, row, column, channel }: Place) =>
    ((frame * side + row) * side + column) * CHANNELS + channel;
  const spike = (place: Place) => {
    const word = words[at({ ...place, frame: place.frame % batch })]!;
    return (word >>> Math.floor(place.frame / batch)) & 1;
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
  const read = readerOf(trial, input);
  const sign = isBack ? -1 : 1;
  return places(trial.mapLength, MAP_SAMPLES).map(({ at, index }) => {
    const channel = index % CHANNELS;
    const { frame, row, column } = placeOf(Math.floor(index / CHANNELS), trial.side);
    let value = 0;
    for (let tap = 0; tap < KERNEL ** 2; tap++) {
      const i = row + sign * (Math.floor(tap / KERNEL) - PAD);
      const j = column + sign * ((tap % KERNEL) - PAD);
      for (let other = 0; other < CHANNELS; other++) {
        const [from, to] = isBack ? [channel, other] : [other, channel];
        const weight = trial.filter[(tap * CHANNELS + from) * CHANNELS + to]!;
        value += read({ frame, row: i, column: j, channel: other }) * weight;
      }
    }
    return { at, value };
  });
}

/** Values of the filter's gradient `[k, k, from, to]`. */
export function filterSamples(trial: TrialCase): Sample[] {
  const read = readerOf(trial, "spikes");
  return places(trial.filter.length, FILTER_SAMPLES).map(({ at, index }) => {
    const to = index % CHANNELS;
    const channel = Math.floor(index / CHANNELS) % CHANNELS;
    const tap = Math.floor(index / CHANNELS ** 2);
    const [i, j] = [Math.floor(tap / KERNEL) - PAD, (tap % KERNEL) - PAD];
    let value = 0;
    for (let pixel = 0; pixel < trial.mapLength / CHANNELS; pixel++) {
      const { frame, row, column } = placeOf(pixel, trial.side);
      const x = read({ frame, row: row + i, column: column + j, channel });
      if (x !== 0) value += x * trial.maps[(pixel * CHANNELS + to) % trial.maps.length]!;
    }
    return { at, value };
  });
}
