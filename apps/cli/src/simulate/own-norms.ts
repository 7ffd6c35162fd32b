// Norm layers that stay with a virtual client between its rounds, as files: `norms/<client>-<round>`.
// A round's file is written before the log has its update. A run that is cut off in between does the
// turn again, from the file of an earlier round, and comes to the same bytes.

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { SpikefedError } from "@spikefed/protocol";
import { withoutTrailer, withTrailer, writeDurably } from "@spikefed/run-store";

import type { Turn } from "./federation-options.ts";

type Place = Pick<Turn, "round" | "client">;

const fileOf = (folder: string, { round, client }: Place): string =>
  join(folder, `${client}-${round}`);

/**
 * The client's norm after its last round before this one, `[M]`; null: it has trained in none.
 *
 * @throws {SpikefedError} `simulate/lost` for a file that is damaged.
 */
export async function normBefore(folder: string, turn: Place): Promise<Float32Array | null> {
  const rounds = (await roundsOf(folder, turn.client)).filter((round) => round < turn.round);
  if (rounds.length === 0) return null;
  const file = fileOf(folder, { ...turn, round: Math.max(...rounds) });
  try {
    const bytes = Uint8Array.from(withoutTrailer(await readFile(file)));
    return new Float32Array(bytes.buffer);
  } catch (error) {
    throw new SpikefedError("simulate/lost", { file }, { cause: error });
  }
}

/** It is on the disk when this resolves. */
export async function keepNorm(folder: string, turn: Place, norm: Float32Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bytes = new Uint8Array(norm.buffer, norm.byteOffset, norm.byteLength);
  await writeDurably(fileOf(folder, turn), withTrailer(bytes));
}

/** Those of rounds before this one, whose update is in the log. */
export async function forgetOlderNorms(folder: string, turn: Place): Promise<void> {
  for (const round of await roundsOf(folder, turn.client)) {
    if (round < turn.round) await rm(fileOf(folder, { ...turn, round }), { force: true });
  }
}

async function roundsOf(folder: string, client: number): Promise<number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []; // no client has trained yet
    throw error;
  });
  const ofClient = new RegExp(`^${client}-(\\d+)$`);
  return names.flatMap((name) => {
    const round = ofClient.exec(name)?.[1];
    return round === undefined ? [] : Number(round);
  });
}
