// A short run of a real coordinator with everything that it asks of the disk written down.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { LogEvent } from "@spikefed/protocol";

import { acknowledged } from "../history/evidence.ts";
import { Stage, type StageOptions } from "../kill/stage.ts";
import { readTrace, type TraceEntry } from "./trace.ts";

export interface RecordedRun {
  trace: TraceEntry[];
  events: LogEvent[];
  /** When each event of the log was told first; by its number. */
  toldAtMs: ReadonlyMap<number, number>;
  acknowledged: { updateId: string; atMs: number }[];
}

/**
 * Some rounds, a kill in the middle, and the rounds after it.
 *
 * @param folder of its own
 */
export async function recordRun(
  folder: string,
  given: Pick<StageOptions, "rounds" | "settings" | "workMs">,
): Promise<RecordedRun> {
  const { rounds } = given;
  const dataDir = join(folder, "recorded");
  const file = join(folder, "trace.jsonl");
  await mkdir(dataDir, { recursive: true });
  const preload = new URL("./record-fs.mjs", import.meta.url).href;
  const env = {
    ...{ NODE_OPTIONS: `--import=${preload}`, SPIKEFED_FS_TRACE: file },
    SPIKEFED_FS_ROOT: dataDir,
  };
  const stage = await Stage.open({ ...given, dataDir, env });
  try {
    stage.start(null);
    if (!(await stage.beginRun())) throw new Error(`it did not start: ${stage.process.output}`);
    await stage.until(() => stage.told("aggregated").length >= rounds / 2);
    await stage.kill();
    stage.start(null);
    await stage.until(() => stage.told("run-ended").length > 0);
    stage.process.kill("SIGTERM");
    await stage.ended();
    const { history, toldAtMs } = stage;
    const trace = readTrace(await readFile(file, "utf8"));
    const events = await stage.savedEvents();
    return { trace, events, toldAtMs, acknowledged: acknowledged(history) };
  } finally {
    stage.close();
  }
}
