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

/**
 * Give it the rounds in their order: it keeps the model and what the strategy remembers, and uses
 * nothing that the coordinator computed.
 */
export function recomputer({ shape, strategy, bytesOf }: RecomputeOptions) {
  const rule = createStrategy(strategy);
  const { layout, length, trainable, encoding } = shape;
  let model: { hash: string; values: Float32Array } | null = null;
  let server: ServerState | null = null;
  return ({ base, updates }: RoundRecord): string | null => {
    const first = bytesOf(base.hash);
    if (model === null && first !== null) {
      model = { hash: base.hash, values: readState(first, layout, length) };
    }
    const read = updates.map(({ client, sha256, samples }) => {
      const bytes = bytesOf(sha256);
      return bytes && { client, samples, delta: readUpdate(bytes, layout, length, encoding) };
    });
    const known = read.filter((update) => update !== null);
    if (model === null || known.length < read.length || known.length === 0) return null;
    const nonNegative = varianceSlots(layout);
    const input = { base: model.values, updates: known, server, trainable, nonNegative };
    const next = rule.aggregate(input);
    const hash = createHash("sha256").update(writeState(layout, next.model)).digest("hex");
    model = { hash, values: next.model };
    server = next.server;
    return hash;
  };
}
