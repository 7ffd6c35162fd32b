// `figures.json` beside a simulated run: what a report tells and neither log nor manifest hold, so
// that a report can be made again without the pictures.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import type { ReportExtras } from "@spikefed/report";
import { isHash, writeDurably } from "@spikefed/run-store";
import * as v from "valibot";

import type { Manifest } from "./out-folder.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const matrix = v.array(v.array(count));

/** What each part means is said at `ReportExtras`. */
const KeptFigures = v.strictObject({
  format: v.literal(1),
  /** Of which model confusion and spikes are. */
  modelHash: v.pipe(v.string(), v.check(isHash, "not a sha256")),
  labelCounts: matrix,
  confusion: matrix,
  spikeRates: v.array(v.strictObject({ block: count, perStep: v.array(share) })),
  inputRate: v.nullable(share),
  bytesDown: v.array(v.strictObject({ round: count, bytes: count })),
});
export type KeptFigures = v.InferOutput<typeof KeptFigures>;

export const figuresFile = (folder: string): string => join(folder, "figures.json");

export const writeKeptFigures = (folder: string, figures: KeptFigures): Promise<void> =>
  writeDurably(figuresFile(folder), `${JSON.stringify(figures)}\n`);

/**
 * Null: there are none, since the run has not ended.
 *
 * @throws {SpikefedError} `report/file` for a file that is no such figures.
 */
export async function readKeptFigures(folder: string): Promise<KeptFigures | null> {
  const file = figuresFile(folder);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SpikefedError("report/file", { file, why: (error as Error).message });
  }
  return parseKeptFigures(text, file);
}

/** @param file name for the error */
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

/**
 * What the report of a simulated run is handed beside its log.
 *
 * @param modelHash Of the log's last model: figures of another one are left out.
 */
export function extrasOf(
  manifest: Manifest | null,
  figures: KeptFigures | null,
  modelHash: string | null,
): Partial<ReportExtras> {
  const { labelCounts = null, bytesDown = null } = figures ?? {};
  const ofModel = figures !== null && figures.modelHash === modelHash ? figures : null;
  const { confusion = null, spikeRates = null, inputRate = null } = ofModel ?? {};
  const measured = { labelCounts, confusion, spikeRates, inputRate, bytesDown };
  if (manifest === null) return measured;
  const { executor, adapter, versions, command, experiment } = manifest;
  return {
    ...measured,
    ...{ testSeed: experiment.seed, adapter: `${executor} on ${adapter}`, versions, command },
  };
}
