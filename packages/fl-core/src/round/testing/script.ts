// A round machine on a fake clock, driven by words. For tests.

import { step } from "../machine.ts";
import { initialRound } from "../state.ts";
import type { AcceptedUpdate, RoundEffect, RoundEvent, RoundState, Rules } from "../types.ts";

export const modelOf = (version: number) => ({ hash: `model-${version}`, version });

export const baseRules: Rules = {
  rounds: 3,
  participants: null,
  sampling: "uniform",
  minReports: 1,
  stragglerProbability: 0,
  overSelect: 0,
  minFraction: 0,
  roundMs: 1000,
  leaseMs: null,
  evaluateEvery: 1,
  patience: null,
  minDelta: 0,
  gateDrop: null,
  stepMode: false,
  seed: 7,
  changes: [],
};

export const join = (client: number): RoundEvent => ({ type: "join", client });
export const leave = (client: number): RoundEvent => ({ type: "leave", client });
export const failed = (client: number, round: number): RoundEvent => ({
  type: "failed",
  client,
  round,
});
/** The update of a client that does everything right in this round, unless told otherwise. */
export const update = (
  client: number,
  round: number,
  changes: { baseHash?: string; updateId?: string } = {},
): RoundEvent => ({
  type: "update",
  round,
  baseHash: changes.baseHash ?? modelOf(round - 1).hash,
  update: updateOf(client, round, changes.updateId),
});
export const updateOf = (
  client: number,
  round: number,
  updateId = `update-${client}-${round}`,
): AcceptedUpdate => ({ client, updateId, samples: 100 + client });
export const aggregated = (round: number): RoundEvent => ({
  type: "aggregated",
  round,
  model: modelOf(round),
});
export const evaluated = (round: number, accuracy = 0.5): RoundEvent => ({
  ...{ type: "evaluated", round, accuracy },
});

export interface Script {
  state: RoundState;
  nowMs: number;
  /** Effects of the last `play`. */
  effects: RoundEffect[];
  /** Sends events in order; a number lets that many milliseconds pass and ticks. */
  play: (...events: (RoundEvent | RoundEvent["type"] | number)[]) => Script;
  /** Effects of one type from the last `play`. */
  seen: <T extends RoundEffect["type"]>(type: T) => Extract<RoundEffect, { type: T }>[];
}

export function createScript(changes: Partial<Rules> = {}, from?: RoundState): Script {
  const rules = { ...baseRules, ...changes };
  const send = (event: RoundEvent) => {
    const next = step(script.state, event, script.nowMs, rules);
    script.state = next.state;
    script.effects.push(...next.effects);
  };
  const script: Script = {
    state: from ?? initialRound(modelOf(0)),
    nowMs: 1_000_000,
    effects: [],
    play: (...events) => {
      script.effects = [];
      for (const event of events) {
        if (typeof event === "number") script.nowMs += event;
        if (typeof event === "object") send(event);
        else send({ type: typeof event === "number" ? "tick" : event } as RoundEvent);
      }
      return script;
    },
    seen: (type) => script.effects.filter((effect) => effect.type === type) as never,
  };
  return script;
}

/** A started run with these clients, round 1 open. */
export function openRoom(clients: readonly number[], changes: Partial<Rules> = {}): Script {
  return createScript(changes).play(...clients.map(join), "start");
}
