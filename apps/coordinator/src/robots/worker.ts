// The robots' thread: volunteers like any other, that come over this machine's own network. They train
// on the processor, one after the other.

import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { get as getPlain, type IncomingMessage } from "node:http";
import { Agent, get as getSecure } from "node:https";
import { cpus } from "node:os";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import type { Device } from "@spikefed/protocol";
import { createExecutor } from "@spikefed/snn-core";
import { prepareNodeWasm } from "@spikefed/snn-core/node";
import {
  createLock,
  createSharedTrainer,
  createVolunteer,
  type Volunteer,
  type VolunteerSnapshot,
} from "@spikefed/volunteer";
import { io } from "socket.io-client";

import { serve, tell } from "../threads/serve.ts";
import type { RobotCalls, RobotNews } from "./robot-thread.ts";

const robots = new Map<string, Volunteer>();
const turn = createLock();
const trainer = createSharedTrainer((spec, rule) =>
  createExecutor({ spec, executor: "kernels", backend: "wasm", rule }),
);

const device: Device = {
  kind: "cpu",
  label: (cpus()[0]?.model.trim() || "processor").slice(0, 120),
  executor: "kernels/wasm",
};

prepareNodeWasm();
/** Trusts the coordinator's own certificate and no other, under whatever name. */
const agent = new Agent({ allowPartialTrustChain: true, checkServerIdentity: () => undefined });

serve<RobotCalls>({ join, trust, leave });

function trust({ cert }: { cert: string }): void {
  agent.options.ca = new X509Certificate(cert).toString(); // without those that signed it
}

function join({ url, code, cert, robot }: RobotCalls["join"]["input"]): void {
  const { clientId, token, name, kind } = robot;
  if (cert !== null) trust({ cert });
  const session = createVolunteer({
    ...{ url, room: code, name, device, turn, trainer },
    // Its types are a browser's; in Node both of its transports ask this agent.
    io: (to, how) => io(to, { ...how, ...(cert !== null && { agent: agent as never }) }),
    resume: { clientId, token },
    attack: kind === "honest" ? null : kind,
    fetchBytes: (path) => fetchBytes(`${url}${path}`),
    clock: () => performance.now(),
    randomId: () => randomBytes(16).toString("hex"),
    sha256: (bytes) => Promise.resolve(createHash("sha256").update(bytes).digest("hex")),
    rest: (ms) => sleep(ms),
    onSnapshot: (snapshot) => look(clientId, snapshot),
    onSession: () => undefined, // the coordinator gave the identity, and keeps it
  });
  robots.set(clientId, session);
}

async function leave({ clientId }: { clientId: string }): Promise<void> {
  const session = robots.get(clientId);
  robots.delete(clientId);
  await session?.leave();
}

/** Nobody is here to press a button: one that cannot go on by itself is over. */
function look(clientId: string, { phase, error }: VolunteerSnapshot): void {
  const session = robots.get(clientId);
  if (!session || (phase !== "stopped" && phase !== "paused")) return;
  robots.delete(clientId);
  const why = error?.fact ?? "it stopped";
  const goodbye = phase === "paused" ? session.leave() : Promise.resolve();
  void goodbye.finally(() => tell({ clientId, why } satisfies RobotNews)); // the thread may end then
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await open(url);
  const bytes = await buffer(response);
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  return new Uint8Array(bytes);
}

function open(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = url.startsWith("https:")
      ? getSecure(url, { agent }, resolve)
      : getPlain(url, resolve);
    sent.on("error", reject);
  });
}
