// A round's average by a second way: in memory, from bytes whose hashes are checked.

import { createHash } from "node:crypto";

import {
  createStrategy,
  readState,
  readUpdate,
  varianceSlots,
  writeState,
  type ServerState,
} from "@spikefed/fl-core";
import type { StrategyChoice } from "@spikefed/protocol";
import type { ModelShape } from "@spikefed/run-store";

import type { RoundRecord } from "./evidence.ts";

export interface RecomputeOptions {
  shape: ModelShape;
  strategy: StrategyChoice;
  /** Bytes by sha256: the run's first model and every update that was sent; null: unknown. */
  bytesOf: (sha256: string) => Uint8Array | null;
}

/** A model, and what the strategy remembered when it was made. */
interface Made {
  values: Float32Array;
  server: ServerState | null;
}

/**
 * Give it the rounds in their order: it keeps the models and what the strategy remembered with each,
 * since rounds may be taken back, and uses nothing that the coordinator computed.
 */
export function recomputer({ shape, strategy, bytesOf }: RecomputeOptions) {
  const rule = createStrategy(strategy);
  const { layout, length, trainable, encoding } = shape;
  const made = new Map<string, Made>();
  let newest: Made | null = null;
  return ({ base, updates }: RoundRecord): string | null => {
    const first = bytesOf(base.hash);
    if (newest === null && first !== null) {
      newest = { values: readState(first, layout, length), server: null };
      made.set(base.hash, newest);
    }
    const read = updates.map(({ sha256, ...counts }) => {
      const bytes = bytesOf(sha256);
      return bytes && { ...counts, delta: readUpdate(bytes, layout, length, encoding) };
    });
    const known = read.filter((update) => update !== null);
    const from = made.get(base.hash) ?? newest;
    if (from === null || known.length < read.length || known.length === 0) return null;
    const nonNegative = varianceSlots(layout);
    const { values, server } = from;
    const input = { base: values, updates: known, server, trainable, nonNegative };
    const next = rule.aggregate(input);
    const hash = createHash("sha256").update(writeState(layout, next.model)).digest("hex");
    newest = { values: next.model, server: next.server };
    made.set(hash, newest);
    return hash;
  };
}
