// FedBuff's machine on a fake clock, driven by words. For tests.

import { modelOf } from "../../round/testing/script.ts";
import { stepBuffer } from "../machine.ts";
import { initialBuffer } from "../state.ts";
import type { BufferEffect, BufferEvent, BufferRules, BufferState, Work } from "../types.ts";

export const rules: BufferRules = {
  ...{ rounds: 3, participants: 3, sampling: "uniform", minReports: 1, seed: 7 },
  ...{ evaluateEvery: 1, patience: null, minDelta: 0, gateDrop: null },
  ...{ bufferSize: 2, maxStaleness: 10, workMs: Infinity, leaseMs: null, changes: [] },
};

type Of<T extends BufferEffect["type"]> = Extract<BufferEffect, { type: T }>;

export class TestRun {
  state: BufferState = initialBuffer(modelOf(0));
  /** Of the last `play`. */
  effects: BufferEffect[] = [];
  nowMs = 0;
  readonly rules: BufferRules;

  constructor(own: BufferRules) {
    this.rules = own;
  }

  play(...events: BufferEvent[]): this {
    this.effects = [];
    for (const event of events) {
      const next = stepBuffer(this.state, event, this.nowMs, this.rules);
      this.state = next.state;
      this.effects.push(...next.effects);
    }
    return this;
  }

  seen<T extends BufferEffect["type"]>(type: T): Of<T>[] {
    return this.effects.filter((one): one is Of<T> => one.type === type);
  }

  /** Work that began in the last `play`. */
  begun(): Work[] {
    return this.effects.flatMap((effect) => {
      if (effect.type === "open") return effect.begun;
      return effect.type === "begin" ? effect.work : [];
    });
  }

  /** Those at work, in the order in which they began. */
  working(): number[] {
    return [...this.state.atWork.keys()];
  }

  /** Of the work that the client has, or had in this round. */
  update(client: number, updateId = `u${client}`): BufferEvent {
    const { round = this.state.round, base = this.state.model } =
      this.state.atWork.get(client) ?? {};
    const update = { client, updateId: `${updateId}-${round}`, samples: 10 };
    return { type: "update", round, baseHash: base.hash, update };
  }

  failed(client: number): BufferEvent {
    return { type: "failed", client, round: this.state.atWork.get(client)?.round ?? 0 };
  }

  /** Each sends what it has. */
  send(...clients: number[]): this {
    return this.play(...clients.map((client) => this.update(client)));
  }

  /** A model is made and judged; null: it is worthless. */
  commit(accuracy: number | null = 0.5): this {
    const { round } = this.state;
    return this.play(this.result("aggregated"), evaluated(round, accuracy));
  }

  result(type: "aggregated"): BufferEvent {
    return { type, round: this.state.round, model: modelOf(this.state.newest + 1) };
  }

  /** Time passes, and the machine is told of it. */
  wait(ms: number): this {
    this.nowMs += ms;
    return this.play({ type: "tick" });
  }
}

export function evaluated(round: number, accuracy: number | null): BufferEvent {
  return accuracy === null
    ? { type: "evaluation-failed", round, fact: "its loss is no number", worthless: true }
    : { type: "evaluated", round, accuracy };
}

/** A started run of so many clients, who hold 10 pictures each. */
export function openRun(clients: number, changes: Partial<BufferRules> = {}): TestRun {
  const run = new TestRun({ ...rules, ...changes });
  const joins = Array.from({ length: clients }, (_, k): BufferEvent => {
    return { type: "join", client: k + 1, samples: 10 };
  });
  return run.play(...joins, { type: "start" });
}
