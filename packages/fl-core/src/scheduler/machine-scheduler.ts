// What all schedulers do alike: a machine's state, its rules, and what the host has changed of them.

import type { LiveSettings } from "@spikefed/protocol";

import { nextToOpen } from "../round/adjust.ts";
import { droppableRound } from "../round/drop.ts";
import type { RoundEvent, RoundState, Rules } from "../round/types.ts";
import type { RunEffect, Scheduled, Scheduler } from "./scheduler.ts";

type Shared = Pick<RoundState, "phase" | "round" | "attempt" | "pausedFrom">;

export abstract class MachineScheduler<
  S extends Shared,
  R extends Pick<Rules, "changes" | "leaseMs" | "isHeld">,
> {
  readonly state: S;
  protected readonly rules: R;

  constructor(state: S, rules: R) {
    this.state = state;
    this.rules = rules;
  }

  /** The machine itself. */
  protected abstract step(event: RoundEvent, nowMs: number): { state: S; effects: RunEffect[] };
  /** Another value of the same kind. */
  protected abstract at(state: S, rules: R): Scheduler;

  get changes() {
    return this.rules.changes;
  }

  get nextToOpen() {
    return nextToOpen(this.state);
  }

  get droppableRound() {
    return droppableRound(this.state);
  }

  get hasLeases() {
    return this.rules.leaseMs !== null;
  }

  take(event: RoundEvent, nowMs: number): Scheduled {
    const { state, effects } = this.step(event, nowMs);
    return { next: this.at(state, this.rules), effects };
  }

  adjusted(changes: LiveSettings): Scheduler {
    const all = [...this.changes, { round: this.nextToOpen, changes }];
    return this.at(this.state, { ...this.rules, changes: all });
  }

  held(): Scheduler {
    return this.at(this.state, { ...this.rules, isHeld: true });
  }
}
