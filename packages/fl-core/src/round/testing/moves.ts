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
  | { do: "start" | "pause" | "resume" | "next" | "broken-result" }
  /** What is being averaged or judged is done; `tenths` of accuracy. */
  | { do: "result"; tenths: number }
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
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("result" as const), tenths: fc.nat(9) }),
  },
  { weight: 3, arbitrary: word("pause", "broken-result", "next") },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.nat(1200) }) },
) as fc.Arbitrary<Move>;

/** What a host says of how many take part, each from a round on. */
const changes = fc
  .array(
    fc.record({
      round: fc.integer({ min: 1, max: 3 }),
      changes: fc.record({ participants: fc.option(fc.integer({ min: 1, max: 4 })) }),
    }),
    { maxLength: 3 },
  )
  .map((all) => all.sort((a, b) => a.round - b.round));

export const rules: fc.Arbitrary<Rules> = fc.record({
  rounds: fc.integer({ min: 1, max: 3 }),
  participants: fc.option(fc.integer({ min: 1, max: 4 })),
  sampling: fc.constantFrom("uniform", "by-samples", "least-recently"),
  minReports: fc.integer({ min: 1, max: 3 }),
  stragglerProbability: fc.constantFrom(0, 0.5, 0.99),
  overSelect: fc.constantFrom(0, 0.3, 1),
  minFraction: fc.constantFrom(0, 0.5, 1),
  roundMs: fc.constant(1000),
  leaseMs: fc.constant(null),
  evaluateEvery: fc.integer({ min: 1, max: 3 }),
  patience: fc.option(fc.integer({ min: 1, max: 3 })),
  minDelta: fc.constantFrom(0, 0.15),
  gateDrop: fc.option(fc.constantFrom(0, 0.25)),
  stepMode: fc.boolean(),
  seed: fc.nat(),
  changes,
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
  const result = (isBroken = false, tenths = 5) => {
    const { round, phase } = state;
    const fact = "broken";
    if (phase === "aggregating") {
      send(isBroken ? { type: "aggregation-failed", round, fact } : aggregated(round));
    } else
      send(isBroken ? { type: "evaluation-failed", round, fact } : evaluated(round, tenths / 10));
  };
  /** Of a client that does everything right in the round that is open. */
  const good = (client: number, changes: { updateId?: string } = {}) =>
    update(client, state.round, { baseHash: state.model.hash, ...changes });
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
        return send(good(m.client));
      case "other-update":
        return send(good(m.client, { updateId: m.updateId }));
      case "again":
        return send(sent.get(m.client) ?? { type: "tick" });
      case "wrong-update": {
        const baseHash = `model-${m.baseVersion}`;
        return send(update(m.client, m.round, { baseHash, updateId: m.updateId }));
      }
      case "result":
        return result(false, m.tenths);
      case "broken-result":
        return result(true);
      default:
        return send({ type: m.do });
    }
  };
  return { play, send, wait, result, good, averaged: notebook.averaged, now: () => state };
}
