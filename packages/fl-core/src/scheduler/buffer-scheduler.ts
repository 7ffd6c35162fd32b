// FedBuff as a scheduler.

import { stepBuffer } from "../buffer/machine.ts";
import { nextTickMs } from "../buffer/time.ts";
import type { BufferRules, BufferState } from "../buffer/types.ts";
import type { Client, RoundEvent } from "../round/types.ts";
import { MachineScheduler } from "./machine-scheduler.ts";
import type { Asked, Scheduler } from "./scheduler.ts";

export class BufferScheduler
  extends MachineScheduler<BufferState, BufferRules>
  implements Scheduler
{
  protected step(event: RoundEvent, nowMs: number) {
    return stepBuffer(this.state, event, nowMs, this.rules);
  }

  protected at(state: BufferState, rules: BufferRules): BufferScheduler {
    return new BufferScheduler(state, rules);
  }

  get nextTickMs() {
    return nextTickMs(this.state);
  }

  get silent() {
    return this.state.idle;
  }

  get bases() {
    return [...this.state.atWork.values()].map(({ base }) => base);
  }

  get shortBy() {
    const { phase, accepted } = this.state;
    const [have, needed] = [accepted.length, this.rules.minReports];
    return phase === "training" && have < needed ? { have, needed } : null;
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
