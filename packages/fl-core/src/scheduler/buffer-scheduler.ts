// FedBuff as a scheduler.

import type { LiveSettings } from "@spikefed/protocol";

import { stepBuffer } from "../buffer/machine.ts";
import { nextTickMs } from "../buffer/time.ts";
import type { BufferRules, BufferState } from "../buffer/types.ts";
import { nextToOpen } from "../round/adjust.ts";
import { droppableRound } from "../round/drop.ts";
import type { Client, RoundEvent } from "../round/types.ts";
import type { Asked, Scheduled, Scheduler } from "./scheduler.ts";

export class BufferScheduler implements Scheduler {
  readonly state: BufferState;
  readonly #rules: BufferRules;

  constructor(state: BufferState, rules: BufferRules) {
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
    return this.state.idle;
  }

  get bases() {
    return [...this.state.atWork.values()].map(({ base }) => base);
  }

  get shortBy() {
    const { phase, accepted } = this.state;
    const [have, needed] = [accepted.length, this.#rules.minReports];
    return phase === "training" && have < needed ? { have, needed } : null;
  }

  take(event: RoundEvent, nowMs: number): Scheduled {
    const { state, effects } = stepBuffer(this.state, event, nowMs, this.#rules);
    return { next: new BufferScheduler(state, this.#rules), effects };
  }

  adjusted(changes: LiveSettings): Scheduler {
    const all = [...this.changes, { round: this.nextToOpen, changes }];
    return new BufferScheduler(this.state, { ...this.#rules, changes: all });
  }

  held(): Scheduler {
    return new BufferScheduler(this.state, { ...this.#rules, isHeld: true });
  }

  askedOf(client: Client): Asked | null {
    const { phase, atWork, due } = this.state;
    const work = atWork.get(client);
    if (work === undefined || phase === "paused") return null;
    const { round, base: model } = work;
    return { round, model, deadlineMs: due.get(client) ?? null };
  }

  roundOf(client: Client): number {
    return this.state.atWork.get(client)?.round ?? this.state.round;
  }

  isAwaited(client: Client): boolean {
    return this.askedOf(client) !== null;
  }
}
