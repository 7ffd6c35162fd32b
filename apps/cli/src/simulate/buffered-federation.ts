// A federation without rounds that wait, in one process: FedBuff's machine decides, virtual clients
// work at their own speeds on a clock of the simulation's own. A run that was cut off is lived again
// from its start, with what its log says instead of the work, and goes on where the log ends.

import { readFile } from "node:fs/promises";

import {
  type AcceptedUpdate,
  type BufferEffect,
  type BufferEvent,
  bufferRules,
  type BufferState,
  type BufferRules,
  decidingAccuracy,
  initialBuffer,
  logLine,
  readState,
  stalenessIn,
  stepBuffer,
  type Work,
  workTimeMs,
} from "@spikefed/fl-core";
import { type FedBuffSettings, SpikefedError } from "@spikefed/protocol";
import { blobPath } from "@spikefed/run-store";

import { averageRound } from "./average-round.ts";
import { clientTurn } from "./client-turn.ts";
import type { FederationOptions } from "./federation-options.ts";
import { judgeRound } from "./judge-round.ts";
import { PastLog } from "./past-log.ts";
import { restoreNewest } from "./restore-newest.ts";

type Effect<T extends BufferEffect["type"]> = Extract<BufferEffect, { type: T }>;

export class BufferedFederation {
  readonly #options: FederationOptions & { log: PastLog };
  readonly #scheduler: FedBuffSettings;
  readonly #effects: BufferEffect[] = [];
  /** When each work is done, by its number, on the simulation's clock. */
  readonly #dueMs = new Map<number, number>();
  #clockMs = 0;
  #state: BufferState;

  constructor(options: FederationOptions, scheduler: FedBuffSettings) {
    this.#options = { ...options, log: new PastLog(options.log) };
    this.#scheduler = scheduler;
    const [opened] = options.log.events;
    if (opened?.type !== "run-opened") throw new Error("the log does not begin with run-opened");
    const { hash, version } = opened.model;
    this.#state = initialBuffer({ hash, version });
  }

  /** All rounds that are left. */
  async run(): Promise<void> {
    const { plan, signal } = this.#options;
    for (let client = 1; client <= plan.shards.count; client++) {
      this.#dispatch({ type: "join", client, samples: plan.shards.samples(client - 1) });
    }
    this.#dispatch({ type: "start" });
    for (;;) {
      signal.throwIfAborted();
      const effect = this.#effects.shift();
      if (effect) await this.#perform(effect);
      else if (this.#state.phase === "done") return;
      else await this.#finishNext();
    }
  }

  #dispatch(event: BufferEvent): void {
    const next = stepBuffer(this.#state, event, this.#clockMs, this.#rules());
    this.#state = next.state;
    this.#effects.push(...next.effects);
  }

  /** Nobody is late in a simulation, or falls silent. */
  #rules(): BufferRules {
    const rules = bufferRules(this.#options.plan.settings, this.#scheduler);
    return { ...rules, workMs: Infinity, leaseMs: null };
  }

  async #perform(effect: BufferEffect): Promise<void> {
    switch (effect.type) {
      case "begin":
        return this.#begin(effect.work);
      case "give-up":
        return void this.#dueMs.delete(effect.work.number);
      case "count":
      case "ask":
      case "cancel":
        return; // logged before it was counted; there is nobody to tell
      case "refuse":
        throw new SpikefedError(effect.code, effect.facts);
      case "open":
        return this.#open(effect);
      case "aggregate":
        return this.#average(effect);
      case "evaluate":
        return this.#judge(effect);
      case "roll-back":
        if (this.#options.log.peek() === null) await restoreNewest(this.#options, effect);
        return this.#tell(effect);
      default:
        return this.#tell(effect);
    }
  }

  #begin({ client, number }: Work): void {
    const { settings, shards } = this.#options.plan;
    const samples = shards.samples(client - 1);
    this.#dueMs.set(number, this.#clockMs + workTimeMs(settings, { client, samples }));
  }

  async #open({ begun, round, atWork: cohort, goal, modelHash }: Effect<"open">): Promise<void> {
    const { plan, log, now } = this.#options;
    for (const work of begun) this.#begin(work);
    const deadlineMs = now() + 1000 * plan.settings.roundSeconds;
    await log.append({ type: "round-opened", round, cohort, goal, modelHash, deadlineMs });
  }

  /** Of those at work the one that is done first; of two at once the one that began first. */
  async #finishNext(): Promise<void> {
    const due = ({ number }: Work) => this.#dueMs.get(number) ?? Infinity;
    const [work] = [...this.#state.atWork.values()].sort(
      (a, b) => due(a) - due(b) || a.number - b.number,
    );
    const { round, given } = this.#state;
    if (work === undefined) throw new SpikefedError("simulate/stuck", { round, attempts: given });
    this.#clockMs = due(work);
    this.#dueMs.delete(work.number);
    const update = await this.#outcome(work);
    const { client, round: begunIn, base } = work;
    if (update === null) this.#dispatch({ type: "failed", client, round: begunIn });
    else this.#dispatch({ type: "update", round: begunIn, baseHash: base.hash, update });
  }

  /** As the log has it, or by working. */
  async #outcome(work: Work): Promise<AcceptedUpdate | null> {
    const { plan, log } = this.#options;
    const past = log.peek();
    if (past !== null) {
      await log.append(past);
      if (past.type !== "update-accepted") return null;
      const { client, updateId, samples } = past;
      return { client, updateId, samples };
    }
    const { layout, length } = plan.shape;
    const bytes = await readFile(blobPath(plan.folder.models, work.base.hash));
    const { round, accepted } = this.#state;
    const staleness = stalenessIn(round, work);
    const begun = { round: work.round, base: work.base, staleness };
    const place = { place: accepted.length + 1, of: this.#scheduler.bufferSize };
    const turn = { round, client: work.client, ...place, begun };
    return clientTurn(this.#options, turn, readState(bytes, layout, length));
  }

  async #average(effect: Effect<"aggregate">): Promise<void> {
    const { log, onFigures } = this.#options;
    const { round } = effect;
    const past = log.peek();
    if (past?.type === "aggregated") {
      await log.append(past);
      const model = { hash: past.modelHash, version: past.version };
      return this.#dispatch({ type: "aggregated", round, model });
    }
    const { atWork, standing } = this.#state;
    const bases = [...atWork.values()].map(({ base }) => base);
    const good = standing.good === null ? [] : [standing.good.model];
    const model = await averageRound(this.#options, effect, [...bases, ...good]);
    await onFigures();
    this.#dispatch({ type: "aggregated", round, model });
  }

  async #judge(effect: Effect<"evaluate">): Promise<void> {
    const { log } = this.#options;
    const past = log.peek();
    if (past?.type !== "evaluated" && past?.type !== "evaluation-failed") {
      return this.#dispatch(await judgeRound(this.#options, effect));
    }
    await log.append(past);
    const { round } = past;
    if (past.type === "evaluation-failed") return this.#dispatch(past);
    this.#dispatch({ type: "evaluated", round, accuracy: decidingAccuracy(past) ?? 0 });
  }

  #tell(effect: Parameters<typeof logLine>[0]): Promise<void> {
    const { log, plan } = this.#options;
    const line = logLine(effect, plan.settings);
    const clock = line.type === "round-closed" ? { clockMs: this.#clockMs } : {};
    return log.append({ ...line, ...clock });
  }
}
