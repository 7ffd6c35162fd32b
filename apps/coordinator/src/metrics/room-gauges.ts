// What a look at the rooms shows: who is there, in which phase, and what is wrong.

import type { RosterEntry } from "@spikefed/protocol";
import { Gauge, type Registry } from "prom-client";

/** Of a room, at each look. */
export interface RoomFigures {
  /** "1" for the first. */
  name: string;
  phase: string;
  roster: () => readonly Pick<RosterEntry, "state">[];
  isDiskFull: boolean;
  /** It has ended by itself. */
  isBroken: boolean;
}

/** A type that holds it fails where one is missing. */
const STATES = Object.keys({
  ...{ loading: true, ready: true, training: true, restarting: true, sending: true, sent: true },
  ...{ paused: true, asleep: true, away: true, closed: true },
} satisfies Record<Exclude<RosterEntry["state"], "left">, true>);
const PHASES = [
  ...["lobby", "selecting", "training", "aggregating"],
  ...["evaluating", "paused", "done"],
] as const;

/** One figure for each room and kind. */
export function addRoomGauges(registry: Registry, rooms: () => readonly RoomFigures[]): void {
  const kinds = (
    ...[name, help, label, all, now]: [
      ...[name: string, help: string, label: string, all: readonly string[]],
      now: (room: RoomFigures) => readonly string[],
    ]
  ) =>
    new Gauge({
      ...{ name: `spikefed_${name}`, help, labelNames: ["room", label], registers: [registry] },
      collect() {
        for (const room of rooms()) {
          const there = now(room);
          const count = (kind: string) => there.filter((one) => one === kind).length;
          for (const kind of all) this.set({ room: room.name, [label]: kind }, count(kind));
        }
      },
    });
  const flag = (name: string, help: string, isUp: (room: RoomFigures) => boolean) =>
    new Gauge({
      ...{ name: `spikefed_${name}`, help, labelNames: ["room"], registers: [registry] },
      collect() {
        for (const room of rooms()) this.set({ room: room.name }, +isUp(room));
      },
    });
  const states = ({ roster }: RoomFigures) => roster().map(({ state }) => state);
  kinds("participants", "Volunteers who have a place, by state.", "state", STATES, states);
  kinds("phase", "1 at the phase that the run is in.", "phase", PHASES, ({ phase }) => [phase]);
  flag("disk_paused", "1 while the run waits for disk space.", ({ isDiskFull }) => isDiskFull);
  flag("room_ended", "1 after its store has failed.", ({ isBroken }) => isBroken);
}
