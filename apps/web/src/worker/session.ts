// From "Join" to a running session: device, executor, connection.

import type { Device } from "@spikefed/protocol";
import { gpuDevice, probeDevice, setWasmFiles, type DeviceProbe } from "@spikefed/snn-core";
import {
  createVolunteer,
  prepareDevice,
  signatureCheck,
  type PreparedDevice,
  type Volunteer,
  type VolunteerOptions,
  type Resume,
} from "@spikefed/volunteer";
import { io } from "socket.io-client";
import { watchPath } from "../net/slow-path.ts";
import { randomId } from "./random-id.ts";
import { browserKey } from "./browser-key.ts";
import { choiceOf, rememberedOf } from "./executor-choice.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { fetchGoldenCases } from "./golden-cases.ts";
import type { ExecutorChoice, PageMessage, WorkerMessage } from "./messages.ts";
import type { PaceKeeper } from "./pace-keeper.ts";
import { keyStore } from "./key-store.ts";
import { memoryPlanner } from "./planned-memory.ts";
import { sha256 } from "./sha256.ts";
import { traceTrigger } from "./trace-trigger.ts";
import { tuningStore } from "./tuning-store.ts";
import { wasmFiles } from "./wasm-files.ts";

type Start = Extract<PageMessage, { type: "start" }>;

export interface SessionWorld {
  say: (message: WorkerMessage) => void;
  /** Asks for the spikes of the held picture, about once a round. */
  trace: () => Promise<void>;
  keeper: PaceKeeper;
}

export async function openSession(start: Start, session: SessionWorld): Promise<Volunteer> {
  const { say } = session;
  setWasmFiles(wasmFiles);
  say({ type: "preparing", step: "choosing" });
  const key = ownKey();
  const probe = await probeDevice();
  const prepared = await prepare(start, probe, say);
  const choice = choiceOf(prepared, probe, start);
  say({ type: "executor", choice });
  say({ type: "preparing", step: "connecting" });
  return createVolunteer({
    ...world,
    io: (url, options) => {
      const socket = io(url, options);
      watchPath(socket.io, (isSlow) => say({ type: "path", isSlow }));
      return socket;
    },
    ...listeners(start, session, prepared),
    ...{ room: start.room, name: start.name, resume: resumeOf(start), signer: () => key },
    device: deviceOf(choice),
    trainer: prepared.trainer,
  });
}

/** What a session needs of the browser. */
const world = {
  url: self.location.origin,
  fetchBytes,
  clock: () => performance.now(),
  randomId,
  sha256,
  verifySignature: signatureCheck(self.crypto.subtle),
  // Only for a pace below full, and between tries to connect: full speed waits for nothing.
  rest: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

/** Looked for while the device is prepared. */
const ownKey = () =>
  browserKey({
    subtle: self.crypto.subtle,
    store: keyStore(self.indexedDB),
    seed: () => self.crypto.getRandomValues(new Uint8Array(32)),
    plainSigner: async (seed) => (await import("./plain-signer.ts")).plainSigner(seed),
    rest: world.rest,
  });

function listeners(
  start: Start,
  { say, trace, keeper }: SessionWorld,
  { tuning }: PreparedDevice,
): Pick<VolunteerOptions, "onSnapshot" | "onSession" | "onBatch"> {
  const isTraceDue = traceTrigger();
  const planned = memoryPlanner({ limits: () => gpuDevice().limits, tuning: tuning?.tuning });
  let name = start.name;
  return {
    onSnapshot: (snapshot) => {
      name = snapshot.you?.name ?? name;
      keeper.work(`${snapshot.view.runId} ${snapshot.device.executor}`);
      const memory = planned(snapshot);
      if (memory !== null) say({ type: "memory", memory });
      say({ type: "snapshot", snapshot });
      if (isTraceDue(snapshot)) void trace();
    },
    onBatch: keeper.batch,
    onSession: (session) => {
      say({ type: "session", identity: session && { ...session, name } });
    },
  };
}

/** What the address asks for, else what this tab chose before its reload, else the fastest. */
function prepare(
  start: Start,
  probe: DeviceProbe,
  say: (message: WorkerMessage) => void,
): Promise<PreparedDevice> {
  const { executor, tuning } = start;
  const remembered = rememberedOf(start, probe);
  return prepareDevice({
    ...{ probe, wanted: executor ?? remembered?.executor, tuning },
    isRemembered: remembered !== null,
    onProgress: (step) => say({ type: "preparing", step }),
    onCompile: (done, total) => say({ type: "compiling", compiled: { done, total } }),
    store: tuningStore(self.caches),
    loadCases: fetchGoldenCases,
    now: world.clock,
    rest: world.rest,
  });
}

function deviceOf({ executor, device, problem }: ExecutorChoice): Device {
  const { kind, label } = device;
  return {
    ...{ kind, label: label.slice(0, 120) || "unnamed", executor },
    ...(problem === null ? {} : { note: problem.slice(0, 200) }),
  };
}

function resumeOf({ resume }: Start): Resume | undefined {
  if (resume === null) return undefined;
  const { clientId, token, bound } = resume;
  return { clientId, token, ...(bound && { bound }) };
}
