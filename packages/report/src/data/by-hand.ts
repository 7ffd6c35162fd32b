// What a run had that its settings do not tell, so that running them again does not repeat it.

import { plural } from "@spikefed/fl-core";
import type { LogEvent } from "@spikefed/protocol";

/** Parts of a sentence, empty where nothing was done by hand. @param events The whole log of a room's run */
export function doneByHand(events: readonly LogEvent[]): string[] {
  const changes = events.filter(({ type }) => type === "settings-changed").length;
  const drops = events.filter(({ type }) => type === "dropped").length;
  const bad = events.filter(
    (event) => event.type === "joined" && (event.robot ?? "honest") !== "honest",
  ).length;
  return [
    ...(changes > 0 ? [`${plural(changes, "change")} of settings`] : []),
    ...(drops > 0 ? [`${plural(drops, "time")} that clients were told to sit out`] : []),
    ...(bad > 0 ? [`${plural(bad, "robot")} that harmed`] : []),
  ];
}
