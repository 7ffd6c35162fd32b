// Averages whose updates are kept, computed again from their files.

import { readFile } from "node:fs/promises";

import { createStrategy, readServerState, type ServerState } from "@spikefed/fl-core";
import { SpikefedError, type RoundRecord, type StrategyChoice } from "@spikefed/protocol";

import { sha256Of, type ModelShape } from "../aggregation.ts";
import { nextModel, type UpdateFile } from "../average.ts";
import { withoutTrailer } from "../checked-bytes.ts";
import type { CheckedBlobs } from "./check-blobs.ts";

export interface Computed {
  /** Rounds whose average came out with the recorded hash. */
  same: number;
  /** Rounds of which something that is needed is not kept. */
  missing: number;
  problems: string[];
}

/** @param rounds Of the whole run, ascending: what a strategy remembers is carried along. */
export async function computeAgain(
  rounds: readonly RoundRecord[],
  blobs: CheckedBlobs,
  shape: ModelShape,
): Promise<Computed> {
  const computed: Computed = { same: 0, missing: 0, problems: [] };
  const carried = new Map<number, ServerState>();
  for (const [at, record] of rounds.entries()) {
    const input = () => inputOf(record, blobs, carried.get(record.base.version) ?? null);
    const made = await compute(record, shape, input);
    if (made === null) {
      computed.missing += 1;
      continue;
    }
    const { problem, server } = made;
    if (server) carried.set(record.model.version, server);
    forgetUnused(carried, rounds.slice(at + 1));
    if (problem === null) computed.same += 1;
    else computed.problems.push(`round ${record.round}: ${problem}`);
  }
  return computed;
}

/** A round may start from any earlier model, where rounds were taken back. */
function forgetUnused(carried: Map<number, ServerState>, left: readonly RoundRecord[]): void {
  for (const version of carried.keys()) {
    if (!left.some(({ base }) => base.version === version)) carried.delete(version);
  }
}

interface Input {
  base: Uint8Array;
  updates: UpdateFile[];
  strategy: StrategyChoice;
  server: ServerState | null;
}

/**
 * Null: not all of it is there.
 *
 * @throws {SpikefedError} those of `createStrategy` and `readServerState`
 */
async function inputOf(
  { base, updates, round, settings }: RoundRecord,
  blobs: CheckedBlobs,
  carried: ServerState | null,
): Promise<Input | null> {
  const strategy = settings.strategy as StrategyChoice;
  const model = blobs.models.get(base.hash);
  const files = updates.flatMap(({ client, sha256, samples, staleness = 0 }) => {
    const file = blobs.updates.get(`${sha256}.${round}-${client}`);
    return file === undefined ? [] : [{ client, file, sha256, samples, staleness }];
  });
  if (model === undefined || files.length < updates.length) return null;
  const { remembers } = createStrategy(strategy);
  const mustHave = remembers && base.version > 0;
  const server = mustHave ? (carried ?? (await savedState(base, blobs))) : null;
  if (mustHave && server === null) return null;
  return { base: await readFile(model), updates: files, strategy, server };
}

async function savedState(
  { hash, version }: RoundRecord["base"],
  { serverStates }: CheckedBlobs,
): Promise<ServerState | null> {
  const file = serverStates.get(`${hash}.${version}`);
  return file === undefined ? null : readServerState(withoutTrailer(await readFile(file)));
}

/** Null: not all of its input is there. What a damaged record asks for may be impossible. */
async function compute(
  record: RoundRecord,
  shape: ModelShape,
  inputOf: () => Promise<Input | null>,
): Promise<{ problem: string | null; server: ServerState | null } | null> {
  try {
    const input = await inputOf();
    if (input === null) return null;
    const { model, server, serverState, notes } = nextModel({ ...input, shape });
    const state = serverState && sha256Of(serverState);
    const got = { hash: sha256Of(model), state, ...notes };
    const want = { hash: record.model.hash, state: record.serverState, ...takenOf(record) };
    const isSame = JSON.stringify(got) === JSON.stringify(want);
    const problem = `its updates make ${got.hash}, the record says ${want.hash}`;
    return { problem: isSame ? null : problem, server };
  } catch (error) {
    if (!(error instanceof SpikefedError)) throw error;
    return { problem: `it cannot be computed again: ${error.fact}`, server: null };
  }
}

const takenOf = ({ chosen, clipped }: RoundRecord) => ({ chosen, clipped });
