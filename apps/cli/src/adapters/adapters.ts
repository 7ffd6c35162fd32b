// The WebGPU adapters of this machine. A driver is chosen before a process starts, so each adapter
// gets a process of its own.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Adapter {
  name: string;
  /** Environment that selects the driver. */
  env: Record<string, string>;
}

/**
 * Those that the launcher found (`SPIKEFED_ADAPTERS`, JSON); without it, the one that the system
 * gives by itself.
 */
export function listAdapters(env: NodeJS.ProcessEnv): Adapter[] {
  const found = env["SPIKEFED_ADAPTERS"];
  return found === undefined ? [{ name: "system", env: {} }] : (JSON.parse(found) as Adapter[]);
}

export interface ChildResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/** Runs this CLI again with other arguments; every line it prints goes to `onLine`. */
export function runSelf(
  args: readonly string[],
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<ChildResult> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  createInterface({ input: child.stdout }).on("line", onLine);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4000)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
}
