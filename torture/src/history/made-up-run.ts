// A short run that keeps every promise, made up from a seed: what the checker must find nothing in.

import { createHash } from "node:crypto";

import { below, createRandom, writeState, type Layout } from "@spikefed/fl-core";
import { defaultSettings, type LogBody, type LogEvent } from "@spikefed/protocol";

import type { Evidence } from "./evidence.ts";
import type { Operation } from "./operation.ts";
import { recomputer } from "./recompute.ts";

const layout: Layout = [{ name: "0.weight", shape: [4], offset: 0, length: 4 }];
const shape = { layout, length: 4, trainable: 4, encoding: defaultSettings.updateEncoding };
const settings = { ...defaultSettings, minReports: 2, roundSeconds: 10 };

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export function madeUpRun(seed: number): Evidence {
  const random = createRandom(seed, 0x4157);
  const run = new MadeUpRun(2 + below(random, 3));
  const rounds = 2 + below(random, 3);
  for (let round = 1; round <= rounds; round++) {
    run.play(round, 1 + below(random, 100));
    if (round === 2 && seed % 2 === 0) run.takeBack(2);
  }
  return run.evidence();
}

class MadeUpRun {
  readonly #clients: number;
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #events: LogEvent[] = [];
  readonly #history: Operation[] = [];
  readonly #next: ReturnType<typeof recomputer>;
  #model: { hash: string; version: number };
  #newest = 0;
  readonly #made: { hash: string; version: number }[] = [];

  constructor(clients: number) {
    this.#clients = clients;
    this.#next = this.#recomputer();
    const hash = this.#keep(Float32Array.of(1, 2, 3, 4));
    this.#model = { hash, version: 0 };
    const model = { hash, version: 0, bytes: 100, parameters: 4 };
    const dataset = { name: "d", source: "d", procedural: true, sha256: "", classes: [] };
    this.#log({ type: "run-opened", runId: "made-up-run", settings, dataset, model });
    this.#log({ type: "run-started" });
    this.#history.push(
      { atMs: 0, who: "coordinator", type: "info", op: "memory", rssBytes: 1e8 },
      { atMs: 0, who: "coordinator", type: "info", op: "exit", planned: true, how: "SIGKILL" },
      { atMs: 0, who: "nemesis", type: "info", op: "faults-over" },
    );
  }

  /** A whole round whose updates follow from `size`. */
  play(round: number, size: number): void {
    const cohort = Array.from({ length: this.#clients }, (_, at) => at + 1);
    const modelHash = this.#model.hash;
    const version = (this.#newest += 1);
    this.#log({ type: "round-opened", round, cohort, modelHash, deadlineMs: 10_000 });
    const updates = cohort.map((client) => this.#update(client, round, size));
    this.#log({
      ...{ type: "round-closed", round, why: "all-reported", reported: cohort, missing: [] },
    });
    const record = { round, base: this.#model, updates, modelHash: "" };
    const hash = this.#next(record) ?? "";
    this.#model = { hash, version };
    this.#made.push(this.#model);
    const event = { round, clients: cohort, samples: 10, modelHash: hash, version };
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

  #update(client: number, round: number, size: number) {
    const hash = this.#keep(new Float32Array(4).fill((size * client) / 64));
    const update = { client, round, updateId: `u-${round}-${client}`, sha256: hash };
    const asked = { ...update, baseHash: this.#model.hash, who: `client-${client}` };
    const atMs = this.#events.length;
    this.#history.push({ ...asked, op: "update", atMs, type: "invoke" });
    const figures = { bytes: 100, loss: null, accuracy: null, seconds: 1, spikeRates: [] };
    this.#log({ type: "update-accepted", ...update, samples: 5 * client, ...figures });
    this.#history.push({ ...asked, op: "update", atMs: atMs + 1, type: "ok" });
    return { client, sha256: hash, samples: 5 * client };
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
