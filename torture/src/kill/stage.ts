// One data folder and three scripted volunteers, who outlive every process of its coordinator.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { LogEvent } from "@spikefed/protocol";
import { currentRun, readLog } from "@spikefed/run-store";

import { commandAsHost } from "../client/scripted-host.ts";
import { ScriptedVolunteer } from "../client/scripted-volunteer.ts";
import { CoordinatorProcess, freePort } from "../coordinator/process.ts";
import type { Operation } from "../history/operation.ts";
import { tinyShape } from "../model-shape.ts";
import { isSoon } from "../wait.ts";

export const VOLUNTEERS = 3;
/** Longest wait for anything: of a machine that does a hundred other things. */
const LIMIT_MS = 120_000;

export interface StageOptions {
  dataDir: string;
  /** The run is over after these, unless the host ends it before. */
  rounds: number;
  env?: Readonly<Record<string, string>>;
  /** Beside those of every stage, or in their place. */
  settings?: Readonly<Record<string, string | number>>;
  /** Milliseconds that a volunteer's work of a round takes; left out: none. */
  workMs?: (volunteer: number, round: number) => number;
}

export class Stage {
  readonly history: Operation[] = [];
  readonly #options: StageOptions;
  readonly #port: number;
  #volunteers: ScriptedVolunteer[] = [];
  #process: CoordinatorProcess | null = null;
  #spawnedMs = 0;
  /** By number in the log: what the coordinator told. */
  readonly #told = new Map<number, LogEvent>();
  /** By number in the log: when it was told first, milliseconds since 1970. */
  readonly toldAtMs = new Map<number, number>();

  private constructor(options: StageOptions, port: number) {
    this.#options = options;
    this.#port = port;
  }

  static async open(options: StageOptions): Promise<Stage> {
    return new Stage(options, await freePort());
  }

  get process(): CoordinatorProcess {
    if (this.#process === null) throw new Error("nothing was started");
    return this.#process;
  }

  /** @param armed `NAME@VISIT`; null: nothing is armed */
  start(armed: string | null): void {
    const { dataDir, env } = this.#options;
    const options = { dataDir, port: this.#port, args: this.#args() };
    const arming = armed === null ? {} : { SPIKEFED_FAILPOINT: armed };
    this.#spawnedMs = Date.now();
    this.#process = new CoordinatorProcess({ ...options, env: { ...env, ...arming } });
    if (this.#volunteers.length === 0) this.#welcomeVolunteers();
  }

  /** A volunteer was answered by this process; null: none was in time. */
  async ready(): Promise<number | null> {
    const since = this.#spawnedMs;
    const find = () =>
      this.history.findLast(
        ({ op, type, atMs }) => op === "hello" && type === "ok" && atMs >= since,
      );
    if (!(await isSoon(() => find() ?? this.process.hasEnded, LIMIT_MS))) return null;
    const readyMs = (find()?.atMs ?? NaN) - since;
    if (Number.isNaN(readyMs)) return null;
    const { pid } = this.process;
    this.#note({ op: "start", pid, readyMs });
    this.#noteMemory(pid);
    return readyMs;
  }

  /** Everything that was told of a kind. */
  told<T extends LogEvent["type"]>(type: T): Extract<LogEvent, { type: T }>[] {
    return [...this.#told.values()].filter(
      (event): event is Extract<LogEvent, { type: T }> => event.type === type,
    );
  }

  /** False: it was not told in time, or the process ended. */
  async until(isDone: () => boolean): Promise<boolean> {
    await isSoon(() => isDone() || this.process.hasEnded, LIMIT_MS);
    return isDone();
  }

  /** All volunteers have a place, and the host starts the run. */
  async beginRun(): Promise<boolean> {
    const isHere = () => this.#volunteers.every(({ client }) => client !== null);
    if (!(await this.until(isHere))) return false;
    await this.command("start");
    return true;
  }

  async command(command: string): Promise<void> {
    await isSoon(() => this.process.hostKey ?? this.process.hasEnded, LIMIT_MS);
    await commandAsHost(this.#url, this.process.hostKey ?? "", command);
  }

  /** @returns how it ended; null: it has not. */
  async ended(limitMs = LIMIT_MS): Promise<string | null> {
    const { process } = this;
    if (!(await isSoon(() => process.hasEnded, limitMs))) return null;
    const how = String(await process.ended);
    const planned = how === "SIGKILL" || how === "0";
    const tail = planned ? "" : `: ${process.output.slice(-600)}`;
    this.#note({ op: "exit", planned, how: how + tail });
    return how;
  }

  async kill(): Promise<void> {
    this.process.kill();
    await this.ended();
  }

  faultsOver(): void {
    this.#note({ op: "faults-over" });
  }

  close(): void {
    for (const volunteer of this.#volunteers) volunteer.close();
    if (this.#process?.hasEnded === false) this.#process.kill();
  }

  /** The run log as the disk has it. */
  async savedEvents(): Promise<LogEvent[]> {
    const folder = await currentRun(this.#options.dataDir);
    return folder === null ? [] : (await readLog(folder.log)).events;
  }

  async logFile(): Promise<string> {
    return (await currentRun(this.#options.dataDir))?.log ?? join(this.#options.dataDir, "none");
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  #args(): string[] {
    const settings = {
      ...{ minReports: VOLUNTEERS, clients: 8, samplesPerClient: 32, testSamples: 10 },
      ...{ roundSeconds: 30, evaluateEvery: 8, "strategy.kind": "fedadam" },
      ...this.#options.settings,
    };
    const pairs = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    const run = ["--dataset", "shapes", "--preset", "s4", "--rounds", `${this.#options.rounds}`];
    return [...run, ...pairs, "--settle-seconds", "0"];
  }

  #welcomeVolunteers(): void {
    const { workMs } = this.#options;
    this.#volunteers = Array.from(
      { length: VOLUNTEERS },
      (_, at) =>
        new ScriptedVolunteer({
          ...{ url: this.#url, number: at + 1, shape: tinyShape },
          ...(workMs && { workMs: (round: number) => workMs(at + 1, round) }),
          record: (operation) => void this.history.push(operation),
          onEvents: (events) => {
            for (const event of events) this.#hear(event);
          },
        }),
    );
  }

  #hear(event: LogEvent): void {
    this.#told.set(event.seq, event);
    if (!this.toldAtMs.has(event.seq)) this.toldAtMs.set(event.seq, Date.now());
  }

  /** Where the system tells it. */
  #noteMemory(pid: number): void {
    try {
      const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
      this.#note({ op: "memory", rssBytes: pages * 4096 });
    } catch {
      // not Linux, or it has ended: memory is not watched
    }
  }

  #note(
    what:
      | { op: "start"; pid: number; readyMs: number }
      | { op: "exit"; planned: boolean; how: string }
      | { op: "memory"; rssBytes: number }
      | { op: "faults-over" },
  ): void {
    this.history.push({ atMs: Date.now(), who: "coordinator", type: "info", ...what });
  }
}
