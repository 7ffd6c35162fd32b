// Bit rot: single bytes changed anywhere in a stored run.

import { join } from "node:path";

import { below, createRandom, type Random } from "@spikefed/fl-core";

import { Materializer, type FolderState } from "../materialize.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { isRecords, unaudited, unnoticed, type Flip } from "./notice.ts";
import { saveRun } from "./saved-run.ts";

export const byteFlipsTrial: Trial = {
  name: "byte-flips",
  about: "one changed byte in the log, a record, a model, an update or a strategy's state",
  run: flipBytes,
};

async function flipBytes({ full, seed, folder, say }: TrialOptions): Promise<TrialResult> {
  const flips = full ? 10_000 : 300;
  const { state, events } = await saveRun(join(folder, "whole"));
  const paths = [...state.files.keys()].filter((path) => isJudged(path, state));
  const files = new Materializer(folder);
  const whole = await unaudited(files.put(state));
  if (whole.length === 0) throw new Error("an audit finds something wrong with whole records");
  const random = createRandom(seed, 0xf11b);
  const counts = new Map<string, number>();
  const violations: string[] = [];
  for (let at = 0; at < flips; at++) {
    const flip = pickFlip(state, paths, random);
    const dataDir = files.put(flipped(state, flip));
    const found = await unnoticed(dataDir, flip, events, lineOf(state, flip));
    violations.push(...found.map((what) => `${flip.path} byte ${flip.at} ^ ${flip.mask}: ${what}`));
    counts.set(kindOf(flip.path), (counts.get(kindOf(flip.path)) ?? 0) + 1);
    if ((at + 1) % 1000 === 0) say(`${at + 1} flips, ${violations.length} unnoticed`);
  }
  const where = [...counts].map(([kind, count]) => `${count} in ${kind}`).join(", ");
  return {
    violations: violations.slice(0, 50),
    figures: [
      { what: "bytes changed", asked: ">= 10000", measured: `${flips}: ${where}` },
      { what: "changes that nobody noticed", asked: "0", measured: String(violations.length) },
    ],
  };
}

/** States of rounds before the newest go away with their round. */
function isJudged(path: string, { files }: FolderState): boolean {
  if (!path.startsWith("run-")) return false;
  if (path.includes("/updates/")) return path.includes(".4-");
  const states = [...files.keys()].filter((name) => name.endsWith(".server"));
  const newest = states.find((name) => name.endsWith(".3.server"));
  return !path.endsWith(".server") || path === newest;
}

function kindOf(path: string): string {
  if (isRecords(path)) return "records";
  if (path.endsWith(".jsonl")) return "the log";
  if (path.endsWith(".server")) return "a state";
  return path.includes("/models/") ? "models" : "updates";
}

/** Each kind of file as often as another, each byte of it too. */
function pickFlip({ files }: FolderState, paths: readonly string[], random: Random): Flip {
  const kinds = [...new Set(paths.map(kindOf))];
  const kind = kinds[below(random, kinds.length)] ?? "";
  const those = paths.filter((path) => kindOf(path) === kind);
  const path = those[below(random, those.length)] ?? "";
  const length = files.get(path)?.length ?? 1;
  return { path, at: below(random, length), mask: 1 + below(random, 255) };
}

function flipped({ folders, files }: FolderState, { path, at, mask }: Flip): FolderState {
  const bytes = Uint8Array.from(files.get(path) ?? []);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return { folders, files: new Map(files).set(path, bytes) };
}

/** Number of the log's line that the byte is in; its end belongs to it. */
function lineOf({ files }: FolderState, { path, at }: Flip): number | null {
  if (!path.endsWith(".jsonl") || isRecords(path)) return null;
  const before = files.get(path)?.subarray(0, at) ?? new Uint8Array(0);
  return before.filter((byte) => byte === 0x0a).length;
}
