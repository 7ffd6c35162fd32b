// The log of a run that is lived again: what it says already is taken from it, the rest is written.

import type { LogBody, LogEvent } from "@spikefed/protocol";
import type { RunLog } from "@spikefed/run-store";

type Log = Pick<RunLog, "events" | "append">;

export class PastLog implements Log {
  readonly #log: Log;
  #next: number;

  /** @param log With all clients in it; the past begins with the line behind the last of them. */
  constructor(log: Log) {
    this.#log = log;
    this.#next = log.events.findLastIndex(({ type }) => type === "joined") + 1;
  }

  get events(): Log["events"] {
    return this.#log.events;
  }

  /** The next line of the past; null: what comes now never happened before. */
  peek(): LogEvent | null {
    return this.#log.events[this.#next] ?? null;
  }

  /**
   * Writes the line, or goes past the one that is there.
   *
   * @throws when that one is another: the same run cannot have gone otherwise.
   */
  async append(body: LogBody): Promise<void> {
    const past = this.peek();
    if (past === null) await this.#log.append(body);
    else if (nameOf(past) !== nameOf(body)) {
      throw new Error(`line ${this.#next + 1} of the log is ${nameOf(past)}, not ${nameOf(body)}`);
    }
    this.#next += 1;
  }
}

/** What a line tells of: its type, its round and its client, as far as it has them. */
function nameOf(line: LogBody): string {
  const { type, round, client } = { round: null, client: null, ...line };
  const words = [round !== null && `round ${round}`, client !== null && `client ${client}`];
  return [type, ...words.filter((word) => word !== false)].join(", ");
}
