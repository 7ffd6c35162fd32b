// Ticks of axes and the width of letters: arithmetic in the units of the drawing.

/** Width of a letter of the wider system fonts, in its size. */
const LETTER = { plain: 0.62, strong: 0.68 };

export const textWidth = (text: string, size: number, weight: keyof typeof LETTER = "plain") =>
  text.length * LETTER[weight] * size;

/** A label that must not grow: "Quietly Shining Fox" as "Quietly Shini…". */
export function shortened(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

const steps = [1, 2, 2.5, 5, 10];

/** 0, and even steps to the first that is not below `most`. About `count` of them. */
export function valueTicks(most: number, count: number): number[] {
  const top = most > 0 && Number.isFinite(most) ? most : 1;
  const rough = top / count;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = steps.find((size) => size * ten >= rough * (1 - 1e-9))! * ten;
  const last = Math.ceil(top / step - 1e-9);
  return Array.from({ length: last + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Whole numbers from 1 to `last`, at most about `count` of them. */
export function roundTicks(last: number, count: number): number[] {
  const rough = last / Math.max(1, count);
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => size >= rough) ?? 1000;
  const ticks = step <= 2 ? [] : [1];
  for (let round = step; round <= last; round += step) ticks.push(round);
  return ticks;
}

/** Coordinates keep two decimals: more is nothing but bytes. */
export const at = (value: number): number => Math.round(value * 100) / 100;
