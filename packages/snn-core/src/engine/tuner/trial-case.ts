// The layers that variants are tried on, with values that a seed gives. Pure.

import { uniformAt } from "../../random/counter.ts";
import type { ConvSizes } from "../kernels/conv-sizes.ts";
import { type Form, type Packed, pooledForm, signedForm, spikeForm } from "../plan/form.ts";
import { signedWord, summedWord } from "./trial-words.ts";

const KERNEL = 3;
/** Values are drawn once and repeated, which is quicker. Primes: no two maps are alike. */
const PERIOD = 262_139;
const WORD_PERIOD = 65_521;

export type Floats = Float32Array<ArrayBuffer>;

/** What is tried. */
export interface TrialLayer {
  /** Channels in, and how many of them hold anything. */
  from: number;
  realFrom: number;
  /** Channels out. */
  to: number;
  steps: number;
  /** Neurons behind each value that comes in. */
  window: number;
  /** What comes in: spikes, those of a picture (-1, 0 or 1), or a picture's floats. */
  values: "spikes" | "signed" | "floats";
}

const square = (channels: number) => ({ from: channels, realFrom: channels, to: channels });

/** The second convolution of `vgg9`: many steps, of which each word holds those of one neuron. */
export const manySteps: TrialLayer = { ...square(64), steps: 20, window: 1, values: "spikes" };

/** The third convolution of `s5`, behind a pooling: few steps, three bits each. */
export const fewSteps: TrialLayer = { ...square(32), steps: 4, window: 4, values: "spikes" };

/** The first convolution of `vgg9`: three colours and a channel that is empty, in two words each. */
export const firstLayer: TrialLayer = {
  ...{ from: 4, realFrom: 3, to: 64 },
  ...{ steps: 20, window: 1, values: "signed" },
};

/** The first convolution of `s5`: pictures as floats, the same at every step. */
export const floatsLayer: TrialLayer = {
  ...{ from: 4, realFrom: 3, to: 16 },
  ...{ steps: 1, window: 1, values: "floats" },
};

const asLarge = { kernel: KERNEL, height: 32, width: 32 };

/** What decides whether kernels by lane fit first layers: pictures are so large. */
export const firstSizes: ConvSizes = { ...asLarge, ...firstLayer };
export const floatsSizes: ConvSizes = { ...asLarge, ...floatsLayer };

/** Height and width of a map, and images. */
export interface TrialSize {
  side: number;
  batch: number;
}

export interface TrialCase extends TrialSize {
  steps: number;
  layer: ConvSizes & { realFrom: number };
  form: Form;
  /** Operations of any of the convolutions. */
  flops: number;
  /** `[words, B, H, W, from]`, a field a step, or floats `[T, B, H, W, from]`. */
  inputs: Uint32Array<ArrayBuffer> | Floats;
  /**
   * `[T, B, H, W, to]` by repetition: value `i` is `maps[i % maps.length]`. Input of the one kernel, where
   * as many channels come in, gradient of the output for the others.
   */
  maps: Floats;
  /** Values of all maps. */
  mapLength: number;
  /** `[k, k, from, to]` */
  filter: Floats;
}

export function trialCase(trial: TrialLayer, { side, batch }: TrialSize): TrialCase {
  const { from, realFrom, to, steps } = trial;
  const pixels = batch * side * side;
  const form = formOf(trial);
  return {
    ...{ side, batch, steps, form },
    layer: { kernel: KERNEL, height: side, width: side, from, realFrom, to },
    flops: 2 * KERNEL ** 2 * realFrom * to * pixels * steps,
    inputs: inputsOf(pixels * from, trial, form),
    maps: noise(Math.min(PERIOD, steps * pixels * to), 5),
    mapLength: steps * pixels * to,
    filter: noise(KERNEL ** 2 * from * to, 6),
  };
}

function formOf({ steps, window, values }: TrialLayer): Form {
  if (values === "floats") return { kind: "dense", steps };
  if (values === "signed") return signedForm(steps, Math.sqrt(window));
  return window === 1 ? spikeForm(steps) : pooledForm(steps, Math.sqrt(window));
}

function noise(length: number, seed: number): Floats {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = uniformAt(seed, i) - 0.5;
  return values;
}

function inputsOf(length: number, trial: TrialLayer, form: Form): TrialCase["inputs"] {
  const { from, realFrom, steps } = trial;
  if (form.kind === "packed") return wordsOf(form.words * length, trial, form);
  return noise(steps * length, 7).map((value, i) => (i % from < realFrom ? value : 0));
}

function wordsOf(length: number, trial: TrialLayer, form: Packed): Uint32Array<ArrayBuffer> {
  const { from, realFrom, values, steps, window } = trial;
  const words = new Uint32Array(length);
  // Whole groups of channels are repeated, so that an empty channel stays empty.
  const drawn = Math.min(length, WORD_PERIOD - (WORD_PERIOD % from));
  for (let i = 0; i < drawn; i++) {
    if (i % from >= realFrom) continue;
    words[i] = values === "signed" ? signedWord(i, form) : summedWord(i, { steps, window }, form);
  }
  for (let at = drawn; at < length; at += drawn)
    words.copyWithin(at, 0, Math.min(drawn, length - at));
  return words;
}
