// Runs a scheduler: the only place that calls it. Holds its value and its timer.

import type { RunEffect, RunEvent, RunState, Scheduled, Scheduler } from "@spikefed/fl-core";
import type { LiveSettings } from "@spikefed/protocol";

import type { Clock } from "./clock.ts";

export interface RoundDriverOptions {
  /** Where it begins, and what is asked for at once. */
  first: Scheduled;
  clock: Clock;
  perform: (effect: RunEffect) => void;
}

type UpdateEvent = Extract<RunEvent, { type: "update" }>;
type Verdict = Extract<RunEffect, { type: "count" | "refuse" }>;

export class RoundDriver {
  readonly #options: RoundDriverOptions;
  #scheduler: Scheduler;
  #cancelTimer: (() => void) | null = null;
  /** The tick that was given last; it is not given again. */
  #tickedMs: number | null = null;
  /** Told of the next change, once each. */
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(options: RoundDriverOptions) {
    this.#options = options;
    this.#scheduler = options.first.next;
  }

  /** What it stands at: to be asked, not to be kept. */
  get scheduler(): Scheduler {
    return this.#scheduler;
  }

  get state(): RunState {
    return this.#scheduler.state;
  }

  /** From the next round that opens on; in step mode's case that may be at once. */
  adjust(changes: LiveSettings): void {
    this.#scheduler = this.#scheduler.adjusted(changes);
    if (changes.stepMode !== undefined) this.dispatch({ type: "step-mode" });
  }

  /** No work is given any more; what is under way goes on. */
  hold(): void {
    this.#scheduler = this.#scheduler.held();
  }

  /** Asks for what the first state needs. */
  begin(): void {
    this.#carryOut(this.#options.first);
  }

  /** One event; returns the effects, which are already asked for. */
  dispatch(event: RunEvent): RunEffect[] {
    if (this.#closed) return [];
    if (event.type === "alive") return this.#renew(event);
    const next = this.#scheduler.take(event, this.#options.clock.now());
    this.#carryOut(next);
    return next.effects;
  }

  /** Comes with every piece and report: the timer is set anew only where it could be too late. */
  #renew(event: Extract<RunEvent, { type: "alive" }>): [] {
    const before = this.#scheduler;
    if (!before.hasLeases) return [];
    this.#scheduler = before.take(event, this.#options.clock.now()).next;
    if (this.#scheduler.silent !== before.silent) this.#setTimer();
    return [];
  }

  /** What would be answered to this update now; null: it would have to wait. Changes nothing. */
  judge(event: UpdateEvent): Verdict | null {
    const { effects } = this.#scheduler.take(event, this.#options.clock.now());
    return effects.find((effect): effect is Verdict => isVerdict(effect)) ?? null;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Resolves when something has happened, or nothing will any more. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closed) resolve();
      else this.#waiting.push(resolve);
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#tellWaiting();
  }

  #carryOut({ next, effects }: Scheduled): void {
    this.#scheduler = next;
    for (const effect of effects) this.#options.perform(effect);
    this.#setTimer();
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #setTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const atMs = this.#scheduler.nextTickMs;
    if (atMs === null || atMs === this.#tickedMs) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(atMs - clock.now(), () => {
      if (clock.now() < atMs) return this.#setTimer(); // the timer was a little early
      this.#tickedMs = atMs;
      this.dispatch({ type: "tick" });
    });
  }
}

function isVerdict({ type }: RunEffect): boolean {
  return type === "count" || type === "refuse";
}
