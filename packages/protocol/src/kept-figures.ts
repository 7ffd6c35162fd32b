// `figures.json` beside a run: what a report tells and neither log nor manifest hold, so that a report
// can be made again without the pictures.

import * as v from "valibot";

import { SpikefedError } from "./errors.ts";
import { KeptShowcase, modelHash } from "./showcase.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const matrix = v.array(v.array(count));

const KeptFigures = v.strictObject({
  format: v.literal(1),
  /** Of which model confusion and spikes are. */
  modelHash,
  /** Training pictures of each class in each shard, `[K][C]`. */
  labelCounts: matrix,
  /** Of the model on held-out pictures, `[C][C]`; row: truth, column: answer. */
  confusion: matrix,
  /** Spikes per neuron at each step, by spiking block. */
  spikeRates: v.array(v.strictObject({ block: count, perStep: v.array(share) })),
  /** Spikes of either sign per input value and step; null unless the coding is Poisson. */
  inputRate: v.nullable(share),
  /** Bytes that went out to clients, by round; null: they were not counted. */
  bytesDown: v.nullable(v.array(v.strictObject({ round: count, bytes: count }))),
  /** Of models judged before, oldest first; as many as are kept. */
  earlier: v.optional(v.array(v.strictObject({ modelHash, confusion: matrix }))),
  /** Of a room: what its models say of ten pictures. */
  showcase: v.optional(KeptShowcase),
});
export type KeptFigures = v.InferOutput<typeof KeptFigures>;

/** Numbers that matrices of earlier models may take: half a megabyte of text. */
const MOST_NUMBERS = 200_000;

/** As many of them as a file keeps, the newest. @param all Oldest first. */
export function keptMatrices<M extends { confusion: number[][] }>(all: readonly M[]): M[] {
  const each = Math.max(1, (all[0]?.confusion.length ?? 1) ** 2);
  return all.slice(-Math.max(1, Math.floor(MOST_NUMBERS / each)));
}

/**
 * @param file name for the error
 * @throws {SpikefedError} `report/file` for a text that is no such figures.
 */
export function parseKeptFigures(text: string, file: string): KeptFigures {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new SpikefedError("report/file", { file, why: "it is not JSON" });
  }
  const parsed = v.safeParse(KeptFigures, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  const where = place === null ? "" : `at "${place}": `;
  throw new SpikefedError("report/file", { file, why: where + issue.message.slice(0, 100) });
}
