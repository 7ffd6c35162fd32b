// Rounds with a cohort and a deadline, as a scheduler.

import type { LiveSettings } from "@spikefed/protocol";

import { nextToOpen } from "../round/adjust.ts";
import { droppableRound } from "../round/drop.ts";
import { step } from "../round/machine.ts";
import { nextTickMs } from "../round/next-tick.ts";
import type { Client, RoundEvent, RoundState, Rules } from "../round/types.ts";
import type { Asked, Scheduled, Scheduler } from "./scheduler.ts";

export class RoundScheduler implements Scheduler {
  readonly state: RoundState;
  readonly #rules: Rules;
  readonly bases = [];
  readonly shortBy = null; // a round that is short is repeated

  constructor(state: RoundState, rules: Rules) {
    this.state = state;
    this.#rules = rules;
  }

  get changes() {
    return this.#rules.changes;
  }

  get nextToOpen() {
    return nextToOpen(this.state);
  }

  get droppableRound() {
    return droppableRound(this.state);
  }

  get nextTickMs() {
    return nextTickMs(this.state);
  }

  get hasLeases() {
    return this.#rules.leaseMs !== null;
  }

  get silent() {
    return this.state.givenUp;
  }

  take(event: RoundEvent, nowMs: number): Scheduled {
    const { state, effects } = step(this.state, event, nowMs, this.#rules);
    return { next: new RoundScheduler(state, this.#rules), effects };
  }

  adjusted(changes: LiveSettings): Scheduler {
    const all = [...this.changes, { round: this.nextToOpen, changes }];
    return new RoundScheduler(this.state, { ...this.#rules, changes: all });
  }

  held(): Scheduler {
    return new RoundScheduler(this.state, { ...this.#rules, isHeld: true });
  }

  /** The round's, whoever asks: those whom it was sent are its cohort. */
  askedOf(): Asked | null {
    const { phase, round, model, deadlineMs } = this.state;
    return phase === "training" ? { round, model, deadlineMs } : null;
  }

  roundOf(): number {
    return this.state.round;
  }

  isAwaited(client: Client): boolean {
    const { phase, cohort, givenUp, accepted } = this.state;
    const isAsked = phase === "training" && cohort.has(client) && !givenUp.has(client);
    return isAsked && !accepted.some((update) => update.client === client);
  }
}
