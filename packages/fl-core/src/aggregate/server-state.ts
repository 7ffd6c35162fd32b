// What a strategy remembers from round to round, and its bytes: safetensors, stored beside the model.

import { decodeTensors, encodeTensors, SpikefedError, type StrategyKind } from "@spikefed/protocol";

export interface ServerState {
  kind: StrategyKind;
  /** Rounds that went into it. */
  step: number;
  /** By name; which there are and how long, the strategy says. float32, as on disk. */
  arrays: Readonly<Record<string, Float32Array>>;
}

/** The same state gives the same bytes. */
export function writeServerState({ kind, step, arrays }: ServerState): Uint8Array<ArrayBuffer> {
  const tensors = Object.keys(arrays)
    .sort()
    .map((name) => {
      const data = arrays[name]!;
      return { name, dtype: "F32", shape: [data.length], data } as const;
    });
  return encodeTensors(tensors, { strategy: kind, step: String(step) });
}

/**
 * @throws {SpikefedError} `tensors/corrupt`; `aggregate/server-state` for a file of another making
 *   or with a value that is not finite.
 */
export function readServerState(bytes: Uint8Array): ServerState {
  const { metadata, tensors } = decodeTensors(bytes);
  const { strategy = "", step = "" } = metadata;
  if (!/^[1-9]\d{0,8}$/.test(step)) refuse(strategy, `its step is ${step.slice(0, 20)}`);
  const arrays: Record<string, Float32Array> = {};
  for (const { name, data } of tensors.values()) {
    if (!(data instanceof Float32Array)) refuse(strategy, `${name} is not F32`);
    if (!data.every(Number.isFinite)) refuse(strategy, `${name} holds a value that is not finite`);
    arrays[name] = data;
  }
  return { kind: strategy as StrategyKind, step: Number(step), arrays };
}

/**
 * The state that a round starts from: the one before's, or a new one.
 *
 * @param fresh Names, lengths and first values.
 * @throws {SpikefedError} `aggregate/server-state` when it is another strategy's or model's.
 */
export function stateBefore(
  server: ServerState | null,
  kind: StrategyKind,
  fresh: Readonly<Record<string, Float32Array>>,
): ServerState {
  if (server === null) return { kind, step: 0, arrays: fresh };
  if (server.kind !== kind) refuse(kind, `it is of ${server.kind}`);
  for (const [name, { length }] of Object.entries(fresh)) {
    const got = server.arrays[name]?.length ?? 0;
    if (got !== length) refuse(kind, `${name} has ${got} values, the model needs ${length}`);
  }
  return server;
}

function refuse(strategy: string, why: string): never {
  throw new SpikefedError("aggregate/server-state", { strategy: strategy.slice(0, 30), why });
}
