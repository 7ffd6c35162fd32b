// Rounds with a cohort and a deadline, as a scheduler.

import { step } from "../round/machine.ts";
import { nextTickMs } from "../round/next-tick.ts";
import type { Client, RoundEvent, RoundState, Rules } from "../round/types.ts";
import { MachineScheduler } from "./machine-scheduler.ts";
import type { Asked, Scheduler } from "./scheduler.ts";

export class RoundScheduler extends MachineScheduler<RoundState, Rules> implements Scheduler {
  readonly bases = [];
  readonly shortBy = null; // a round that is short is repeated

  protected step(event: RoundEvent, nowMs: number) {
    return step(this.state, event, nowMs, this.rules);
  }

  protected at(state: RoundState, rules: Rules): RoundScheduler {
    return new RoundScheduler(state, rules);
  }

  get nextTickMs() {
    return nextTickMs(this.state);
  }

  get silent() {
    return this.state.givenUp;
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
