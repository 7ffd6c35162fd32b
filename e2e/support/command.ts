// A command of ours that runs to its end and prints JSON.
import { spawn } from "node:child_process";
import { root } from "./process.ts";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run NAME -- ...ARGS`, without npm's own lines. */
export function runCommand(name: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/run.mjs", name, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
