// How much of its shard each client is asked for, and how fast it was seen to be: with `adaptWork`.

import { fittingWork, type WorkPace } from "@spikefed/fl-core";
import type { ClientMessage, LogBody, LogEvent, RunSettings } from "@spikefed/protocol";

type Opened = Extract<LogBody, { type: "round-opened" }>;
type Cuts = NonNullable<Opened["work"]>;

interface Known {
  /** Pictures of its shard. */
  whole: number;
  pace: WorkPace | null;
  /** The newest round that it was invited to, and what each attempt of it asked for; newest last. */
  round: number;
  asked: number[];
  /**
   * When its work on the round began. Null: it is over, or nobody knows, since the round was repeated,
   * restarted or paused: it may go on where it was, or send at once what it had finished.
   */
  sinceMs: number | null;
}

/**
 * A fold of the run log, so that a coordinator that was started again knows what it knew, but for
 * the work that no update came of. Without the setting everybody is asked for everything.
 */
export class WorkSizes {
  readonly #settings: Pick<RunSettings, "adaptWork" | "batchSize">;
  readonly #clients = new Map<number, Known>();

  constructor(settings: Pick<RunSettings, "adaptWork" | "batchSize">, log: readonly LogEvent[]) {
    this.#settings = settings;
    for (const event of log) this.apply(event, event.atMs);
  }

  /** A line of the log, as it is written or read back. */
  apply(event: LogBody, atMs: number): void {
    if (!this.#settings.adaptWork) return;
    switch (event.type) {
      case "joined":
        return this.#meet(event.client, event.samples);
      case "round-opened":
        return this.#opened(event, atMs);
      case "update-accepted":
        return this.#done(event, atMs);
      case "paused":
      case "restarted":
        for (const known of this.#clients.values()) known.sinceMs = null;
    }
  }

  /** Who of these is asked for fewer pictures than it has, in a round that opens now. */
  cuts(cohort: readonly number[], roundMs: number): Cuts {
    return cohort.flatMap((client) => {
      const known = this.#clients.get(client);
      if (!known) return [];
      const { batchSize } = this.#settings;
      const samples = fittingWork(known.whole, known.pace, { batchSize, roundMs });
      return samples < known.whole ? [{ client, samples }] : [];
    });
  }

  /** So far it has come by now: how fast a client is of which no update comes in time. */
  heard(client: number, { round, batch, batches }: ClientMessage<"progress">, atMs: number): void {
    const known = this.#clients.get(client);
    if (known?.round !== round || known.sinceMs === null || batch < 1 || batch > batches) return;
    this.#measure(known, (known.asked.at(-1)! * batch) / batches, atMs);
  }

  /**
   * Pictures that an update counts with: what the task asked for that it answers, the fewest of the
   * round where there is no such task. Null: not asked in this round.
   *
   * @param attempt Undefined: it does not say, and answers the newest.
   */
  weightOf(client: number, round: number, attempt: number | undefined): number | null {
    const known = this.#clients.get(client);
    if (known?.round !== round) return null;
    const { asked } = known;
    return asked[attempt ?? asked.length - 1] ?? Math.min(...asked);
  }

  /** Of the newest task of a client. */
  attemptOf(client: number): number {
    return Math.max(0, (this.#clients.get(client)?.asked.length ?? 0) - 1);
  }

  #meet(client: number, whole: number): void {
    if (this.#clients.has(client)) return;
    this.#clients.set(client, { whole, pace: null, round: 0, asked: [], sinceMs: null });
  }

  #opened({ round, cohort, work = [] }: Opened, atMs: number): void {
    for (const known of this.#clients.values()) known.sinceMs = null;
    for (const client of cohort) {
      const known = this.#clients.get(client);
      if (!known) continue;
      const now = work.find((cut) => cut.client === client)?.samples ?? known.whole;
      const isAgain = known.round === round;
      const asked = isAgain ? [...known.asked, now] : [now];
      Object.assign(known, { round, asked, sinceMs: isAgain ? null : atMs });
    }
  }

  #done({ client, samples }: Extract<LogBody, { type: "update-accepted" }>, atMs: number): void {
    const known = this.#clients.get(client);
    if (!known || known.sinceMs === null) return;
    this.#measure(known, samples, atMs);
    known.sinceMs = null;
  }

  #measure(known: Known, samples: number, atMs: number): void {
    known.pace = { samples, ms: Math.max(1, atMs - (known.sinceMs ?? atMs)) };
  }
}
