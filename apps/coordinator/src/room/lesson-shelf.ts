// Earlier runs of a lesson, for what it reveals: mean against median are two runs. They are read from
// the data folder, as every run is kept there, so they also survive a restart.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { lessonOf, type LogEvent } from "@spikefed/protocol";
import { readFirst, readLog, runFolder } from "@spikefed/run-store";

/** Of the newest runs; older lessons are forgotten. */
const MAX_READ = 30;

type Opened = Extract<LogEvent, { type: "run-opened" }>;

export class LessonShelf {
  readonly #dataDir: string;
  /** How runs were opened; null: it cannot be read. */
  readonly #opened = new Map<string, Opened | null>();
  /** Logs of runs that are over never change. */
  readonly #read = new Map<string, LogEvent[]>();
  #found: { runId: string; logs: Promise<LogEvent[][]> } | null = null;
  #kept: { logs: LogEvent[][]; text: string } | null = null;

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

  /** As `logs`, in JSON, made once: who asks for it a thousand times costs what is sent. */
  async text(log: readonly LogEvent[]): Promise<string> {
    const logs = await this.logs(log);
    if (this.#kept?.logs !== logs) this.#kept = { logs, text: JSON.stringify(logs) };
    return this.#kept.text;
  }

  async #look(open: Opened): Promise<LogEvent[][]> {
    const place = lessonOf(open.settings);
    if (place === null) return [];
    const found: LogEvent[][] = [];
    for (const runId of await this.#newestRuns()) {
      const opened = runId === open.runId ? null : await this.#openingOf(runId);
      if (!opened || opened.dataset.sha256 !== open.dataset.sha256) continue;
      if (lessonOf(opened.settings)?.lesson !== place.lesson) continue;
      const log = await this.#logOf(runId);
      if (log !== null) found.push(log);
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

  /** Its first line alone: most runs are no lesson's, and their logs may be long. */
  async #openingOf(runId: string): Promise<Opened | null> {
    const known = this.#opened.get(runId);
    if (known !== undefined) return known;
    const first = await readFirst(runFolder(this.#dataDir, runId).log);
    const opened = openedOf(first === null ? [] : [first]);
    this.#opened.set(runId, opened);
    return opened;
  }

  /** Null: it is not over. */
  async #logOf(runId: string): Promise<LogEvent[] | null> {
    const known = this.#read.get(runId);
    if (known !== undefined) return known;
    const { events } = await readLog(runFolder(this.#dataDir, runId).log);
    if (!events.some(({ type }) => type === "run-ended")) return null; // who leaves later stands behind it
    this.#read.set(runId, events);
    return events;
  }
}

function openedOf([first]: readonly LogEvent[]): Opened | null {
  return first?.type === "run-opened" ? first : null;
}
