// The room: who is connected, which run is on, what the host may do. It lives as long as the
// server; runs come and go in it.

import { testSample, type Dataset } from "@spikefed/datasets";
import { savedRound } from "@spikefed/fl-core";
import {
  PROTOCOL_VERSION,
  SpikefedError,
  type ClientMessage,
  type HelloAnswer,
  type HostCommand,
  type LogEvent,
  type RobotKind,
  type RoomSummary,
  type RunSettings,
} from "@spikefed/protocol";
import { currentRun, type RecordKey } from "@spikefed/run-store";

import { readIdentities, type Identity } from "../store/identities.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import { goneMeanwhile, type Link } from "./link.ts";
import { identityOf } from "./members.ts";
import { continueRun, newRun, type OpenOptions } from "./open-run.ts";
import type { Ports } from "./ports.ts";
import { Run } from "./run.ts";
import { closeParts, type RunParts } from "./run-parts.ts";
import { hashSecret, isSecret } from "./secret.ts";

export interface RoomOptions {
  code: string;
  hostKey: string;
  dataDir: string;
  dataset: Dataset;
  /** For a new run. */
  settings: RunSettings;
  /** Whether the last run goes on: always, unless nothing is under way in it, or never. */
  goOn: "always" | "if-under-way" | "never";
  settleMs: number;
  /** Signs the records of runs. */
  recordKey: RecordKey;
  /** Updates stay on the disk after their round, for an audit. */
  keepUpdates: boolean;
  ports: Ports;
  /** Told of each event once it is on the disk. */
  onEvents: (events: readonly LogEvent[]) => void;
}

export class Room {
  readonly #options: RoomOptions;
  readonly #hostKeyHash: string;
  readonly #door: Doorkeeper;
  #run: Run;
  #opening = false;
  /** The run was there before this process. */
  readonly isContinued: boolean;

  private constructor(options: RoomOptions, run: Run, isContinued: boolean) {
    this.#options = options;
    this.isContinued = isContinued;
    this.#hostKeyHash = hashSecret(options.hostKey);
    this.#door = new Doorkeeper(() => options.ports.clock.now());
    this.#run = run;
  }

  /** Goes on with the last run of the data folder, or opens a new one. */
  static async open(options: RoomOptions): Promise<Room> {
    const { parts, former } = await lastRun(options);
    if (parts) return Room.#begin(options, parts, true);
    const made = await newRun(openOptions(options), options.settings, former);
    return Room.#begin(options, made, false);
  }

  static #begin(options: RoomOptions, parts: RunParts, isContinued: boolean): Room {
    const room = new Room(options, makeRun(options, parts), isContinued);
    room.#run.begin(isContinued);
    return room;
  }

  get run(): Run {
    return this.#run;
  }

  get dataset(): Dataset {
    return this.#options.dataset;
  }

  summary(): RoomSummary {
    const { code, dataset } = this.#options;
    const { parts, members, phase } = this.#run;
    const { name, source, procedural, classes } = dataset;
    const { preset, network } = parts.settings;
    const shardBytes = parts.plan.shard(0).bytes;
    return {
      ...{ protocol: PROTOCOL_VERSION, code, phase },
      runId: parts.folder.runId,
      present: members.online(),
      dataset: { name, source, procedural, classes },
      ...{ preset, network },
      downloadBytes: parts.modelBytes + shardBytes,
    };
  }

  /**
   * The first message of a connection.
   *
   * @throws {SpikefedError} `room/unknown`, `room/host-key`, `room/host-locked`, `room/session`,
   *   `room/full`, `room/too-many-joins`
   */
  async hello(link: Link, message: ClientMessage<"hello">): Promise<HelloAnswer> {
    const { code } = this.#options;
    if (message.room !== null && message.room !== code) {
      throw new SpikefedError("room/unknown", { code: message.room });
    }
    if (message.role === "host") {
      const isRight = () => isSecret(message.hostKey ?? "", this.#hostKeyHash);
      this.#door.checkKey(link.address, isRight);
    }
    this.#leaveFormerPlace(link, message);
    const run = this.#run;
    const you = message.role === "volunteer" ? await run.hello(link, message, this.#door) : null;
    if (link.closed) throw goneMeanwhile();
    if (run !== this.#run) return this.hello(link, message); // a new run was opened meanwhile
    link.role = message.role;
    link.listen();
    const { settings, log } = run.parts;
    const roster = run.members.roster();
    // The events themselves, not a copy: what is written until the answer is sent is in it.
    const { labelCounts } = run.parts.plan;
    const partition = message.role === "host" ? { labelCounts } : null;
    return { you, room: this.summary(), settings, log: log.events, roster, partition };
  }

  /** A connection that says hello again gives up the place it had, unless it asks for that one. */
  #leaveFormerPlace(link: Link, { role, resume }: ClientMessage<"hello">): void {
    const member = this.#run.members.get(link.client);
    link.client = null;
    if (!member || member.link !== link) return;
    if (role === "volunteer" && resume?.clientId === member.clientId) {
      link.client = member.client;
    } else void this.#run.remove(member, "said");
  }

  disconnect(link: Link): void {
    link.closed = true;
    this.#run.lose(link);
  }

  /** @throws {SpikefedError} `room/phase`, `room/settings`, `partition/impossible` */
  async host(command: HostCommand): Promise<void> {
    if (command.command === "add-robot") return this.#addRobot(command.robot);
    if (command.command === "remove-robot") return this.#options.ports.robots.remove(command.harms);
    if (command.command !== "configure") return this.#run.command(command.command);
    const { phase } = this.#run;
    if (this.#opening || (phase !== "lobby" && phase !== "done")) {
      throw new SpikefedError("room/phase", { command: "configure", phase });
    }
    this.#opening = true;
    try {
      await this.#replaceRun(command.settings);
    } finally {
      this.#opening = false;
    }
  }

  /** @throws {SpikefedError} `room/full`, `room/robots` */
  async #addRobot(kind: RobotKind): Promise<void> {
    const { count: limit } = this.#run.parts.plan;
    if (this.#run.members.here().length >= limit) throw new SpikefedError("room/full", { limit });
    await this.#options.ports.robots.add(kind);
  }

  async #replaceRun(settings: RunSettings): Promise<void> {
    const options = this.#options;
    const before = this.#run;
    const former = [...before.members.here().map(identityOf), ...before.parts.identities.former];
    const parts = await newRun(openOptions(options), settings, former);
    await before.close();
    this.#run = makeRun(options, parts);
    this.#run.begin(false);
    options.ports.broadcast("new-run");
  }

  /** Before the connections are closed: what is open stays open for the next start. */
  freeze(): void {
    this.#run.freeze();
  }

  async close(): Promise<void> {
    await this.#run.close();
  }
}

/** The last run where it goes on; its volunteers where a new one takes its place. */
async function lastRun(
  options: RoomOptions,
): Promise<{ parts: RunParts | null; former: Identity[] }> {
  const { dataDir, goOn, ports } = options;
  const folder = goOn === "never" ? null : await currentRun(dataDir);
  if (!folder) return { parts: null, former: [] };
  const { parts, why } = await continueRun(openOptions(options), folder);
  if (why !== null) ports.say(why);
  if (!parts) {
    const { list, warning } = await readIdentities(folder.identities, ports.clock.now());
    if (warning !== null) ports.say(warning);
    return { parts: null, former: list };
  }
  const { phase } = savedRound(parts.log.events);
  const isIdle = phase === "lobby" || phase === "done";
  if (goOn === "always" || !isIdle) return { parts, former: [] };
  await closeParts(parts);
  return { parts: null, former: parts.identities.restored };
}

function openOptions({ ports, onEvents, ...options }: RoomOptions): OpenOptions {
  const { dataDir, dataset, recordKey, keepUpdates } = options;
  return {
    ...{ dataDir, dataset, recordKey, keepUpdates },
    now: () => ports.clock.now(),
    onDurable: (events) => {
      ports.broadcast("log", events);
      onEvents(events);
    },
    onFailure: (error) => ports.fail(error),
    onFull: (error) => ports.fullDisk.wait(error),
  };
}

function makeRun({ dataset, ports, settleMs }: RoomOptions, parts: RunParts): Run {
  const { preset, network, timesteps, coding, testSamples, seed } = parts.settings;
  const { labels, pixels } = testSample(dataset.test, testSamples, seed);
  const classes = dataset.classes.length;
  const model = { preset, network, timesteps, coding };
  const validation = parts.plan.validation();
  ports.evaluator.prepare({ model, classes, labels, pixels, validation, seed });
  return new Run({ parts, ports, settleMs });
}
