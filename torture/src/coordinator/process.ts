// The coordinator as a person starts it, built: a process with a command line, known by what it prints.

import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../apps/coordinator/dist/main.js", import.meta.url));

export interface ProcessOptions {
  dataDir: string;
  port: number;
  /** More of the command line. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export class CoordinatorProcess {
  readonly #child: ChildProcess;
  #output = "";
  /** Exit code, or the signal. */
  readonly ended: Promise<number | string>;
  hasEnded = false;

  constructor({ dataDir, port, args, env }: ProcessOptions) {
    const all = ["--enable-source-maps", main, "--host", "127.0.0.1", "--port", String(port)];
    this.#child = spawn(process.execPath, [...all, "--data-dir", dataDir, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (part: Buffer) => (this.#output = (this.#output + part.toString()).slice(-20_000));
    this.#child.stdout?.on("data", keep);
    this.#child.stderr?.on("data", keep);
    this.ended = new Promise((resolve) =>
      this.#child.on("close", (code, signal) => {
        this.hasEnded = true;
        resolve(code ?? signal ?? "");
      }),
    );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The newest 20,000 signs of what it printed. */
  get output(): string {
    return this.#output;
  }

  /** Null until it has printed its links. */
  get hostKey(): string | null {
    return /\/host#key=(\S+)/.exec(this.#output)?.[1] ?? null;
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    this.#child.kill(signal);
  }
}

/** Systems give connections ports from 32,768 on, or higher ones: below, none is taken by chance. */
const drawPort = (): number => 20_000 + Math.floor(Math.random() * 12_000);
const TRIES = 100;

/** A port that nobody has now, also for a process that ends and is started again. */
export async function freePort(draw = drawPort): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = draw();
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port in ${TRIES} tries`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
