// The order of the host's table.

import type { RosterEntry } from "@spikefed/protocol";
import { currentLanguage } from "../i18n/current-language.ts";
import type { Help } from "./roster-help.ts";

export type RosterColumn = keyof typeof valueOf;

export interface RosterSort {
  column: RosterColumn;
  descending: boolean;
}

/** Null: in the order of joining. Pressing the same column again turns it round, then ends it. */
export function nextSort(now: RosterSort | null, column: RosterColumn): RosterSort | null {
  if (now?.column !== column) return { column, descending: false };
  return now.descending ? null : { column, descending: true };
}

export const ariaSort = (now: RosterSort | null, column: RosterColumn) => {
  if (now?.column !== column) return "none";
  return now.descending ? "descending" : "ascending";
};

/** What is not known stands last, however it is sorted; equals stay as they came. */
export function sortRoster(
  roster: readonly RosterEntry[],
  sort: RosterSort | null,
  help: ReadonlyMap<number, Help>,
): RosterEntry[] {
  if (sort === null) return [...roster];
  const value = valueOf[sort.column];
  return [...roster].sort((a, b) => {
    const [one, other] = [value(a, help), value(b, help)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return (sort.descending ? -1 : 1) * compare(one, other);
  });
}

/**
 * The rows in the order in which they stood before, new ones behind: so that nothing moves under
 * somebody who is at it.
 */
export function heldOrder<T extends { client: number }>(
  rows: readonly T[],
  before: readonly number[],
): T[] {
  const place = new Map(before.map((client, index) => [client, index]));
  const last = before.length;
  return [...rows].sort((a, b) => (place.get(a.client) ?? last) - (place.get(b.client) ?? last));
}

type Value = string | number | null;

const valueOf = {
  name: ({ name }: RosterEntry): Value => name,
  state: (entry: RosterEntry, help: ReadonlyMap<number, Help>): Value => urgency(entry, help),
  round: ({ round }: RosterEntry): Value => round,
  speed: ({ imagesPerSecond }: RosterEntry): Value => imagesPerSecond,
  pictures: ({ samples }: RosterEntry): Value => samples,
  loss: ({ loss }: RosterEntry): Value => loss,
  helped: ({ helped }: RosterEntry): Value => helped,
  device: ({ device }: RosterEntry): Value => `${device.kind} ${device.executor}`,
};

/** Who needs help first, who has left last; between them, the less that is done the earlier. */
const states: readonly RosterEntry["state"][] = [
  ...(["loading", "ready", "training", "sending", "sent", "paused"] as const),
  ...(["asleep", "away", "closed", "left"] as const),
];

function urgency({ client, state, progress }: RosterEntry, help: ReadonlyMap<number, Help>) {
  if (help.has(client)) return -1;
  return states.indexOf(state) + (state === "training" ? (progress ?? 0) / 2 : 0);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), currentLanguage.value.locale, { numeric: true });
}
