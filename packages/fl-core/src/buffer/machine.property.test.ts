// Whatever happens to a run of FedBuff, also when it is cut off and goes on from its log.

import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";

import { restoreBuffer } from "./restore.ts";
import { savedBuffer } from "./saved-buffer.ts";
import { linesBefore, linesOf } from "./testing/log-of.ts";
import { evaluated, rules, TestRun } from "./testing/open-run.ts";
import { randomRules } from "./testing/random-rules.ts";
import type { BufferEvent, BufferRules, BufferState } from "./types.ts";

const words = <W extends string>(...all: W[]) =>
  fc.record({ do: fc.constantFrom(...all), client: fc.integer({ min: 1, max: 6 }) });
const move = fc.record({
  what: fc.oneof(
    { weight: 9, arbitrary: words("update", "result", "result") },
    { weight: 4, arbitrary: words("join", "again", "failed", "spoiled", "leave", "drop", "alive") },
    { weight: 3, arbitrary: words("pause", "resume", "resume", "next", "wait", "restart") },
    { weight: 1, arbitrary: words("stop", "broken", "worthless") },
  ),
  amount: fc.nat(9),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const changes = fc.record({
  ...randomRules,
  patience: fc.option(fc.integer({ min: 1, max: 4 })),
  leaseMs: fc.option(fc.integer({ min: 100, max: 800 })),
  workMs: fc.integer({ min: 500, max: 3000 }),
} as const);

/** A run that writes its log; what must hold is looked at after every event. */
class Watched extends TestRun {
  readonly log: LogEvent[] = [];
  readonly counted: string[] = [];
  readonly averaged: string[] = [];

  constructor(own: BufferRules) {
    super(own);
    const { rounds, evaluateEvery, patience, gateDrop } = own;
    const gate = gateDrop === null ? null : gateDrop * 100;
    const settings = { ...defaultSettings, rounds, evaluateEvery, patience, gateDrop: gate };
    this.#note({
      ...{ type: "run-opened", runId: "r", settings: { ...settings, minDelta: 0 } },
      dataset: { name: "", source: "", procedural: true, sha256: "", classes: [] },
      model: { ...this.state.model, bytes: 1, parameters: 1 },
    });
  }

  #note(...bodies: LogBody[]): void {
    for (const body of bodies) this.log.push({ ...body, seq: this.log.length, atMs: this.nowMs });
  }

  /** @param isNoted false: what happened has no line of its own */
  tell(event: BufferEvent, isNoted = true): void {
    const before = this.state;
    if (isNoted) this.#note(...linesBefore(event, before.round));
    this.play(event);
    this.#note(...this.effects.flatMap(linesOf));
    for (const { update, duplicate } of this.seen("count")) {
      if (!duplicate) this.counted.push(update.updateId);
      expect(update.staleness).toBeLessThanOrEqual(this.rules.maxStaleness);
    }
    for (const { updates, version } of this.seen("aggregate")) {
      expect(new Set(updates.map(({ client }) => client)).size).toBe(updates.length);
      expect(version).toBe(before.newest + 1);
    }
    if (event.type === "aggregated") this.averaged.push(...idsOf(before));
  }

  /** The process is killed, and a new one reads the log. */
  restart(): void {
    const { phase, round, accepted, model, newest, standing, atWork } = this.state;
    if (phase === "done" || this.state.stopAsked) return; // the host's word is not in the log
    const { state, effects } = restoreBuffer(savedBuffer(this.log), this.nowMs, this.rules);
    expect({ ...state, phase, atWork: null }).toMatchObject({ phase, round, model, newest });
    expect(state.accepted).toEqual(accepted);
    expect(state.standing).toEqual(standing);
    for (const [client, { round: begun, base }] of atWork)
      expect(state.atWork.get(client)).toMatchObject({ round: begun, base });
    this.state = state;
    this.effects = effects; // what is averaged again was averaged before
  }

  /** Every update that was acknowledged is in a model, or waits for one; none twice. */
  check(): void {
    if (this.state.phase === "done") return; // with too few for a model, or one that cannot be made
    const all = [...this.averaged, ...idsOf(this.state)];
    expect(new Set(all).size).toBe(all.length);
    expect([...all].sort()).toEqual([...this.counted].sort());
  }
}

const idsOf = ({ accepted }: BufferState) => accepted.map(({ updateId }) => updateId);

function eventOf(run: Watched, { what, amount }: Move): BufferEvent {
  const { phase, round } = run.state;
  const { client } = what;
  switch (what.do) {
    case "update":
    case "spoiled": // its update was refused for good: the room tells the machine, and no line does
    case "failed": {
      const working = run.working();
      const one = working[client % Math.max(working.length, 1)] ?? client;
      return what.do === "update" ? run.update(one) : run.failed(one);
    }
    case "again":
      return run.update(client);
    case "join":
      return { type: "join", client, samples: 10 };
    case "leave":
    case "alive":
      return { type: what.do, client };
    case "drop":
      return { type: "drop", clients: [client] };
    case "result":
      return phase === "aggregating" ? run.result("aggregated") : evaluated(round, amount / 10);
    case "broken":
      return { type: "aggregation-failed", round, fact: "" };
    case "worthless":
      return evaluated(round, null);
    case "wait":
    case "restart":
      run.nowMs += amount * 100;
      return { type: "tick" };
    default:
      return { type: what.do };
  }
}

/** What a room tells in a phase only: it would have no line, or a wrong one. */
function isTold({ state }: Watched, { type, ...event }: BufferEvent): boolean {
  const { phase } = state;
  if (type === "aggregated" || type === "aggregation-failed") return phase === "aggregating";
  if (type === "evaluated" || type === "evaluation-failed") return phase === "evaluating";
  if (type === "failed") return "client" in event && state.atWork.has(event.client);
  return type !== "drop" || phase !== "done";
}

test("every acknowledged update is in one model or waits for it, through pauses, losses and restarts", () => {
  fc.assert(
    fc.property(changes, fc.array(move, { maxLength: 80, size: "medium" }), (own, moves) => {
      const run = new Watched({ ...rules, rounds: 4, ...own });
      for (const client of [1, 2, 3, 4, 5, 6]) run.tell({ type: "join", client, samples: 10 });
      run.tell({ type: "start" });
      for (const one of moves) {
        if (one.what.do === "restart") run.restart();
        const event = eventOf(run, one);
        if (isTold(run, event)) run.tell(event, one.what.do !== "spoiled");
        run.check();
      }
    }),
    { numRuns: 300 },
  );
});

test("whatever was done to it, a run whose clients work comes to its end", () => {
  fc.assert(
    fc.property(changes, fc.array(move, { maxLength: 40 }), (own, moves) => {
      const run = new Watched({ ...rules, rounds: 3, ...own });
      run.tell({ type: "start" });
      for (const one of moves) {
        if (one.what.do === "restart") run.restart();
        const event = eventOf(run, one);
        if (isTold(run, event)) run.tell(event, one.what.do !== "spoiled");
      }
      for (const client of [1, 2, 3, 4, 5, 6]) run.tell({ type: "join", client, samples: 10 });
      for (let turn = 0; run.state.phase !== "done"; turn++) {
        expect(turn).toBeLessThan(300);
        if (run.state.phase === "paused") run.tell({ type: "resume" });
        run.nowMs += 20_000; // all waits of devices that failed again and again
        run.tell({ type: "tick" });
        for (const client of run.working()) run.tell(run.update(client));
        if (run.state.phase === "aggregating") run.tell(run.result("aggregated"));
        if (run.state.phase === "evaluating") run.tell(evaluated(run.state.round, 0.5));
      }
    }),
    { numRuns: 200 },
  );
});
