// Earlier runs of a lesson, for what it reveals: mean against median are two runs. They are read from
// the data folder, as every run is kept there, so they also survive a restart.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { lessonOf, type LogEvent } from "@spikefed/protocol";
import { readLog, runFolder } from "@spikefed/run-store";

/** Of the newest runs; older lessons are forgotten. */
const MAX_READ = 30;

type Opened = Extract<LogEvent, { type: "run-opened" }>;

export class LessonShelf {
  readonly #dataDir: string;
  /** Logs of runs that are over never change. Null: no lesson's. */
  readonly #read = new Map<string, LogEvent[] | null>();
  #found: { runId: string; logs: Promise<LogEvent[][]> } | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /**
   * Logs of the runs of the same lesson on the same pictures that are over, newest first; without the
   * open run. None where that is no lesson's.
   *
   * @param log of the open run
   */
  logs(log: readonly LogEvent[]): Promise<LogEvent[][]> {
    const opened = openedOf(log);
    if (!opened) return Promise.resolve([]);
    if (this.#found?.runId === opened.runId) return this.#found.logs;
    const logs = this.#look(opened);
    this.#found = { runId: opened.runId, logs };
    logs.catch(() => (this.#found = null));
    return logs;
  }

  async #look(open: Opened): Promise<LogEvent[][]> {
    const place = lessonOf(open.settings);
    if (place === null) return [];
    const found: LogEvent[][] = [];
    for (const runId of await this.#newestRuns()) {
      const log = runId === open.runId ? null : await this.#lessonLog(runId);
      const opened = log && openedOf(log);
      if (!opened || opened.dataset.sha256 !== open.dataset.sha256) continue;
      if (lessonOf(opened.settings)?.lesson === place.lesson) found.push(log);
    }
    return found;
  }

  async #newestRuns(): Promise<string[]> {
    const names = (await readdir(this.#dataDir)).filter((name) => name.startsWith("run-"));
    const dated = await Promise.all(
      names.map(async (name) => {
        const runId = name.slice("run-".length);
        const file = join(this.#dataDir, name, "log.jsonl");
        const written = await stat(file).catch(() => null); // a folder without a log is no run
        return { runId, writtenMs: written?.mtimeMs ?? 0 };
      }),
    );
    dated.sort((a, b) => b.writtenMs - a.writtenMs);
    return dated.slice(0, MAX_READ).map(({ runId }) => runId);
  }

  async #lessonLog(runId: string): Promise<LogEvent[] | null> {
    const known = this.#read.get(runId);
    if (known !== undefined) return known;
    const { events } = await readLog(runFolder(this.#dataDir, runId).log);
    if (!events.some(({ type }) => type === "run-ended")) return null; // who leaves later stands behind it
    const opened = openedOf(events);
    const log = opened !== null && lessonOf(opened.settings) !== null ? events : null;
    this.#read.set(runId, log);
    return log;
  }
}

function openedOf([first]: readonly LogEvent[]): Opened | null {
  return first?.type === "run-opened" ? first : null;
}
