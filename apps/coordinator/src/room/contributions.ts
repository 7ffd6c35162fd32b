// The way of an update from its announcement to the log: judged, received, checked, counted.

import { failpoint } from "@spikefed/failpoints";
import type { RoundEffect, RunEvent } from "@spikefed/fl-core";
import {
  SpikefedError,
  type Answers,
  type ClientMessage,
  type LogBody,
  type UploadAnswer,
} from "@spikefed/protocol";
import { forgetUpdates, moveUpdate, updatePath, type UpdateFile } from "@spikefed/run-store";

import { AskAgain } from "./ask-again.ts";
import type { KeptUpdate } from "./commit-round.ts";
import type { Member } from "./member.ts";
import type { Ports } from "./ports.ts";
import type { RoundDriver } from "./round-driver.ts";
import type { RunParts } from "./run-parts.ts";
import { uploadKey, Uploads, type Announcement, type Upload } from "./uploads.ts";

export interface ContributionsOptions {
  parts: RunParts;
  ports: Ports;
  driver: () => RoundDriver;
  note: (body: LogBody) => Promise<void>;
  /** Largest update of this model, bytes. */
  limit: number;
  /** An update was counted: its round is averaged with this file. */
  onKept: (updateId: string, kept: KeptUpdate) => void;
  /** The file is of an update that was counted, and still wanted. */
  isKept: (file: string) => boolean;
  /** Pictures that an update of the open round counts with. */
  samplesOf: (member: Member, message: Announcement) => number;
}

interface Counted {
  sha256: string;
  /** That it is counted in. */
  round: number;
  /** Resolves when the log line is on the disk. */
  noted: Promise<void>;
}

export class Contributions {
  readonly #options: ContributionsOptions;
  readonly #uploads: Uploads;
  readonly #counted = new Map<string, Counted>();
  /**
   * Refusals of the open round that are in the log: a client has one line for each reason, whatever
   * round it names. Else it could write as many as it likes.
   */
  readonly #refusals = new Set<string>();
  readonly #askAgain: AskAgain;

  constructor(options: ContributionsOptions) {
    this.#options = options;
    this.#askAgain = new AskAgain(options);
    this.#uploads = new Uploads(options.parts.folder.updates);
    for (const event of options.parts.log.events) {
      if (event.type !== "update-accepted" && event.type !== "update-lost") continue;
      const key = uploadKey(event.client, event.updateId);
      if (event.type === "update-lost") this.#counted.delete(key);
      else {
        const { sha256, round } = event;
        this.#counted.set(key, { sha256, round, noted: Promise.resolve() });
      }
    }
  }

  /** @throws {SpikefedError} `update/*`: why it would not be counted. */
  async begin(member: Member, message: Announcement): Promise<UploadAnswer> {
    const { updateId, bytes, sha256 } = message;
    const counted = this.#counted.get(uploadKey(member.client, updateId));
    if (counted && counted.sha256 !== sha256) {
      throw new SpikefedError("update/conflict", { updateId });
    }
    if (counted) {
      await counted.noted;
      return { offset: bytes, done: true, record: counted.round };
    }
    const refusal = this.#refusal(member, message);
    if (refusal) throw this.#refuse(member, message, refusal);
    member.state = "sending";
    this.#isAlive(member);
    const work = () => this.#uploads.begin(member.client, message);
    return this.#askAgain.onceThereIsSpace(member, work);
  }

  async append(member: Member, piece: ClientMessage<"upload-chunk">): Promise<UploadAnswer> {
    this.#uploads.find(member.client, piece.updateId); // a made-up one is no sign of work
    this.#isAlive(member);
    const work = () => this.#uploads.append(member.client, piece);
    return this.#askAgain.onceThereIsSpace(member, work);
  }

  /** Resolves when the update is counted and the log says so on the disk. */
  async commit(member: Member, updateId: string): Promise<Answers["upload-commit"]> {
    const known = this.#counted.get(uploadKey(member.client, updateId));
    await known?.noted;
    const record = known?.round ?? (await this.#commitOnce(member, updateId));
    failpoint("update:counted");
    return { counted: true, record };
  }

  /** However often it is asked for meanwhile; resolves to the round that it is counted in. */
  async #commitOnce(member: Member, updateId: string): Promise<number> {
    const upload = this.#uploads.find(member.client, updateId);
    this.#isAlive(member);
    upload.commit ??= this.#askAgain.onceThereIsSpace(member, () => this.#settle(member, upload));
    return upload.commit;
  }

  #isAlive({ client }: Member): void {
    this.#options.driver().dispatch({ type: "alive", client });
  }

  /** Called for a `count` effect: writes the line that makes it count. */
  count({ update, round, duplicate }: Extract<RoundEffect, { type: "count" }>): void {
    if (duplicate) return;
    const { client, updateId, ...counts } = update;
    const { sha256, bytes, loss, accuracy, seconds, spikeRates } = this.#uploads.find(
      client,
      updateId,
    ).announced;
    const figures = { bytes, loss, accuracy, seconds, spikeRates };
    const event = { round, client, updateId, sha256, ...counts, ...figures };
    const noted = this.#options.note({ type: "update-accepted", ...event });
    noted.catch(() => undefined); // told to whoever waits for it
    this.#counted.set(uploadKey(client, updateId), { sha256, round, noted });
    const kept = { file: this.#fileOf(client, { round, sha256 }), sha256 };
    this.#options.onKept(updateId, kept);
    const { samples, staleness } = counts;
    this.#sum({ ...kept, client, samples, ...(staleness !== undefined && { staleness }) });
  }

  /** The round is averaged as its updates come. */
  #sum(update: UpdateFile): void {
    const { parts, ports, driver } = this.#options;
    const { shape, folder, settings } = parts;
    const { model: base } = driver().state;
    const input = { shape, models: folder.models, base, strategy: settings.strategy, update };
    void ports.aggregator.count(input).catch(() => {
      // the average reads what is missing, and tells what is wrong with it
    });
  }

  /** Clients whose updates are on their way. */
  senders(): number[] {
    return this.#uploads.senders();
  }

  /** A round takes no more updates: what is on its way and would be refused is dropped. */
  roundOver(): void {
    this.#refusals.clear();
    void this.#uploads.dropUnwanted(({ client, announced }) => {
      const { round, baseHash, updateId } = announced;
      const update = { client, updateId, samples: 1 }; // nobody asks how many here
      const event = { type: "update", round, baseHash, update } as const;
      return this.#options.driver().judge(event)?.type !== "refuse";
    });
  }

  /** What is on its way is kept for the next start. */
  close(): Promise<void> {
    return this.#uploads.close();
  }

  async #settle(member: Member, upload: Upload): Promise<number> {
    const { announced, offset } = upload;
    try {
      await this.#uploads.seal(upload);
      if (offset !== announced.bytes) {
        upload.commit = null;
        throw new SpikefedError("update/offset", { got: "the end", want: offset });
      }
      const file = await this.#check(member, upload);
      await this.#take(member, announced, file);
      const { noted, round } = this.#counted.get(uploadKey(member.client, announced.updateId))!;
      await noted;
      this.#uploads.forget(upload);
      return round;
    } catch (error) {
      if (upload.commit !== null) await this.#uploads.drop(upload);
      throw error;
    }
  }

  /** The file of the update, which is on the disk when this resolves. */
  async #check(member: Member, { announced, part }: Upload): Promise<string> {
    const { parts, ports, driver } = this.#options;
    const { client } = member;
    const target = this.#fileOf(client, announced);
    const { shape } = parts;
    try {
      await ports.aggregator.check({ shape, part, target, sha256: announced.sha256 });
      return target;
    } catch (error) {
      if (!(error instanceof SpikefedError) || error.code.startsWith("store/")) throw error;
      const { round } = announced;
      this.#refuse(member, announced, error);
      const isHopeless = error.retry === "never";
      if (isHopeless) driver().dispatch({ type: "failed", client: member.client, round });
      throw error;
    }
  }

  #fileOf(client: number, { round, sha256 }: Pick<Announcement, "round" | "sha256">): string {
    return updatePath(this.#options.parts.folder.updates, { sha256, round, client });
  }

  /** Has the update counted, or removes its file: unless the same bytes were counted before. */
  async #take(member: Member, announced: Announcement, checked: string): Promise<void> {
    const driver = this.#options.driver();
    let file = checked;
    try {
      for (;;) {
        const verdict = driver.judge(this.#event(member, announced));
        const mustWait = verdict === null && !driver.isClosed; // a model is being made and judged
        const place = verdict?.type === "count" ? this.#placeOf(announced, verdict) : file;
        if (!mustWait && place === file) break;
        if (mustWait) await driver.changed();
        else await moveUpdate(file, place);
        file = place;
      }
      this.#dispatch(member, announced);
    } catch (error) {
      if (!this.#options.isKept(file)) await forgetUpdates([file]);
      throw error;
    }
  }

  /** Its file is called by the round that it is counted in, not by the one that it was made for. */
  #placeOf({ sha256 }: Announcement, { round, update }: Extract<RoundEffect, { type: "count" }>) {
    return this.#fileOf(update.client, { round, sha256 });
  }

  #dispatch(member: Member, announced: Announcement): void {
    const effects = this.#options.driver().dispatch(this.#event(member, announced));
    const refusal = effects.find((effect) => effect.type === "refuse");
    if (refusal) {
      const error = new SpikefedError(refusal.code, refusal.facts);
      throw this.#refuse(member, announced, error);
    }
    if (effects.length > 0) return;
    const { round } = announced; // the run was closed meanwhile
    throw new SpikefedError("update/late", { round, current: round });
  }

  #refusal(member: Member, message: Announcement): SpikefedError | null {
    const { driver, parts, limit } = this.#options;
    const { round, bytes } = message;
    const { state } = driver();
    if (message.runId !== parts.folder.runId) {
      return new SpikefedError("update/late", { round, current: state.round });
    }
    if (bytes > limit) return new SpikefedError("update/size", { got: bytes, limit });
    const verdict = driver().judge(this.#event(member, message));
    if (verdict?.type !== "refuse") return null;
    return new SpikefedError(verdict.code, verdict.facts);
  }

  #event(member: Member, message: Announcement): Extract<RunEvent, { type: "update" }> {
    const { round, baseHash, updateId } = message;
    const samples = this.#options.samplesOf(member, message);
    const update = { client: member.client, updateId, samples };
    return { type: "update", round, baseHash, update };
  }

  /** Logs a refusal once; returns it to be thrown. */
  #refuse({ client }: Member, announced: Announcement, error: SpikefedError): SpikefedError {
    const { round, updateId, sha256 } = announced;
    const key = `${client}/${error.code}`;
    if (!this.#refusals.has(key)) {
      this.#refusals.add(key);
      const { code, fact } = error;
      const event = { round, client, code, fact, updateId, sha256 };
      this.#options.note({ type: "update-refused", ...event }).catch(() => {
        // the store has told so already
      });
    }
    return error;
  }
}
