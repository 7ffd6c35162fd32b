// Where each failpoint is visited: in a running room, at the start of one, in a new data folder, when
// a damaged log is repaired, or in a run of FedBuff alone.

import { failpoints, type Failpoint } from "@spikefed/failpoints";

export type Scene = "running" | "start" | "fresh" | "repair" | "buffered";

const byName: Partial<Record<Failpoint, Scene>> = {
  "start:run-made": "fresh",
  "log:created": "fresh",
  "log:cut": "repair",
  "update:moved": "buffered",
};

const byKind: Readonly<Record<string, Scene>> = {
  ...{ secrets: "fresh", "record-key": "fresh", current: "fresh", identities: "fresh" },
  "log-repair": "repair",
  start: "start",
};

export function sceneOf(name: Failpoint): Scene {
  return byName[name] ?? byKind[name.split(":")[0] ?? ""] ?? "running";
}

export function pointsOf(scene: Scene): Failpoint[] {
  return failpoints.filter((name) => sceneOf(name) === scene);
}
