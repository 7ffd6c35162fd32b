// A short run that keeps every promise, made up from a seed: what the checker must find nothing in.

import { createHash } from "node:crypto";

import { below, createRandom, writeState, type Layout } from "@spikefed/fl-core";
import {
  defaultScheduler,
  defaultSettings,
  type LogBody,
  type LogEvent,
  type Scheduler,
} from "@spikefed/protocol";

import type { Evidence } from "./evidence.ts";
import type { Operation } from "./operation.ts";
import { recomputer } from "./recompute.ts";

const layout: Layout = [{ name: "0.weight", shape: [4], offset: 0, length: 4 }];
const shape = { layout, length: 4, trainable: 4, encoding: defaultSettings.updateEncoding };

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Who sends in a round, and the round in which it began. */
interface Sender {
  client: number;
  begun: number;
}

/** Of rounds. */
export function madeUpRun(seed: number): Evidence {
  const random = createRandom(seed, 0x4157);
  const clients = Array.from({ length: 2 + below(random, 3) }, (_, at) => at + 1);
  const run = new MadeUpRun(clients, defaultScheduler);
  const rounds = 2 + below(random, 3);
  for (let round = 1; round <= rounds; round++) {
    const senders = clients.map((client) => ({ client, begun: round }));
    run.play(round, 1 + below(random, 100), senders);
    if (round === 2 && seed % 2 === 0) run.takeBack(2);
  }
  return run.evidence();
}

/** Of FedBuff: all are at work, and in each round another one is not done in time. */
export function madeUpBufferedRun(seed: number): Evidence {
  const random = createRandom(seed, 0xb0ff);
  const clients = Array.from({ length: 3 + below(random, 3) }, (_, at) => at + 1);
  const bufferSize = clients.length - 1;
  const settings = { bufferSize, maxStaleness: 10, speedSpread: 0 };
  const run = new MadeUpRun(clients, { kind: "fedbuff", ...settings });
  const rounds = 3 + below(random, 3);
  const works = clients.map((client) => ({ client, begun: 1 }));
  for (let round = 1; round <= rounds; round++) {
    const slow = (seed + round) % clients.length;
    const senders = works.filter((_, at) => at !== slow);
    run.play(round, 1 + below(random, 100), senders);
    if (round === 2 && seed % 2 === 0) run.takeBack(2);
    for (const work of senders) work.begun = round + 1;
  }
  return run.evidence();
}

class MadeUpRun {
  readonly #clients: readonly number[];
  readonly #scheduler: Scheduler;
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #events: LogEvent[] = [];
  readonly #history: Operation[] = [];
  readonly #next: ReturnType<typeof recomputer>;
  #model: { hash: string; version: number };
  #newest = 0;
  readonly #made: { hash: string; version: number }[] = [];
  /** By round: the model that it began with. */
  readonly #begun = new Map<number, { hash: string; version: number }>();

  constructor(clients: readonly number[], scheduler: Scheduler) {
    this.#clients = clients;
    this.#scheduler = scheduler;
    this.#next = this.#recomputer();
    const hash = this.#keep(Float32Array.of(1, 2, 3, 4));
    this.#model = { hash, version: 0 };
    const model = { hash, version: 0, bytes: 100, parameters: 4 };
    const dataset = { name: "d", source: "d", procedural: true, sha256: "", classes: [] };
    const settings = { ...defaultSettings, minReports: 2, roundSeconds: 10, scheduler };
    this.#log({ type: "run-opened", runId: "made-up-run", settings, dataset, model });
    this.#log({ type: "run-started" });
    this.#history.push(
      { atMs: 0, who: "coordinator", type: "info", op: "memory", rssBytes: 1e8 },
      { atMs: 0, who: "coordinator", type: "info", op: "exit", planned: true, how: "SIGKILL" },
      { atMs: 0, who: "nemesis", type: "info", op: "faults-over" },
    );
  }

  /** A whole round whose updates follow from `size`. */
  play(round: number, size: number, senders: readonly Sender[]): void {
    const cohort = [...this.#clients];
    const modelHash = this.#model.hash;
    const version = (this.#newest += 1);
    this.#begun.set(round, this.#model);
    this.#log({ type: "round-opened", round, cohort, modelHash, deadlineMs: 10_000 });
    const updates = senders.map((sender) => this.#update(sender, round, size));
    const reported = senders.map(({ client }) => client);
    const why = this.#isBuffered ? "goal" : "all-reported";
    this.#log({ type: "round-closed", round, why, reported, missing: [] });
    const record = { round, base: this.#model, updates, modelHash: "" };
    const hash = this.#next(record) ?? "";
    this.#model = { hash, version };
    this.#made.push(this.#model);
    const event = { round, clients: reported, samples: 10, modelHash: hash, version };
    this.#log({ type: "aggregated", ...event });
  }

  /** The round before made the model that the run goes on from. */
  takeBack(round: number): void {
    this.#model = this.#made[round - 2]!;
    const { hash: modelHash, version } = this.#model;
    const figures = { accuracy: 0.1, before: 0.5 };
    this.#log({ type: "rolled-back", round, since: round, modelHash, version, ...figures });
  }

  evidence(): Evidence {
    const { events, history } = { events: this.#events, history: this.#history };
    return { events, history, recompute: this.#recomputer(), memoryBytes: 2e8 };
  }

  get #isBuffered(): boolean {
    return this.#scheduler.kind === "fedbuff";
  }

  #update({ client, begun }: Sender, round: number, size: number) {
    const hash = this.#keep(new Float32Array(4).fill((size * client) / 64));
    const base = this.#begun.get(begun)!;
    const aged = this.#isBuffered ? { base, staleness: round - begun } : {};
    const update = { client, updateId: `u-${begun}-${client}`, sha256: hash };
    const asked = { ...update, round: begun, baseHash: base.hash, who: `client-${client}` };
    const atMs = this.#events.length;
    this.#history.push({ ...asked, op: "update", atMs, type: "invoke" });
    const figures = { bytes: 100, loss: null, accuracy: null, seconds: 1, spikeRates: [] };
    const counts = { ...update, round, samples: 5 * client, ...aged };
    this.#log({ type: "update-accepted", ...counts, ...figures });
    this.#history.push({ ...asked, op: "update", atMs: atMs + 1, type: "ok" });
    return counts;
  }

  #recomputer() {
    const bytesOf = (hash: string) => this.#blobs.get(hash) ?? null;
    return recomputer({ shape, strategy: { kind: "fedavg" }, bytesOf });
  }

  #keep(values: Float32Array): string {
    const bytes = writeState(layout, values);
    const hash = sha256(bytes);
    this.#blobs.set(hash, bytes);
    return hash;
  }

  #log(body: LogBody): void {
    const seq = this.#events.length;
    this.#events.push({ seq, atMs: seq, ...body });
  }
}
