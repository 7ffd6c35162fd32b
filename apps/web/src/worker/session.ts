// From "Join" to a running session: device, executor, connection.

import {
  chooseExecutor,
  createExecutor,
  probeDevice,
  setWasmFiles,
  type DeviceProbe,
  type ExecutorChoice,
} from "@spikefed/snn-core";
import { createVolunteer, type Volunteer } from "@spikefed/volunteer";
import { io } from "socket.io-client";
import { randomId } from "./random-id.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import type { PageMessage, WorkerMessage } from "./messages.ts";
import { sha256 } from "./sha256.ts";
import { traceTrigger } from "./trace-trigger.ts";
import { forbidWasmThreads, wasmFiles } from "./wasm-files.ts";

type Start = Extract<PageMessage, { type: "start" }>;

/** @param trace asks for the spikes of the held picture, about once a round */
export async function openSession(
  start: Start,
  say: (message: WorkerMessage) => void,
  trace: () => Promise<void>,
): Promise<Volunteer> {
  forbidWasmThreads();
  setWasmFiles(wasmFiles);
  say({ type: "preparing", text: "Looking for the fastest way to train on this device." });
  const device = await probeDevice();
  const { executor, backend, why } = await choose(start, device);
  const name = `${executor}/${backend}`;
  say({ type: "executor", choice: { executor: name, why, device } });
  say({ type: "preparing", text: "Connecting to the room." });
  const isTraceDue = traceTrigger();
  let playerName = start.name;
  return createVolunteer({
    url: self.location.origin,
    room: start.room,
    name: start.name,
    device: { kind: device.kind, label: device.label.slice(0, 120) || "unnamed", executor: name },
    resume: resumeOf(start),
    io,
    fetchBytes,
    trainer: (spec) => createExecutor({ spec, executor, backend }),
    clock: () => performance.now(),
    randomId,
    sha256,
    // Only for a pace below full, and between tries to connect: full speed waits for nothing.
    rest: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onSnapshot: (snapshot) => {
      playerName = snapshot.you?.name ?? playerName;
      say({ type: "snapshot", snapshot });
      if (isTraceDue(snapshot)) void trace();
    },
    onSession: (session) => {
      say({ type: "session", identity: session && { ...session, name: playerName } });
    },
  });
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
