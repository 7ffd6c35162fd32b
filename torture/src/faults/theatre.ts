// A run whose volunteers reach the coordinator through a faulty line, and whose host does not.

import { join } from "node:path";

import type { LogEvent } from "@spikefed/protocol";
import { currentRun, readLog } from "@spikefed/run-store";

import { commandAsHost } from "../client/scripted-host.ts";
import { ScriptedVolunteer } from "../client/scripted-volunteer.ts";
import { CoordinatorProcess, freePort } from "../coordinator/process.ts";
import type { Operation } from "../history/operation.ts";
import { tinyShape } from "../model-shape.ts";
import { isSoon } from "../wait.ts";
import { FaultProxy } from "./proxy.ts";

export const VOLUNTEERS = 3;
export const ROUND_SECONDS = 10;
/** Longest wait for the process itself, of a machine that does a hundred other things. */
const START_MS = 300_000;

export class Theatre {
  readonly history: Operation[] = [];
  readonly proxy: FaultProxy;
  readonly process: CoordinatorProcess;
  readonly #dataDir: string;
  readonly #volunteers: ScriptedVolunteer[];
  readonly #told = new Map<number, LogEvent>();

  private constructor(dataDir: string, port: number, proxy: FaultProxy) {
    this.#dataDir = dataDir;
    this.proxy = proxy;
    this.process = new CoordinatorProcess({ dataDir, port, args: settings() });
    const url = `http://127.0.0.1:${proxy.port}`;
    const record = (operation: Operation) => void this.history.push(operation);
    const onEvents = (events: readonly LogEvent[]) => {
      for (const event of events) this.#told.set(event.seq, event);
    };
    this.#volunteers = Array.from({ length: VOLUNTEERS }, (_, at) => {
      return new ScriptedVolunteer({ url, number: at + 1, shape: tinyShape, record, onEvents });
    });
  }

  /** Rounds are under way when this resolves. */
  static async open(folder: string, name: string): Promise<Theatre> {
    const port = await freePort();
    const theatre = new Theatre(join(folder, name), port, await FaultProxy.open(port));
    const { process } = theatre;
    const isHere = () => theatre.#volunteers.every(({ client }) => client !== null);
    await isSoon(() => isHere() || process.hasEnded, START_MS);
    if (!isHere()) {
      await theatre.close();
      throw new Error(`nobody came in: ${process.output}`);
    }
    await commandAsHost(`http://127.0.0.1:${port}`, process.hostKey ?? "", "start");
    return theatre;
  }

  /** What was told since, in the order of the log. */
  eventsSince(atMs: number): LogEvent[] {
    return [...this.#told.values()].filter((event) => event.atMs >= atMs);
  }

  /** Ends everything; the run log as the disk has it. */
  async close(): Promise<LogEvent[]> {
    for (const volunteer of this.#volunteers) volunteer.close();
    if (!this.process.hasEnded) this.process.kill();
    await this.process.ended;
    await this.proxy.close();
    const folder = await currentRun(this.#dataDir);
    return folder === null ? [] : (await readLog(folder.log)).events;
  }
}

function settings(): string[] {
  const values = {
    ...{ minReports: VOLUNTEERS - 1, clients: 8, samplesPerClient: 32, testSamples: 10 },
    ...{ roundSeconds: ROUND_SECONDS, evaluateEvery: 1000, rounds: 1000 },
  };
  const pairs = Object.entries(values).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
  return ["--dataset", "shapes", "--preset", "s4", "--quiet", ...pairs];
}
