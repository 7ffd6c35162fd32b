// A session against the fake coordinator, on a clock that moves a second with each look.

import type { Executor } from "@spikefed/snn-core";

import type { VolunteerOptions } from "../options.ts";
import type { VolunteerPhase, VolunteerSnapshot } from "../types.ts";
import { createVolunteer } from "../volunteer.ts";
import { createFakeCoordinator } from "./fake-coordinator.ts";
import { sha256 } from "./fake-room.ts";
import { createFakeExecutor, type FakeExecutor } from "./fake-executor.ts";

export function startVolunteer(
  changes: Partial<VolunteerOptions> = {},
  prepare: (executor: FakeExecutor) => void = () => undefined,
) {
  const coordinator = createFakeCoordinator();
  const executors: FakeExecutor[] = [];
  const phases: VolunteerPhase[] = [];
  const sessions: unknown[] = [];
  let latest: VolunteerSnapshot | null = null;
  let nowMs = 0;
  let ids = 0;
  const volunteer = createVolunteer({
    ...{ url: "http://test", room: null, name: null },
    device: { kind: "cpu", label: "test", executor: "reference/cpu" },
    io: coordinator.io,
    fetchBytes: coordinator.fetchBytes,
    trainer: (spec): Promise<Executor> => {
      const executor = createFakeExecutor(spec);
      prepare(executor);
      executors.push(executor);
      return Promise.resolve(executor);
    },
    clock: () => (nowMs += 1000),
    randomId: () => `update-${String((ids += 1)).padStart(8, "0")}`,
    sha256: (bytes) => Promise.resolve(sha256(bytes)),
    onSnapshot: (snapshot) => {
      latest = snapshot;
      if (snapshot.phase !== phases.at(-1)) phases.push(snapshot.phase);
    },
    onSession: (session) => sessions.push(session),
    ...changes,
  });
  return { coordinator, volunteer, executors, phases, sessions, now: () => latest! };
}

/** Lets everything that can happen happen: as many turns of the event loop as it takes. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}
