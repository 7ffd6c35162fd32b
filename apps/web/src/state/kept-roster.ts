// A roster is told anew several times a second, and little of it has changed.

import type { RosterEntry } from "@spikefed/protocol";

/** The newer roster; of whom nothing new is told, the entry is the same object as before. */
export function keptRoster(
  before: readonly RosterEntry[],
  now: readonly RosterEntry[],
): RosterEntry[] {
  return now.map((entry, place) => {
    const known = before[place];
    return known !== undefined && isSame(known, entry) ? known : entry;
  });
}

function isSame(before: unknown, now: unknown): boolean {
  if (before === now) return true;
  if (!hasFields(before) || !hasFields(now)) return false;
  let fields = 0;
  for (const name in now) {
    if (!isSame(before[name], now[name])) return false;
    fields += 1;
  }
  return Object.keys(before).length === fields;
}

const hasFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
