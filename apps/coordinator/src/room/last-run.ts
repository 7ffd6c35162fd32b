// What a room finds on its disk when it is opened: its door, and the run that may go on.

import { savedRound } from "@spikefed/fl-core";
import { currentRun } from "@spikefed/run-store";

import { DoorFile, type SavedDoor } from "../store/door-file.ts";
import { readIdentities, type Identity } from "../store/identities.ts";
import { continueRun, type OpenOptions } from "./open-run.ts";
import type { RoomOptions } from "./room.ts";
import { closeParts, type RunParts } from "./run-parts.ts";

/** As it was left, unless the person who starts it says otherwise. */
export async function savedDoor({ dataDir, inviteOnly, ports }: RoomOptions): Promise<SavedDoor> {
  const file = new DoorFile(dataDir);
  const saved = await file.read(ports.say, ports.clock.now());
  if (inviteOnly === null || inviteOnly === saved.inviteOnly) return saved;
  const door = { ...saved, inviteOnly };
  await file.write(door);
  return door;
}

/** The last run where it goes on; its volunteers where a new one takes its place. */
export async function lastRun(
  options: RoomOptions,
  { removed }: SavedDoor,
): Promise<{ parts: RunParts | null; former: Identity[] }> {
  const { dataDir, goOn, ports } = options;
  const isWelcome = ({ clientId }: Identity) => !removed.includes(clientId);
  const folder = goOn === "never" ? null : await currentRun(dataDir);
  if (!folder) return { parts: null, former: [] };
  const { parts, why } = await continueRun(openOptions(options), folder);
  if (why !== null) ports.say(why);
  if (!parts) {
    const { list, warning } = await readIdentities(folder.identities, ports.clock.now());
    if (warning !== null) ports.say(warning);
    return { parts: null, former: list.filter(isWelcome) };
  }
  parts.identities.restored = parts.identities.restored.filter(isWelcome);
  const { phase } = savedRound(parts.log.events);
  const isIdle = phase === "lobby" || phase === "done";
  if (goOn === "always" || !isIdle) return { parts, former: [] };
  await closeParts(parts);
  return { parts: null, former: parts.identities.restored };
}

export function openOptions({ ports, onEvents, ...options }: RoomOptions): OpenOptions {
  const { dataDir, dataset, recordKey, keepUpdates } = options;
  return {
    ...{ dataDir, dataset, recordKey, keepUpdates },
    now: () => ports.clock.now(),
    onDurable: (events) => {
      ports.log.push(events);
      onEvents(events);
    },
    onFailure: (error) => ports.fail(error),
    onFull: (error) => ports.fullDisk.wait(error),
  };
}
