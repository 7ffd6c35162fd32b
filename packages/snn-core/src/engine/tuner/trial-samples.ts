// Single results of a trial's layer in plain loops, to hold every variant against. Pure.

import { uniformAt } from "../../random/counter.ts";
import { padding } from "../kernels/conv-sizes.ts";
import { scaleOf } from "../plan/form.ts";
import type { TrialCase } from "./trial-case.ts";

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

function readerOf(trial: TrialCase, input: "inputs" | "maps"): ReadMap {
  const { side, maps, layer } = trial;
  const channels = input === "inputs" ? layer.from : layer.to;
  const at = ({ frame, row, column, channel }: Place) =>
    ((frame * side + row) * side + column) * channels + channel;
  const read =
    input === "inputs"
      ? (place: Place) =>
          valuesOf(trial, place.frame)(at({ ...place, frame: 0 })) * scaleOf(trial.form)
      : (place: Place) => maps[at(place) % maps.length]!;
  const isInside = (n: number) => n >= 0 && n < side;
  return (place) => (isInside(place.row) && isInside(place.column) ? read(place) : 0);
}

/** Reads the values of map `frame` by their place in an image, unscaled. */
function valuesOf({ side, batch, inputs, form, layer }: TrialCase, frame: number) {
  const size = side * side * layer.from;
  if (form.kind === "dense") return (at: number): number => inputs[frame * size + at]!;
  const { bits, perWord, isSigned } = form;
  const step = Math.floor(frame / batch);
  const first = (Math.floor(step / perWord) * batch + (frame % batch)) * size;
  const above = 32 - bits;
  const left = above - (step % perWord) * bits;
  return (at: number): number => {
    const top = inputs[first + at]! << left;
    return isSigned ? top >> above : top >>> above;
  };
}

const placeOf = (pixel: number, side: number) => ({
  column: pixel % side,
  row: Math.floor(pixel / side) % side,
  frame: Math.floor(pixel / side ** 2),
});

/** Values of `[T, B, H, W, channels]`: forward, or with `isBack` the gradient of the input. */
export function mapSamples(trial: TrialCase, input: "inputs" | "maps", isBack: boolean): Sample[] {
  const { from, to, kernel } = trial.layer;
  const [inner, outer] = isBack ? [to, from] : [from, to];
  const read = readerOf(trial, input);
  const sign = isBack ? -1 : 1;
  return places((trial.mapLength / to) * outer, MAP_SAMPLES).map(({ at, index }) => {
    const channel = index % outer;
    const { frame, row, column } = placeOf(Math.floor(index / outer), trial.side);
    let value = 0;
    for (let tap = 0; tap < kernel ** 2; tap++) {
      const i = row + sign * (Math.floor(tap / kernel) - padding(kernel));
      const j = column + sign * ((tap % kernel) - padding(kernel));
      for (let other = 0; other < inner; other++) {
        const [source, target] = isBack ? [channel, other] : [other, channel];
        const weight = trial.filter[(tap * from + source) * to + target]!;
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
  const { from, to, kernel } = trial.layer;
  return places(trial.filter.length, FILTER_SAMPLES).map(({ at, index }) => {
    const target = index % to;
    const channel = Math.floor(index / to) % from;
    const tap = Math.floor(index / (from * to));
    const pad = padding(kernel);
    const step = { row: Math.floor(tap / kernel) - pad, column: (tap % kernel) - pad };
    return { at, value: filterValue(trial, channel, target, step) };
  });
}

function filterValue(
  trial: TrialCase,
  channel: number,
  target: number,
  step: { row: number; column: number },
): number {
  const { side, batch, steps, maps, layer } = trial;
  const scale = scaleOf(trial.form);
  const [top, bottom] = [Math.max(0, -step.row), side - Math.max(0, step.row)];
  const [left, right] = [Math.max(0, -step.column), side - Math.max(0, step.column)];
  let value = 0;
  for (let frame = 0; frame < steps * batch; frame++) {
    const read = valuesOf(trial, frame);
    for (let row = top; row < bottom; row++) {
      const inputs = (row + step.row) * side + step.column;
      const outputs = (frame * side + row) * side;
      for (let column = left; column < right; column++) {
        const count = read((inputs + column) * layer.from + channel);
        if (count === 0) continue;
        const at = (outputs + column) * layer.to + target;
        value += count * scale * maps[at % maps.length]!;
      }
    }
  }
  return value;
}
