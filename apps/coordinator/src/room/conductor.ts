// Performs what the round machine asks for: log, tasks, averaging, judging. Decides nothing.

import { failpoint } from "@spikefed/failpoints";
import {
  decidingAccuracy,
  logLine,
  lossFault,
  type RunEffect,
  type Told,
  type Work,
} from "@spikefed/fl-core";
import type { LogBody } from "@spikefed/protocol";
import { blobPath, forgetUpdates } from "@spikefed/run-store";

import { commitRound, type KeptUpdate } from "./commit-round.ts";
import { KeptModels } from "./kept-models.ts";
import type { Member } from "./member.ts";
import type { Members } from "./members.ts";
import { OpenWork } from "./open-work.ts";
import type { Ports } from "./ports.ts";
import type { RoundDriver } from "./round-driver.ts";
import type { Measured, RunFigures } from "./run-figures.ts";
import type { RunParts } from "./run-parts.ts";
import { makeTask } from "./task.ts";
import { withSpace } from "./with-space.ts";
import type { WorkSizes } from "./work-sizes.ts";

type Evaluated = Extract<LogBody, { type: "evaluated" }>;
type Effect<T extends RunEffect["type"]> = Extract<RunEffect, { type: T }>;

export interface ConductorOptions {
  parts: RunParts;
  members: Members;
  ports: Ports;
  driver: () => RoundDriver;
  /** Writes an event; resolves when it is on the disk. */
  note: (body: LogBody) => Promise<void>;
  figures: RunFigures;
  sizes: WorkSizes;
  onCount: (effect: Effect<"count">) => void;
  /** The round takes no more updates; these go on with what they began. */
  onClose: (working: readonly number[]) => void;
  /** The roster has changed. */
  onChange: () => void;
}

export class Conductor {
  readonly #options: ConductorOptions;
  /** The updates that the open round has, by update id. */
  readonly #kept = new Map<string, KeptUpdate>();
  /** Whether the close of the round is on the disk: its record tells of it. */
  #closing = Promise.resolve(true);
  readonly #models: KeptModels;
  readonly #work = new OpenWork();
  #closed = false;
  #holding = false;
  readonly #isClosed = () => this.#closed;

  constructor(options: ConductorOptions) {
    this.#options = options;
    const { parts, ports } = options;
    const { folder, log } = parts;
    this.#models = new KeptModels({
      ...{ folder: folder.models, events: log.events },
      keep: parts.keepUpdates ? null : ports.keepModels, // an audit needs what they were made from
    });
  }

  perform(effect: RunEffect): void {
    switch (effect.type) {
      case "invite":
        return this.#holding ? undefined : this.#invite(effect); // the next start invites them
      case "open":
        return this.#open(effect);
      case "begin":
        return this.#begin(effect.work);
      case "ask":
        return this.#holding ? undefined : this.#sendTasks([effect.work.client], effect.work.round);
      case "give-up": {
        const { work, why } = effect;
        return this.#cancel({ round: work.round, clients: [work.client], why });
      }
      case "cancel":
        return this.#cancel(effect);
      case "count":
        return this.#options.onCount(effect);
      case "close":
        return this.#close(effect);
      case "aggregate":
        return void this.#aggregate(effect);
      case "evaluate":
        return void this.#evaluate(effect);
      case "repeat":
      case "skip-evaluation":
      case "roll-back":
      case "say":
      case "end":
        return void this.#tell(effect);
      case "refuse":
        return; // the sender is answered by whoever dispatched the update
      default:
        effect satisfies never;
    }
  }

  /** An update was counted. */
  keepUpdate(updateId: string, kept: KeptUpdate): void {
    this.#kept.set(updateId, kept);
  }

  /** Whether an update that the open round has is in this file. */
  isKept(file: string): boolean {
    return [...this.#kept.values()].some((kept) => kept.file === file);
  }

  /** Nobody is invited to the open round any more; updates still count. */
  hold(): void {
    this.#holding = true;
  }

  /** Results that are still on their way are dropped. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves when no figures of a model are being written any more; close it before. */
  settled(): Promise<void> {
    return this.#work.settled();
  }

  #invite({ round, cohort, stragglers, goal, deadlineMs, again }: Effect<"invite">): void {
    if (again) return this.#sendTasks(cohort, round);
    const { driver, sizes, ports, onChange } = this.#options;
    const modelHash = driver().state.model.hash;
    const work = sizes.cuts(cohort, deadlineMs - ports.clock.now());
    const asked = new Map(work.map(({ client, samples }) => [client, samples]));
    for (const member of this.#membersOf(cohort))
      Object.assign(member, { round, progress: null, work: asked.get(member.client) ?? null });
    onChange();
    const event = { round, cohort, ...told(stragglers, goal, work), modelHash, deadlineMs };
    failpoint("round:unopened");
    this.#tasksAfter({ type: "round-opened", ...event }, cohort, round);
  }

  #open({ round, atWork: cohort, begun, goal, modelHash, deadlineMs }: Effect<"open">): void {
    const clients = begun.map(({ client }) => client);
    this.#seatAtWork(clients, round);
    failpoint("round:unopened");
    const event = { round, cohort, goal, modelHash, deadlineMs };
    this.#tasksAfter({ type: "round-opened", ...event }, clients, round);
  }

  #begin({ client, round }: Work): void {
    this.#seatAtWork([client], round);
    this.#tasksAfter({ type: "work-begun", round, client }, [client], round);
  }

  #seatAtWork(clients: readonly number[], round: number): void {
    for (const member of this.#membersOf(clients))
      Object.assign(member, { round, progress: null, work: null });
    this.#options.onChange();
  }

  /** The log tells of it before they do. */
  #tasksAfter(line: LogBody, clients: readonly number[], round: number): void {
    void this.#note(line).then((isNoted) => {
      if (!isNoted) return;
      failpoint("round:opened");
      this.#sendTasks(clients, round);
    });
  }

  #sendTasks(clients: readonly number[], round: number): void {
    const { scheduler } = this.#options.driver();
    const { parts, ports, sizes } = this.#options;
    for (const member of this.#closed ? [] : this.#membersOf(clients)) {
      const asked = scheduler.askedOf(member.client);
      if (asked?.round !== round) continue;
      member.round = round;
      const { changes } = scheduler;
      const what = { member, changes, attempt: sizes.attemptOf(member.client) };
      member.link?.send("task", makeTask(parts, asked, what, ports.clock.now()));
    }
  }

  #cancel({ round, clients, why }: Omit<Effect<"cancel">, "type">): void {
    for (const member of this.#membersOf(clients)) member.link?.send("cancel", { round, why });
  }

  #close(effect: Effect<"close">): void {
    const { working = [] } = effect;
    for (const member of this.#options.members.here()) {
      if (working.includes(member.client)) continue;
      Object.assign(member, { progress: null, work: null });
      const isBusy = ["training", "restarting", "sending", "sent"].includes(member.state);
      if (isBusy) member.state = "ready";
    }
    failpoint("round:unclosed");
    this.#closing = this.#tell(effect);
    void this.#closing.then(() => failpoint("round:closed"));
    this.#options.onClose(working);
    this.#options.onChange();
  }

  #tell(effect: Told): Promise<boolean> {
    return this.#note(logLine(effect, this.#options.parts.settings));
  }

  async #aggregate(effect: Effect<"aggregate">): Promise<void> {
    const { driver } = this.#options;
    const { round, updates } = effect;
    const kept = updates.map(({ updateId }) => this.#kept.get(updateId) ?? unknownUpdate);
    failpoint("aggregate:begun");
    try {
      if (!(await this.#closing)) return;
      await this.#models.prune(driver().scheduler);
      const where = { ...this.#options, isClosed: this.#isClosed };
      const event = await commitRound(where, { ...effect, kept });
      if (this.#closed || !(await this.#note(event))) return;
      failpoint("aggregate:noted");
      this.#helped(event.clients);
      const model = { hash: event.modelHash, version: event.version };
      this.#models.add(model);
      driver().dispatch({ type: "aggregated", round, model });
      const files = kept.map(({ file }) => file);
      void forgetUpdates(files).then(() => failpoint("aggregate:forgotten"));
    } catch (error) {
      await this.#failed("aggregation-failed", round, error);
    }
  }

  async #evaluate({ round, modelHash }: Effect<"evaluate">): Promise<void> {
    const { parts, ports, driver } = this.#options;
    failpoint("evaluate:begun");
    try {
      const { correct, samples, loss, validation, figures, shown, seconds } =
        await ports.evaluator.evaluate(blobPath(parts.folder.models, modelHash));
      failpoint("evaluate:done");
      if (this.#closed) return;
      const told = { correct, samples, loss, ...(validation && { validation }), seconds };
      const fault = lossFault(told);
      if (fault !== null)
        return await this.#failed("evaluation-failed", round, fault, { worthless: true });
      const event = { type: "evaluated", round, modelHash, ...told } as const;
      const isNoted = await this.#work.track(this.#noteEvaluation(event, { ...figures, shown }));
      if (!isNoted) return;
      failpoint("evaluate:noted");
      driver().dispatch({ type: "evaluated", round, accuracy: decidingAccuracy(told) ?? 0 });
    } catch (error) {
      await this.#failed("evaluation-failed", round, error);
    }
  }

  async #noteEvaluation(event: Evaluated, figures: Omit<Measured, "modelHash">): Promise<boolean> {
    const { parts, ports, driver, figures: saved } = this.#options;
    const standing = driver().state.standing.good?.model.hash ?? null;
    await saved.keep({ modelHash: event.modelHash, ...figures }, standing);
    const add = () => parts.records.addEvaluation(event);
    const record = await withSpace(add, ports.fullDisk, this.#isClosed);
    return this.#note({ ...event, record });
  }

  async #failed(
    type: "aggregation-failed" | "evaluation-failed",
    round: number,
    error: unknown,
    more: { worthless?: true } = {},
  ) {
    if (this.#closed) return;
    const fact = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    if (await this.#note({ type, round, fact, ...more }))
      this.#options.driver().dispatch({ type, round, fact, ...more });
  }

  #helped(clients: readonly number[]): void {
    this.#kept.clear();
    for (const member of this.#membersOf(clients)) member.helped += 1;
    this.#options.onChange();
  }

  #membersOf(clients: readonly number[]): Member[] {
    return clients.flatMap((client) => this.#options.members.get(client) ?? []);
  }

  /** False when the event could not be written; the store has told so already. */
  #note(body: LogBody): Promise<boolean> {
    return this.#options.note(body).then(
      () => !this.#closed,
      () => false,
    );
  }
}

/** What the line of a round tells where it is not as usual. */
function told(stragglers: number[], goal: number | null, work: ReturnType<WorkSizes["cuts"]>) {
  return {
    ...(stragglers.length > 0 && { stragglers }),
    ...(goal !== null && { goal }),
    ...(work.length > 0 && { work }),
  };
}

/** One that no log line told of: its averaging fails, and says so. */
const unknownUpdate: KeptUpdate = { file: "", sha256: "" };
