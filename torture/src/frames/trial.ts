// Hostile frames against a real coordinator, while an honest volunteer measures its answers.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { CoordinatorProcess, freePort } from "../coordinator/process.ts";
import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { isSoon } from "../wait.ts";
import { HonestVolunteer, quantile } from "./honest.ts";

export const framesTrial: Trial = {
  name: "frames",
  about: "hostile frames over WebSocket and plain TCP, one honest volunteer beside them",
  run: runFrames,
};

const ATTACKERS = 2;
const PART_FRAMES = 50_000;
const QUIET_SAMPLES = 20;
const START_MS = 300_000;
/** What the process may have grown by when all is over and garbage is collected. */
const GROWTH_BYTES = 64 * 1024 * 1024;
const ROUND_TRIP_MS = 100;

interface Memory {
  rss: number;
  heap: number;
}

async function runFrames({ full, seed, folder, say }: TrialOptions): Promise<TrialResult> {
  const port = await freePort();
  const coordinator = startWatched(folder, port);
  const honest = new HonestVolunteer(`http://127.0.0.1:${port}`);
  try {
    if (!(await isSoon(() => coordinator.hostKey ?? coordinator.hasEnded, START_MS)))
      throw new Error(coordinator.output);
    await honest.join();
    await attack(port, seed + 1_000, 4_000); // what a process allocates once
    await honest.measure(QUIET_SAMPLES);
    const quietMs = quantile(honest.roundTripsMs.splice(0), 0.5);
    const before = await memoryOf(coordinator);
    const measuring = honest.measure();
    const startedMs = performance.now();
    const total = await attackInParts(port, seed, full ? 1_000_000 : 20_000, (sofar) => {
      const p99 = quantile(honest.roundTripsMs, 0.99)?.toFixed(1) ?? "-";
      say(`${sofar.frames} frames, ${sofar.connections} connections, honest p99 ${p99} ms`);
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const after = await memoryOf(coordinator);
    honest.stop();
    await measuring;
    return judge({ coordinator, honest, quietMs, before, after, seconds, ...total });
  } finally {
    honest.stop();
    coordinator.kill();
    await coordinator.ended;
  }
}

function startWatched(folder: string, port: number): CoordinatorProcess {
  const watcher = new URL("./gc-on-signal.mjs", import.meta.url).href;
  const args = ["--dataset", "shapes", "--preset", "s4", "--quiet", "--set", "clients=100"];
  return new CoordinatorProcess({
    ...{ dataDir: join(folder, "data"), port },
    args: [...args, "--set", "samplesPerClient=32", "--set", "testSamples=10"],
    env: { NODE_OPTIONS: `--import ${watcher}` },
  });
}

interface Attack {
  frames: number;
  connections: number;
}

/** Shared among processes of their own, so that the honest volunteer's clock is not theirs. */
async function attack(port: number, seed: number, frames: number): Promise<Attack> {
  const share = Math.ceil(frames / ATTACKERS);
  const each = await Promise.all(
    Array.from({ length: ATTACKERS }, (_, at) => runAttacker([port, seed * ATTACKERS + at, share])),
  );
  const sum = (key: keyof Attack) => each.reduce((total, one) => total + one[key], 0);
  return { frames: sum("frames"), connections: sum("connections") };
}

/** So that a long one tells how it goes. */
async function attackInParts(
  port: number,
  seed: number,
  frames: number,
  tell: (sofar: Attack) => void,
): Promise<Attack> {
  const total = { frames: 0, connections: 0 };
  const parts = Math.ceil(frames / PART_FRAMES);
  for (let part = 0; part < parts; part++) {
    const one = await attack(port, seed * parts + part, Math.ceil(frames / parts));
    total.frames += one.frames;
    total.connections += one.connections;
    tell(total);
  }
  return total;
}

function runAttacker(args: readonly number[]): Promise<Attack> {
  const file = fileURLToPath(new URL("./attacker.ts", import.meta.url));
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = spawn(process.execPath, ["--import", loader, file, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  return new Promise((resolve, reject) =>
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(text) as Attack);
      else reject(new Error(`an attacker ended with ${code}`));
    }),
  );
}

async function memoryOf(coordinator: CoordinatorProcess): Promise<Memory> {
  const told = () => [...coordinator.output.matchAll(/memory (\d+) (\d+) (\d+);/g)];
  const before = told().length;
  coordinator.kill("SIGUSR2");
  await isSoon(() => told().length > before || coordinator.hasEnded, 60_000);
  const [, rss = "0", heap = "0", external = "0"] = told().at(-1) ?? [];
  return { rss: Number(rss), heap: Number(heap) + Number(external) };
}

interface Findings extends Attack {
  coordinator: CoordinatorProcess;
  honest: HonestVolunteer;
  /** Its round trip before the attack, the middle one. */
  quietMs: number | null;
  before: Memory;
  after: Memory;
  seconds: number;
}

function judge(found: Findings): TrialResult {
  const { coordinator, honest, quietMs, before, after, frames, connections, seconds } = found;
  const growth = after.heap - before.heap;
  const failures = [...coordinator.output.matchAll(/" failed: .*/g)].map(([line]) => line);
  const violations = [
    ...(coordinator.hasEnded ? [`the coordinator ended: ${coordinator.output.slice(-600)}`] : []),
    ...failures.map((line) => `a handler stumbled: ${line}`),
    ...honest.troubles.map((text) => `the honest volunteer: ${text}`),
    ...(growth > GROWTH_BYTES ? [`its memory grew by ${growth} bytes`] : []),
  ];
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const milliseconds = (share: number) =>
    `${quantile(honest.roundTripsMs, share)?.toFixed(1) ?? "-"} ms`;
  const rate = Math.round(frames / seconds);
  return {
    violations,
    figures: [
      { what: "frames, connections", asked: null, measured: `${frames}, ${connections}` },
      { what: "frames a second", asked: null, measured: `${rate}` },
      {
        what: "ends of the process, handlers that stumbled",
        asked: "0, 0",
        measured: `${Number(coordinator.hasEnded)}, ${failures.length}`,
      },
      {
        what: "growth of the heap and buffers, garbage collected",
        asked: `<= ${megabytes(GROWTH_BYTES)}`,
        measured: `${megabytes(growth)} (resident ${megabytes(before.rss)} to ${megabytes(after.rss)})`,
      },
      {
        what: "honest round trip, p99",
        asked: `<= ${ROUND_TRIP_MS} ms on a quiet machine`,
        measured: `${milliseconds(0.99)} of ${honest.roundTripsMs.length}`,
      },
      {
        what: "honest round trip, middle; before the attack",
        asked: null,
        measured: `${milliseconds(0.5)}; ${quietMs?.toFixed(1) ?? "-"} ms`,
      },
    ],
  };
}
