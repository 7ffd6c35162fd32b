// `figures.json` beside a run: what a report tells and neither log nor manifest hold, so that a report
// can be made again without the pictures.

import * as v from "valibot";

import { SpikefedError } from "./errors.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const matrix = v.array(v.array(count));

const KeptFigures = v.strictObject({
  format: v.literal(1),
  /** Of which model confusion and spikes are. */
  modelHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "not a sha256")),
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
});
export type KeptFigures = v.InferOutput<typeof KeptFigures>;

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
