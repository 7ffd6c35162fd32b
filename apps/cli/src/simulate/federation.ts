// A federation in one process. The round machine decides, exactly as in a room; virtual clients work
// one after the other on the same executor. What happened is in the log before anything builds on
// it, so a run that was cut off goes on where it was and ends with the same model.

import { readFile, rm } from "node:fs/promises";

import {
  type AcceptedUpdate,
  localWork,
  readState,
  type RoundEffect,
  type RoundEvent,
  type RoundState,
  rulesOf,
  step,
} from "@spikefed/fl-core";
import type { LogBody, LogEvent } from "@spikefed/protocol";
import { SpikefedError } from "@spikefed/protocol";
import {
  average,
  blobPath,
  forgetUpdates,
  type RunLog,
  serverStatePath,
  sha256Of,
  updatePath,
  writeDurably,
} from "@spikefed/run-store";
import { readShard, SnnError } from "@spikefed/snn-core";

import { clientUpdate } from "./client.ts";
import type { RunPlan } from "./run-plan.ts";
import { takeUp } from "./take-up.ts";

type Effect<T extends RoundEffect["type"]> = Extract<RoundEffect, { type: T }>;
type Accepted = LogEvent & { type: "update-accepted" };

/** A round in which no client can train is not tried for ever. */
const MOST_ATTEMPTS = 20;

export interface FederationOptions {
  plan: RunPlan;
  log: RunLog;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What runs now, for the person. */
  tell: (what: Doing) => void;
  /** A round has its figures. */
  onJudged: () => Promise<void>;
}

/** What a simulation is busy with. */
export type Doing =
  | { type: "training"; round: number; client: number; place: number; of: number; share: number }
  | { type: "judging"; round: number; share: number }
  | { type: "judged"; round: number; accuracy: number };

export class Federation {
  readonly #options: FederationOptions;
  readonly #effects: RoundEffect[];
  #state: RoundState;
  /** The machine's clock stands still while clients work: nobody is late in a simulation. */
  #clockMs: number;
  /** Updates of the open round that an earlier process brought to the disk, by client. */
  #kept: ReadonlyMap<number, Accepted>;
  /** The open round is in the log already. */
  #isOpened: boolean;

  constructor(options: FederationOptions) {
    this.#options = options;
    this.#clockMs = options.now();
    const start = takeUp(options.log.events, this.#clockMs + 1);
    this.#kept = start.kept;
    this.#isOpened = start.isOpened;
    this.#state = start.step.state;
    this.#effects = start.step.effects;
  }

  /** All rounds that are left. */
  async run(): Promise<void> {
    this.#begin();
    for (;;) {
      const effect = this.#effects.shift();
      if (effect) await this.#perform(effect);
      else if (this.#state.phase === "selecting") this.#retry();
      else return;
    }
  }

  #begin(): void {
    const { count } = this.#options.plan.shards;
    for (let client = 1; client <= count; client++) this.#dispatch({ type: "join", client });
    this.#clockMs += 1;
    this.#dispatch({ type: this.#state.phase === "lobby" ? "start" : "tick" });
  }

  /** A round that brought too few updates is opened again, with another cohort. */
  #retry(): void {
    const { round, attempt, notBeforeMs } = this.#state;
    if (attempt >= MOST_ATTEMPTS) {
      throw new SpikefedError("simulate/stuck", { round, attempts: attempt });
    }
    this.#clockMs = Math.max(this.#clockMs, notBeforeMs ?? 0);
    this.#dispatch({ type: "tick" });
    if (this.#effects.length === 0)
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
        return this.#aggregate(effect);
      case "evaluate":
        return this.#evaluate(effect);
      case "refuse":
        throw new SpikefedError(effect.code, effect.facts);
      case "count":
      case "cancel":
        return; // logged before it was counted; there is nobody to tell
      default:
        return this.#note(lineOf(effect));
    }
  }

  #note(body: LogBody): Promise<void> {
    return this.#options.log.append(body);
  }

  async #round({ round, cohort, stragglers, deadlineMs }: Effect<"invite">): Promise<void> {
    const { plan } = this.#options;
    const { model } = this.#state;
    if (!this.#isOpened) {
      const dropped = stragglers.length > 0 ? { stragglers } : {};
      const modelHash = model.hash;
      await this.#note({ type: "round-opened", round, cohort, ...dropped, modelHash, deadlineMs });
    }
    const { layout, length } = plan.shape;
    const base = readState(
      await readFile(blobPath(plan.folder.models, model.hash)),
      layout,
      length,
    );
    for (const [i, client] of cohort.entries()) {
      const place = { round, client, place: i + 1, of: cohort.length };
      await this.#client(place, base);
    }
    this.#kept = new Map();
    this.#isOpened = false;
  }

  async #client(
    place: Omit<Extract<Doing, { type: "training" }>, "type" | "share">,
    base: Float32Array,
  ) {
    const { client, round } = place;
    const accepted = this.#kept.get(client) ?? (await this.#train(place, base));
    if (accepted === null) return this.#dispatch({ type: "failed", client, round });
    const { updateId, samples } = accepted;
    const update: AcceptedUpdate = { client, updateId, samples };
    this.#dispatch({ type: "update", round, baseHash: this.#state.model.hash, update });
  }

  /** Null: its training failed. */
  async #train(
    place: Omit<Extract<Doing, { type: "training" }>, "type" | "share">,
    base: Float32Array,
  ): Promise<Pick<Accepted, "updateId" | "samples"> | null> {
    const { plan, now, tell } = this.#options;
    const { client, round } = place;
    const { hash, samples } = plan.shards.shard(client - 1);
    const train = localWork(plan.settings, { classes: plan.classes, round, shard: client - 1 });
    const startMs = now();
    try {
      const { bytes, summary } = await clientUpdate({
        ...{ executor: plan.executor, base, train, shard: readShard(plan.shards.bytes(hash)!) },
        onBatch: (done, total) => tell({ type: "training", ...place, share: done / total }),
      });
      const { loss, accuracy, spikeRates } = summary;
      const sha256 = sha256Of(bytes);
      const updateId = `r${round}-c${client}-${sha256.slice(0, 12)}`;
      await writeDurably(updatePath(plan.folder.updates, { sha256, round, client }), bytes);
      const measured = { loss, accuracy, seconds: (now() - startMs) / 1000, spikeRates };
      await this.#note({
        ...{ type: "update-accepted", round, client, updateId, sha256, samples },
        ...{ bytes: bytes.length, ...measured },
      });
      return { updateId, samples };
    } catch (error) {
      if (!(error instanceof SnnError) || error.code !== "train/not-finite") throw error;
      await this.#note({ type: "training-failed", round, client, fact: error.fact.slice(0, 200) });
      return null;
    }
  }

  async #aggregate({ round, base, updates }: Effect<"aggregate">): Promise<void> {
    const { plan, log } = this.#options;
    const { models } = plan.folder;
    const { version } = this.#state.model;
    const files = updates.map(({ client, updateId, samples }) => {
      const line = log.events.find(
        (event) => event.type === "update-accepted" && event.updateId === updateId,
      ) as Accepted;
      return { client, samples, file: updatePath(plan.folder.updates, line) };
    });
    const { strategy } = plan.settings;
    const { hash, notes } = await average({
      ...{ shape: plan.shape, models, base: { hash: base, version }, updates: files, strategy },
    });
    await writeDurably(plan.folder.model, await readFile(blobPath(models, hash)));
    const clients = updates.map(({ client }) => client);
    const samples = updates.reduce((sum, update) => sum + update.samples, 0);
    await this.#note({
      ...{ type: "aggregated", round, clients, samples, modelHash: hash, version: version + 1 },
      ...(notes.chosen === null ? {} : { chosen: notes.chosen }),
      ...(notes.clipped.length === 0 ? {} : { clipped: notes.clipped }),
    });
    await forgetUpdates(files.map(({ file }) => file));
    if (hash !== base) await rm(blobPath(models, base), { force: true });
    await rm(serverStatePath(models, { hash: base, version }), { force: true });
    this.#dispatch({ type: "aggregated", round, model: { hash, version: version + 1 } });
  }

  async #evaluate({ round, modelHash }: Effect<"evaluate">): Promise<void> {
    const { plan, now, tell, onJudged } = this.#options;
    const startMs = now();
    const { correct, samples, loss } = await plan.judge(modelHash, (share) =>
      tell({ type: "judging", round, share }),
    );
    const seconds = (now() - startMs) / 1000;
    if (Number.isFinite(loss)) {
      await this.#note({ type: "evaluated", round, modelHash, correct, samples, loss, seconds });
      tell({ type: "judged", round, accuracy: correct / samples });
      await onJudged();
      return this.#dispatch({ type: "evaluated", round });
    }
    const fact = `the loss on held-out pictures is ${loss}`;
    await this.#note({ type: "evaluation-failed", round, fact });
    this.#dispatch({ type: "evaluation-failed", round, fact });
  }
}

/** Effects that are told as they are. */
function lineOf(effect: Effect<"close" | "repeat" | "say" | "end" | "skip-evaluation">): LogBody {
  switch (effect.type) {
    case "close": {
      const { round, why, reported, missing } = effect;
      return { type: "round-closed", round, why, reported, missing };
    }
    case "repeat": {
      const { round, reported, needed } = effect;
      return { type: "round-repeated", round, reported, needed };
    }
    case "skip-evaluation":
      return { type: "evaluation-skipped", round: effect.round };
    case "end":
      return { type: "run-ended", why: effect.why };
    case "say":
      return effect.what === "started" ? { type: "run-started" } : { type: effect.what };
  }
}
