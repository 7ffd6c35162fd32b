// A coordinator whose event loop and memory are looked at.

import { CoordinatorProcess, freePort, type ProcessOptions } from "../coordinator/process.ts";
import { isSoon } from "../wait.ts";

const START_MS = 120_000;
const TELL_MS = 60_000;

/** Of the time since the last look. */
export interface Look {
  /** How late the event loop was, milliseconds. */
  delayP99Ms: number;
  delayMaxMs: number;
  rssBytes: number;
  /** Processor time since the start, seconds. */
  cpuSeconds: number;
}

export class WatchedCoordinator {
  readonly #options: ProcessOptions;
  #process: CoordinatorProcess;

  private constructor(options: ProcessOptions) {
    this.#options = options;
    this.#process = new CoordinatorProcess(options);
  }

  /** Resolves when it has printed its links. */
  static async start(dataDir: string, args: readonly string[]): Promise<WatchedCoordinator> {
    const watcher = new URL("./delay-on-signal.mjs", import.meta.url).href;
    const env = { NODE_OPTIONS: `--import ${watcher}` };
    const coordinator = new WatchedCoordinator({ dataDir, port: await freePort(), args, env });
    await coordinator.#ready();
    return coordinator;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  get hostKey(): string {
    return this.#process.hostKey ?? "";
  }

  get hasEnded(): boolean {
    return this.#process.hasEnded;
  }

  get output(): string {
    return this.#process.output;
  }

  async look(): Promise<Look> {
    const told = () => [...this.output.matchAll(/load ([\d.]+) ([\d.]+) (\d+) (\d+);/g)];
    const before = told().length;
    this.#process.kill("SIGUSR2");
    await isSoon(() => told().length > before || this.hasEnded, TELL_MS);
    const [, p99 = "NaN", most = "NaN", rss = "NaN", cpu = "NaN"] = told().at(-1) ?? [];
    return {
      delayP99Ms: Number(p99) / 1e6,
      delayMaxMs: Number(most) / 1e6,
      rssBytes: Number(rss),
      cpuSeconds: Number(cpu) / 1e6,
    };
  }

  /** SIGKILL, and another process in its place, on the same port and folder. */
  async killAndRestart(): Promise<void> {
    await this.end();
    this.#process = new CoordinatorProcess(this.#options);
    await this.#ready();
  }

  async end(): Promise<void> {
    this.#process.kill();
    await this.#process.ended;
  }

  async #ready(): Promise<void> {
    await isSoon(() => this.#process.hostKey ?? this.hasEnded, START_MS);
    if (this.#process.hostKey === null) throw new Error(`no start: ${this.output.slice(-600)}`);
  }
}
