// The command line as a person starts it: a process of its own, with what it says.

import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { LogEvent } from "@spikefed/protocol";
import { readLog } from "@spikefed/run-store";
import { expect } from "vitest";

const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** A second or two of work. */
export const tinyWords = [
  ...["--executor", "kernels/wasm", "--set", "model=s4", "--set", "dataset=shapes"],
  ...["--set", "testSamples=10", "--set", "partition.samplesPerClient=32"],
];

export interface Started {
  child: ChildProcess;
  output: () => string;
  /** Exit code, or the signal. */
  ended: Promise<number | string>;
}

const running = new Set<ChildProcess>();

export function startCli(...args: string[]): Started {
  const all = ["--import", loader, main, ...args];
  const child = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve(code ?? signal ?? "");
    }),
  );
  return { child, output: () => text, ended };
}

/** After each test: none is left behind. */
export function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Waits for a line of the log; times are not waited for. */
export async function lineOf(folder: string, isIt: (event: LogEvent) => boolean): Promise<void> {
  const look = async () => (await eventsOf(folder)).some(isIt);
  await expect.poll(look, { timeout: 60_000, interval: 5 }).toBe(true);
}

export const eventsOf = async (folder: string): Promise<LogEvent[]> =>
  (await readLog(join(folder, "run.jsonl"))).events;

/** The log without its times, and without the records that seal them. */
export async function storyOf(folder: string): Promise<unknown[]> {
  const timeless = (event: LogEvent) => {
    if (event.type === "round-opened") return { ...event, atMs: 0, deadlineMs: 0 };
    const isTimed = event.type === "update-accepted" || event.type === "evaluated";
    const untimed = isTimed ? { ...event, atMs: 0, seconds: 0 } : { ...event, atMs: 0 };
    const isRecorded = event.type === "aggregated" || event.type === "evaluated";
    return isRecorded ? { ...untimed, record: "" } : untimed;
  };
  return (await eventsOf(folder)).map(timeless);
}

export async function modelOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, "manifest.json"), "utf8");
  return (JSON.parse(text) as { model: { sha256: string } }).model.sha256;
}
