// What clients have learned and not sent yet, where the encoding of updates leaves something: a file
// for each update that was counted, so that a run that is taken up goes on with the same numbers.

import { mkdir, readFile, rm } from "node:fs/promises";

import { readState, writeState } from "@spikefed/fl-core";
import { type LogEvent, SpikefedError } from "@spikefed/protocol";
import {
  type ModelShape,
  updatePath,
  withoutTrailer,
  withTrailer,
  writeDurably,
} from "@spikefed/run-store";

import type { OutFolder } from "./out-folder.ts";
import type { Accepted } from "./take-up.ts";

type Place = Pick<OutFolder, "remainders">;
type Update = Pick<Accepted, "client" | "round" | "sha256">;

const fileOf = ({ remainders }: Place, update: Update): string => updatePath(remainders, update);

/** Before the line that counts the update. */
export async function writeRemainder(
  folder: Place,
  { layout }: ModelShape,
  update: Update,
  remainder: Float32Array,
): Promise<void> {
  await mkdir(folder.remainders, { recursive: true });
  await writeDurably(fileOf(folder, update), withTrailer(writeState(layout, remainder)));
}

/**
 * What a client has not sent when it begins a round, `[P]`; null: all is sent. An update of the same
 * round, of an earlier attempt, does not change it.
 *
 * @throws {SpikefedError} `simulate/lost`
 */
export async function readRemainder(
  folder: Place,
  { layout, length, encoding }: ModelShape,
  { events, client, round }: { events: readonly LogEvent[]; client: number; round: number },
): Promise<Float32Array | null> {
  const update = encoding.kind === "top-k" ? countedBefore(events, client, round) : null;
  if (update === null) return null;
  const file = fileOf(folder, update);
  try {
    return readState(withoutTrailer(await readFile(file)), layout, length);
  } catch (cause) {
    throw new SpikefedError("simulate/lost", { file }, { cause });
  }
}

/** A round has its model: what its clients had left before it is of no more use. */
export async function forgetRemainders(
  folder: Place,
  events: readonly LogEvent[],
  { round, clients }: { round: number; clients: readonly number[] },
): Promise<void> {
  for (const client of clients) {
    const update = countedBefore(events, client, round);
    if (update !== null) await rm(fileOf(folder, update), { force: true });
  }
}

/** Files that a run that is taken up can need: of each client's last update, and the one before. */
export function neededRemainders(folder: Place, events: readonly LogEvent[]): string[] {
  const last = new Map<number, Accepted[]>();
  for (const event of events) {
    if (event.type !== "update-accepted") continue;
    last.set(event.client, [...(last.get(event.client) ?? []), event].slice(-2));
  }
  return [...last.values()].flat().map((update) => fileOf(folder, update));
}

function countedBefore(
  events: readonly LogEvent[],
  client: number,
  round: number,
): Accepted | null {
  const isIt = (event: LogEvent): event is Accepted =>
    event.type === "update-accepted" && event.client === client && event.round < round;
  return events.findLast(isIt) ?? null;
}
