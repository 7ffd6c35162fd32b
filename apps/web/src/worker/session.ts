// From "Join" to a running session: device, executor, connection.

import {
  chooseExecutor,
  createExecutor,
  probeDevice,
  setWasmFiles,
  type DeviceProbe,
  type ExecutorChoice,
} from "@spikefed/snn-core";
import { createVolunteer, type Volunteer, type VolunteerOptions } from "@spikefed/volunteer";
import { io } from "socket.io-client";
import { randomId } from "./random-id.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import type { PageMessage, WorkerMessage } from "./messages.ts";
import { sha256 } from "./sha256.ts";
import { traceTrigger } from "./trace-trigger.ts";
import { wasmFiles } from "./wasm-files.ts";

type Start = Extract<PageMessage, { type: "start" }>;

/** @param trace asks for the spikes of the held picture, about once a round */
export async function openSession(
  start: Start,
  say: (message: WorkerMessage) => void,
  trace: () => Promise<void>,
): Promise<Volunteer> {
  setWasmFiles(wasmFiles);
  say({ type: "preparing", text: "Looking for the fastest way to train on this device." });
  const device = await probeDevice();
  const { executor, backend, why } = await choose(start, device);
  const name = `${executor}/${backend}`;
  say({ type: "executor", choice: { executor: name, why, device } });
  say({ type: "preparing", text: "Connecting to the room." });
  return createVolunteer({
    ...world,
    ...listeners(start, say, trace),
    ...{ room: start.room, name: start.name, resume: resumeOf(start) },
    device: { kind: device.kind, label: device.label.slice(0, 120) || "unnamed", executor: name },
    trainer: (spec) => createExecutor({ spec, executor, backend }),
  });
}

/** What a session needs of the browser. */
const world = {
  url: self.location.origin,
  io,
  fetchBytes,
  clock: () => performance.now(),
  randomId,
  sha256,
  // Only for a pace below full, and between tries to connect: full speed waits for nothing.
  rest: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

function listeners(
  start: Start,
  say: (message: WorkerMessage) => void,
  trace: () => Promise<void>,
): Pick<VolunteerOptions, "onSnapshot" | "onSession"> {
  const isTraceDue = traceTrigger();
  let name = start.name;
  return {
    onSnapshot: (snapshot) => {
      name = snapshot.you?.name ?? name;
      say({ type: "snapshot", snapshot });
      if (isTraceDue(snapshot)) void trace();
    },
    onSession: (session) => {
      say({ type: "session", identity: session && { ...session, name } });
    },
  };
}

/** What the address asks for, else what this tab chose before its reload, else the fastest. */
async function choose(
  { executor, remembered }: Start,
  device: DeviceProbe,
): Promise<ExecutorChoice> {
  const wanted = executor ?? remembered?.executor;
  const chosen = await chooseExecutor(device, { wanted, now: () => performance.now() });
  const isRemembered = executor === null && remembered !== null;
  return isRemembered ? { ...chosen, why: remembered.why } : chosen;
}

/** The schema of hello is strict: the name is not part of the proof. */
function resumeOf({ resume }: Start): { clientId: string; token: string } | undefined {
  return resume === null ? undefined : { clientId: resume.clientId, token: resume.token };
}
