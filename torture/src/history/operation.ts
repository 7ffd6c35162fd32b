// The history of a trial: what every client asked and heard, as JSON Lines.

/**
 * `invoke` is written before a request leaves; `ok` and `fail` when its answer has come; `info`
 * when none will come: it may have been carried out or not. Lines without an answer are `info`.
 */
export type Outcome = "invoke" | "ok" | "fail" | "info";

interface Stamp {
  /** Milliseconds since 1970, of the same machine as the coordinator's. */
  atMs: number;
  /** "client-1", "host", "nemesis", "coordinator". */
  who: string;
}

/** A volunteer's first message; `client` is its number in the run log, from the answer. */
export interface HelloOperation extends Stamp {
  op: "hello";
  type: Outcome;
  client: number | null;
  /** Why it failed: an error code. */
  code?: string;
}

/** An update, from its announcement to the answer to its commit. `ok`: it is acknowledged. */
export interface UpdateOperation extends Stamp {
  op: "update";
  type: Outcome;
  client: number;
  round: number;
  updateId: string;
  sha256: string;
  /** Hash of the model that it was made from. */
  baseHash: string;
  code?: string;
}

/** Something that happened to the coordinator's process. */
export type ProcessOperation = Stamp & { type: "info" } & (
    | { op: "start"; pid: number; readyMs: number }
    | { op: "exit"; planned: boolean; how: string }
    | { op: "memory"; rssBytes: number }
    /** From now on nothing is done to it. */
    | { op: "faults-over" }
  );

export type Operation = HelloOperation | UpdateOperation | ProcessOperation;

export function historyText(operations: readonly Operation[]): string {
  return operations.map((operation) => `${JSON.stringify(operation)}\n`).join("");
}

/** A last line that was being written when the trial ended is left out. */
export function readHistory(text: string): Operation[] {
  const lines = text.split("\n");
  lines.pop(); // what follows the last line end
  return lines.map((line) => JSON.parse(line) as Operation);
}
