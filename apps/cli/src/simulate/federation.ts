// A federation in one process. The round machine decides, exactly as in a room; virtual clients work
// one after the other on the same executor. What happened is in the log before anything builds on
// it, so a run that was cut off goes on where it was and ends with the same model.

import { readFile } from "node:fs/promises";

import {
  type AcceptedUpdate,
  logLine,
  readState,
  type RoundEffect,
  type RoundEvent,
  type RoundState,
  rulesOf,
  step,
  type Told,
} from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";
import { blobPath } from "@spikefed/run-store";

import { averageRound } from "./average-round.ts";
import { clientTurn } from "./client-turn.ts";
import type { FederationOptions, Turn } from "./federation-options.ts";
import { judgeRound } from "./judge-round.ts";
import { restoreNewest } from "./restore-newest.ts";
import { type Outcomes, takeUp } from "./take-up.ts";

type Effect<T extends RoundEffect["type"]> = Extract<RoundEffect, { type: T }>;

/** A round in which no client can train is not tried for ever. */
const MOST_ATTEMPTS = 20;

export class Federation {
  readonly #options: FederationOptions;
  readonly #effects: RoundEffect[];
  readonly #first: RoundEvent;
  #state: RoundState;
  /** The machine's clock stands still while clients work: nobody is late in a simulation. */
  #clockMs: number;
  /** Of the open round, from an earlier process. */
  #outcomes: Outcomes;
  #isOpened: boolean;

  constructor(options: FederationOptions) {
    this.#options = options;
    this.#clockMs = options.now();
    const start = takeUp(options.log.events, this.#clockMs + 1);
    this.#effects = start.effects;
    this.#first = start.event;
    this.#state = start.state;
    this.#outcomes = start.outcomes;
    this.#isOpened = start.isOpened;
  }

  /** All rounds that are left. */
  async run(): Promise<void> {
    const { plan, signal } = this.#options;
    for (let client = 1; client <= plan.shards.count; client++) {
      const samples = plan.shards.samples(client - 1);
      this.#dispatch({ type: "join", client, samples });
    }
    this.#clockMs += 1;
    this.#dispatch(this.#first);
    for (;;) {
      signal.throwIfAborted();
      const effect = this.#effects.shift();
      if (effect) await this.#perform(effect);
      else if (this.#state.phase === "selecting") this.#retry();
      else return;
    }
  }

  /** A round that brought too few updates is opened again, with another cohort. */
  #retry(): void {
    const { round, attempt, notBeforeMs } = this.#state;
    if (attempt >= MOST_ATTEMPTS) {
      throw new SpikefedError("simulate/stuck", { round, attempts: attempt });
    }
    this.#clockMs = Math.max(this.#clockMs, notBeforeMs ?? 0);
    this.#dispatch({ type: "tick" });
    if (this.#effects.length > 0) return;
    throw new SpikefedError("simulate/stuck", { round, attempts: attempt + 1 });
  }

  #dispatch(event: RoundEvent): void {
    const next = step(this.#state, event, this.#clockMs, rulesOf(this.#options.plan.settings));
    this.#state = next.state;
    this.#effects.push(...next.effects);
  }

  async #perform(effect: RoundEffect): Promise<void> {
    switch (effect.type) {
      case "invite":
        return this.#round(effect);
      case "aggregate":
        return this.#average(effect);
      case "evaluate":
        return this.#dispatch(await judgeRound(this.#options, effect));
      case "refuse":
        throw new SpikefedError(effect.code, effect.facts);
      case "count":
      case "cancel":
        return; // logged before it was counted; there is nobody to tell
      case "roll-back":
        await restoreNewest(this.#options, effect);
        return this.#tell(effect);
      default:
        return this.#tell(effect);
    }
  }

  async #round({ round, cohort, stragglers, deadlineMs }: Effect<"invite">): Promise<void> {
    const { plan, log } = this.#options;
    const { hash } = this.#state.model;
    if (!this.#isOpened) {
      const dropped = stragglers.length > 0 ? { stragglers } : {};
      await log.append({
        ...{ type: "round-opened", round, cohort, ...dropped, modelHash: hash, deadlineMs },
      });
    }
    const bytes = await readFile(blobPath(plan.folder.models, hash));
    const base = readState(bytes, plan.shape.layout, plan.shape.length);
    for (const [i, client] of cohort.entries()) {
      const turn = { round, client, place: i + 1, of: cohort.length };
      this.#report(turn, await this.#outcome(turn, base));
    }
    this.#outcomes = new Map();
    this.#isOpened = false;
  }

  #outcome(turn: Turn, base: Float32Array): Promise<AcceptedUpdate | null> {
    const known = this.#outcomes.get(turn.client);
    if (known === undefined) return clientTurn(this.#options, turn, base);
    if (known === null) return Promise.resolve(null);
    const { client, updateId, samples } = known;
    return Promise.resolve({ client, updateId, samples });
  }

  #report({ round, client }: Turn, update: AcceptedUpdate | null): void {
    if (update === null) return this.#dispatch({ type: "failed", client, round });
    this.#dispatch({ type: "update", round, baseHash: this.#state.model.hash, update });
  }

  #tell(effect: Told): Promise<void> {
    const { log, plan } = this.#options;
    return log.append(logLine(effect, plan.settings));
  }

  async #average(effect: Effect<"aggregate">): Promise<void> {
    const { gateDrop } = this.#options.plan.settings;
    const good = this.#state.standing.good?.model;
    const kept = gateDrop === null || good === undefined ? [] : [good];
    const model = await averageRound(this.#options, effect, kept);
    await this.#options.onFigures();
    this.#dispatch({ type: "aggregated", round: effect.round, model });
  }
}
