// Curves as CSV, a row for each step: what a run writes, and what a later one goes on from.

import { readFile, writeFile } from "node:fs/promises";

import type { Curve } from "./bands.ts";

const HEADER = "preset,batch,executor,seed,step,loss";

/** Curves by what was trained: `preset,batch,executor`. */
export type Curves = Map<string, Curve[]>;

export function writeCurves(curves: Curves): string {
  const rows = [...curves].flatMap(([name, own]) =>
    own.flatMap(({ seed, losses }) => losses.map((loss, i) => `${name},${seed},${i + 1},${loss}`)),
  );
  return `${[HEADER, ...rows].join("\n")}\n`;
}

/** @throws {Error} when the text is no such file. */
export function readCurves(text: string): Curves {
  const [header, ...rows] = text.trimEnd().split("\n");
  if (header !== HEADER) throw new Error(`it does not begin with "${HEADER}"`);
  const curves: Curves = new Map();
  for (const row of rows) {
    const [preset, batch, executor, seed, step, loss] = row.split(",");
    const name = [preset, batch, executor].join(",");
    const own = curves.get(name) ?? [];
    curves.set(name, own);
    const known = own.find((curve) => curve.seed === Number(seed));
    const losses = known ? (known.losses as number[]) : [];
    if (!known) own.push({ seed: Number(seed), losses });
    if (Number(step) !== losses.length + 1) throw new Error(`a step is missing before "${row}"`);
    losses.push(Number(loss));
  }
  return curves;
}

/** None where there is no file. */
export async function loadCurves(file: string): Promise<Curves> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? new Map<string, Curve[]>() : readCurves(text);
}

export const saveCurves = (file: string, curves: Curves): Promise<void> =>
  writeFile(file, writeCurves(curves));
