// Runs the round machine: the only place that calls it. Holds its state and its timer.

import {
  nextTickMs,
  nextToOpen,
  step,
  type RoundEffect,
  type RoundEvent,
  type RoundState,
  type Rules,
  type Step,
} from "@spikefed/fl-core";

import type { LiveChange, LiveSettings } from "@spikefed/protocol";

import type { Clock } from "./clock.ts";

export interface RoundDriverOptions {
  /** Where it begins, and what is asked for at once. */
  first: Step;
  rules: Rules;
  clock: Clock;
  perform: (effect: RoundEffect) => void;
}

type UpdateEvent = Extract<RoundEvent, { type: "update" }>;

export class RoundDriver {
  readonly #options: RoundDriverOptions;
  #state: RoundState;
  #rules: Rules;
  #cancelTimer: (() => void) | null = null;
  /** The tick that was given last; it is not given again. */
  #tickedMs: number | null = null;
  #closed = false;

  constructor(options: RoundDriverOptions) {
    this.#options = options;
    this.#state = options.first.state;
    this.#rules = options.rules;
  }

  get state(): RoundState {
    return this.#state;
  }

  /** What the host has changed since the run was opened. */
  get changes(): readonly LiveChange[] {
    return this.#rules.changes;
  }

  /** The round that a change would hold for, were it made now. */
  get nextToOpen(): number {
    return nextToOpen(this.#state);
  }

  /** From the next round that opens on; in step mode's case that may be at once. */
  adjust(changes: LiveSettings): void {
    const change = { round: this.nextToOpen, changes };
    this.#rules = { ...this.#rules, changes: [...this.#rules.changes, change] };
    if (changes.stepMode !== undefined) this.dispatch({ type: "step-mode" });
  }

  /** No round is opened any more; the open one goes on. */
  hold(): void {
    this.#rules = { ...this.#rules, isHeld: true };
  }

  /** Asks for what the first state needs. */
  begin(): void {
    this.#carryOut(this.#options.first);
  }

  /** One event; returns the effects, which are already asked for. */
  dispatch(event: RoundEvent): RoundEffect[] {
    if (this.#closed) return [];
    if (event.type === "alive") return this.#renew(event);
    const next = step(this.#state, event, this.#options.clock.now(), this.#rules);
    this.#carryOut(next);
    return next.effects;
  }

  /** Comes with every piece and report: the timer is set anew only where it could be too late. */
  #renew(event: Extract<RoundEvent, { type: "alive" }>): [] {
    if (this.#rules.leaseMs === null) return [];
    const before = this.#state;
    this.#state = step(before, event, this.#options.clock.now(), this.#rules).state;
    if (this.#state.givenUp !== before.givenUp) this.#setTimer();
    return [];
  }

  /** What the machine would answer to this update now. Changes nothing. */
  judge(event: UpdateEvent): Extract<RoundEffect, { type: "count" | "refuse" }> | null {
    const { effects } = step(this.#state, event, this.#options.clock.now(), this.#rules);
    for (const effect of effects) {
      if (effect.type === "count" || effect.type === "refuse") return effect;
    }
    return null;
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #carryOut({ state, effects }: Step): void {
    this.#state = state;
    for (const effect of effects) this.#options.perform(effect);
    this.#setTimer();
  }

  #setTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const atMs = nextTickMs(this.#state);
    if (atMs === null || atMs === this.#tickedMs) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(atMs - clock.now(), () => {
      if (clock.now() < atMs) return this.#setTimer(); // the timer was a little early
      this.#tickedMs = atMs;
      this.dispatch({ type: "tick" });
    });
  }
}
