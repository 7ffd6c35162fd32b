// Runs the round machine: the only place that calls it. Holds its state and its timer.

import {
  nextTickMs,
  step,
  type RoundEffect,
  type RoundEvent,
  type RoundState,
  type Rules,
  type Step,
} from "@spikefed/fl-core";

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
  #cancelTimer: (() => void) | null = null;
  /** The tick that was given last; it is not given again. */
  #tickedMs: number | null = null;
  #closed = false;

  constructor(options: RoundDriverOptions) {
    this.#options = options;
    this.#state = options.first.state;
  }

  get state(): RoundState {
    return this.#state;
  }

  /** Asks for what the first state needs. */
  begin(): void {
    this.#carryOut(this.#options.first);
  }

  /** One event; returns the effects, which are already asked for. */
  dispatch(event: RoundEvent): RoundEffect[] {
    if (this.#closed) return [];
    const { clock, rules } = this.#options;
    const next = step(this.#state, event, clock.now(), rules);
    this.#carryOut(next);
    return next.effects;
  }

  /** What the machine would answer to this update now. Changes nothing. */
  judge(event: UpdateEvent): Extract<RoundEffect, { type: "count" | "refuse" }> | null {
    const { clock, rules } = this.#options;
    const { effects } = step(this.#state, event, clock.now(), rules);
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
