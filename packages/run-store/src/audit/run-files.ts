// What an audit reads of a run, and what it says of it.

import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

/** Of a coordinator's run or of a simulated one; what does not exist is empty. */
export interface RunFiles {
  log: string;
  records: string;
  models: string;
  updates: string;
  /** Updates and models that are kept after their round. */
  kept: string;
  /** A copy of the newest model; null: the run has none. */
  newest: string | null;
  /** A copy of the best one; null: the run has none. */
  best: string | null;
}

/** @param log `log.jsonl` of a coordinator's run, `run.jsonl` of a simulated one */
export function runFiles(root: string, log: string): RunFiles {
  const isSimulated = basename(log) === "run.jsonl";
  return {
    log,
    records: join(root, "records.jsonl"),
    models: join(root, "models"),
    updates: join(root, "updates"),
    kept: join(root, "kept"),
    newest: isSimulated ? join(root, "model.safetensors") : null,
    best: isSimulated ? join(root, "best.safetensors") : null,
  };
}

/** Something that is not as the run wrote it. */
export interface Finding {
  file: string;
  /** One clause, with line and byte where they are known. */
  why: string;
}

/** Names in a folder, sorted; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.sort();
}
