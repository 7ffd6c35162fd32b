// Records of a run: what became of a round, and how its model was judged. Each names the one before
// by its hash and is signed, so that a run can be checked by whoever holds its files. Clients are
// numbers here, never names; docs/audit.md says what a record shows and what it does not.

import * as v from "valibot";

import { SpikefedError } from "./errors.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const finite = v.pipe(v.number(), v.finite());
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));
const model = v.strictObject({ hash, version: count });

const head = {
  format: v.literal(1),
  /** Place in the run's chain, from 0. */
  index: count,
  /** Hash of the record before; null: there is none. */
  previous: v.nullable(hash),
  runId: v.string(),
  round: count,
  /** Versions of the program that wrote it, and of its protocol. */
  software: v.strictObject({ spikefed: v.string(), protocol: count }),
  /** Ed25519 public key of who signs, 32 bytes: no longer than a fingerprint of it would be. */
  key: hex(32),
  /** The run log up to what is recorded: so many lines of it, and the sha256 of their bytes. */
  log: v.strictObject({ lines: count, sha256: hash }),
};

const RoundRecord = v.strictObject({
  ...head,
  type: v.literal("round"),
  base: model,
  model,
  /** All settings of the run, the strategy among them. */
  settings: v.looseObject({ strategy: v.looseObject({ kind: v.string() }) }),
  /** One unit of the sums' fixed point. */
  unit: finite,
  /** The round as often as it was opened. Not closed: the coordinator was stopped meanwhile. */
  attempts: v.array(
    v.strictObject({
      openedMs: finite,
      closedMs: v.nullable(finite),
      cohort: v.array(count),
      stragglers: v.array(count),
      /** Owners of all updates so far, also of earlier attempts. */
      reported: v.array(count),
      missing: v.array(count),
      why: v.nullable(v.picklist(["all-reported", "goal", "deadline", "host"])),
    }),
  ),
  /** What was averaged, ascending by client. Weight null: the strategy weighs nothing. */
  updates: v.array(
    v.strictObject({
      client: count,
      updateId: v.string(),
      sha256: hash,
      bytes: count,
      samples: count,
      weight: v.nullable(count),
      /** With FedBuff: what it started from, and models made since: it counts 1 / sqrt(1 + staleness). */
      base: v.optional(model),
      staleness: v.optional(count),
    }),
  ),
  /** Updates that were not counted, and why; and training that failed, which has no bytes. */
  rejected: v.array(
    v.strictObject({
      client: count,
      code: v.string(),
      updateId: v.optional(v.string()),
      /** As its sender announced it: what was refused before it was sent was never hashed here. */
      sha256: v.optional(hash),
    }),
  ),
  /** Clients whose updates the strategy took; null: all. */
  chosen: v.nullable(v.array(count)),
  /** Clients whose updates were scaled down. */
  clipped: v.array(count),
  /** sha256 of what the strategy remembers after this round; null: nothing. */
  serverState: v.nullable(hash),
  /** The base on held-out pictures; null: not measured. */
  before: v.nullable(v.strictObject({ correct: count, samples: count, loss: finite })),
  /** Whether the updates are kept (`--keep-updates`): then the average can be computed again. */
  updatesKept: v.boolean(),
});

const EvaluationRecord = v.strictObject({
  ...head,
  type: v.literal("evaluation"),
  modelHash: hash,
  correct: count,
  samples: count,
  /** Mean cross entropy, nats. */
  loss: finite,
  /** The same on training pictures that no client has; left out where none are kept. */
  validation: v.optional(v.strictObject({ correct: count, samples: count, loss: finite })),
});

const RunRecord = v.variant("type", [RoundRecord, EvaluationRecord]);

/** A line of `records.jsonl`. */
const SignedRecord = v.strictObject({
  /** sha256 of the record's canonical JSON. */
  hash,
  record: RunRecord,
  /** Ed25519 over the record's canonical JSON, hex. */
  signature: hex(64),
});

export type RoundRecord = v.InferOutput<typeof RoundRecord>;
export type EvaluationRecord = v.InferOutput<typeof EvaluationRecord>;
export type RunRecord = v.InferOutput<typeof RunRecord>;
export type SignedRecord = v.InferOutput<typeof SignedRecord>;

/**
 * A signed record of unknown origin. Its form alone is looked at: hash, signature and what it says
 * are for `checkChain`.
 *
 * @throws {SpikefedError} `audit/record`
 */
export function readSignedRecord(text: string): SignedRecord {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new SpikefedError("audit/record", { why: "it is not JSON" });
  }
  const parsed = v.safeParse(SignedRecord, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? "(all)";
  throw new SpikefedError("audit/record", { why: `it is not valid at "${path.slice(0, 60)}"` });
}
