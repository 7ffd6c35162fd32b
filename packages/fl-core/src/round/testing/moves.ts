// Random moves for the round machine, and a machine that plays them under the notebook's eyes.

import fc from "fast-check";
import { expect } from "vitest";

import { step } from "../machine.ts";
import { initialRound } from "../state.ts";
import type { RoundEvent, Rules } from "../types.ts";
import { createNotebook } from "./notebook.ts";
import { aggregated, evaluated, failed, join, leave, modelOf, update } from "./script.ts";

export type Move =
  | { do: "join" | "leave" | "failed" | "good-update" | "again"; client: number }
  /** Right round and model, own id. */
  | { do: "other-update"; client: number; updateId: string }
  | { do: "wrong-update"; client: number; baseVersion: number; round: number; updateId: string }
  | { do: "start" | "pause" | "resume" | "next" | "result" | "broken-result" }
  | { do: "wait"; ms: number };

export const clients = [1, 2, 3, 4, 5];
const client = fc.constantFrom(...clients);
const updateId = fc.constantFrom("stray-1", "stray-2", "update-1-1", "update-2-2");
const word = <W extends Move["do"]>(...words: W[]) => fc.record({ do: fc.constantFrom(...words) });
const by = <W extends Move["do"]>(name: W) => fc.record({ do: fc.constant(name), client });

export const move = fc.oneof(
  { weight: 4, arbitrary: by("join") },
  { weight: 2, arbitrary: by("leave") },
  { weight: 1, arbitrary: by("failed") },
  { weight: 9, arbitrary: by("good-update") },
  { weight: 2, arbitrary: by("again") },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("other-update" as const), client, updateId }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wrong-update" as const),
      ...{ client, updateId, baseVersion: fc.nat(3), round: fc.nat(3) },
    }),
  },
  { weight: 3, arbitrary: word("start", "resume") },
  { weight: 5, arbitrary: word("result") },
  { weight: 3, arbitrary: word("pause", "broken-result", "next") },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.nat(1200) }) },
) as fc.Arbitrary<Move>;

export const rules: fc.Arbitrary<Rules> = fc.record({
  rounds: fc.integer({ min: 1, max: 3 }),
  participants: fc.option(fc.integer({ min: 1, max: 4 })),
  minReports: fc.integer({ min: 1, max: 3 }),
  stragglerProbability: fc.constantFrom(0, 0.5, 0.99),
  roundMs: fc.constant(1000),
  evaluateEvery: fc.integer({ min: 1, max: 3 }),
  stepMode: fc.boolean(),
  seed: fc.nat(),
});

/** A machine on a fake clock whose every step is entered in a notebook. */
export function createPlay(rules: Rules) {
  let state = initialRound(modelOf(0));
  let nowMs = 1000;
  const notebook = createNotebook(rules);
  const sent = new Map<number, RoundEvent>();
  const send = (event: RoundEvent) => {
    const next = step(state, event, nowMs, rules);
    state = next.state;
    notebook.enter(event, next.effects, nowMs);
    if (event.type !== "update") return;
    sent.set(event.update.client, event);
    const replies = next.effects.filter(({ type }) => type === "count" || type === "refuse");
    expect(replies).toHaveLength(1);
  };
  const wait = (ms: number) => {
    nowMs += ms;
    send({ type: "tick" });
  };
  const result = (isBroken = false) => {
    const { round, phase } = state;
    const fact = "broken";
    if (phase === "aggregating") {
      send(isBroken ? { type: "aggregation-failed", round, fact } : aggregated(round));
    } else send(isBroken ? { type: "evaluation-failed", round, fact } : evaluated(round));
  };
  const play = (m: Move) => {
    switch (m.do) {
      case "wait":
        return wait(m.ms);
      case "join":
        return send(join(m.client));
      case "leave":
        return send(leave(m.client));
      case "failed":
        return send(failed(m.client, state.round));
      case "good-update":
        return send(update(m.client, state.round));
      case "other-update":
        return send(update(m.client, state.round, { updateId: m.updateId }));
      case "again":
        return send(sent.get(m.client) ?? { type: "tick" });
      case "wrong-update": {
        const baseHash = `model-${m.baseVersion}`;
        return send(update(m.client, m.round, { baseHash, updateId: m.updateId }));
      }
      case "result":
      case "broken-result":
        return result(m.do === "broken-result");
      default:
        return send({ type: m.do });
    }
  };
  return { play, send, wait, result, averaged: notebook.averaged, now: () => state };
}
