// The room: who is connected, which run is on, what the host may do. It lives as long as the
// server; runs come and go in it.

import { testSample, type Dataset } from "@spikefed/datasets";
import {
  PROTOCOL_VERSION,
  SpikefedError,
  type ClientMessage,
  type HelloAnswer,
  type HostCommand,
  type LogEvent,
  type RoomSummary,
  type RunSettings,
} from "@spikefed/protocol";
import type { RecordKey } from "@spikefed/run-store";

import { toldPictures } from "../evaluate/showcase-pictures.ts";
import type { Role } from "../socket/limits.ts";
import { DoorFile, type SavedDoor } from "../store/door-file.ts";
import { Door } from "./door.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import { obey } from "./host-desk.ts";
import { goneMeanwhile, type Link } from "./link.ts";
import { identityOf } from "./members.ts";
import { drained, RETRY_MS } from "./drain.ts";
import { lastRun, openOptions, savedDoor } from "./last-run.ts";
import { newRun } from "./open-run.ts";
import type { Ports } from "./ports.ts";
import { RosterFeed } from "./roster-feed.ts";
import { Run } from "./run.ts";
import type { RunParts } from "./run-parts.ts";
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
  /** Newcomers wait for the host; null: as it was before. */
  inviteOnly: boolean | null;
  ports: Ports;
  /** Told of each event once it is on the disk. */
  onEvents: (events: readonly LogEvent[]) => void;
}

export class Room {
  readonly #options: RoomOptions;
  readonly #hostKeyHash: string;
  readonly #keeper: Doorkeeper;
  readonly door: Door;
  readonly #doorFeed: RosterFeed;
  readonly #hosts = new Set<Link>();
  #run: Run;
  #opening = false;
  /** The run was there before this process. */
  readonly isContinued: boolean;

  private constructor(options: RoomOptions, run: Run, { isContinued, door }: Found) {
    this.#options = options;
    this.isContinued = isContinued;
    this.#hostKeyHash = hashSecret(options.hostKey);
    const { clock } = options.ports;
    this.#keeper = new Doorkeeper(() => clock.now());
    this.#doorFeed = new RosterFeed({
      clock,
      entries: () => this.door.facts().waiting.length,
      listeners: () => this.#hosts.size,
      tell: () => this.#tellHosts(),
    });
    this.door = new Door({
      file: new DoorFile(options.dataDir),
      saved: door,
      onChange: () => this.#doorFeed.mark(),
    });
    this.#run = run;
  }

  /** Goes on with the last run of the data folder, or opens a new one. */
  static async open(options: RoomOptions): Promise<Room> {
    const door = await savedDoor(options);
    const { parts, former } = await lastRun(options, door);
    if (parts) return Room.#begin(options, parts, { isContinued: true, door });
    const made = await newRun(openOptions(options), options.settings, former);
    return Room.#begin(options, made, { isContinued: false, door });
  }

  static #begin(options: RoomOptions, parts: RunParts, found: Found): Room {
    const room = new Room(options, makeRun(options, parts), found);
    room.#run.begin(found.isContinued);
    return room;
  }

  /** Public key that signs this room's records, hex. */
  get recordKey(): string {
    return this.#options.recordKey.publicKey;
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
      inviteOnly: this.door.inviteOnly,
      dataset: { name, source, procedural, classes },
      ...{ preset, network },
      downloadBytes: parts.modelBytes + shardBytes,
    };
  }

  /**
   * Somebody says who it is and what it wants.
   *
   * @param key that has signed the hello; null: none
   * @throws {SpikefedError} `room/unknown`, `room/host-key`, `room/host-locked`, `room/proof`,
   *   `room/session`, `room/full`, `room/too-many-joins`, `room/removed`, `room/waiting`,
   *   `room/door-full`
   */
  async hello(
    link: Link,
    message: ClientMessage<"hello">,
    key: string | null,
  ): Promise<HelloAnswer> {
    const { code } = this.#options;
    if (message.room !== null && message.room !== code) {
      throw new SpikefedError("room/unknown", { code: message.room });
    }
    if (message.role === "host") {
      const isRight = () => isSecret(message.hostKey ?? "", this.#hostKeyHash);
      this.#keeper.checkKey(link.address, isRight);
    }
    return this.#welcome(link, message, key);
  }

  async #welcome(
    link: Link,
    message: ClientMessage<"hello">,
    key: string | null,
  ): Promise<HelloAnswer> {
    const { resume } = message;
    if (message.role === "volunteer" && resume && this.door.isRemoved(resume.clientId)) {
      throw new SpikefedError("room/removed");
    }
    this.#leaveFormerPlace(link, message);
    const run = this.#run;
    const guards = { door: this.door, keeper: this.#keeper, key };
    const you = message.role === "volunteer" ? await run.hello(link, message, guards) : null;
    if (link.closed) throw goneMeanwhile();
    if (run !== this.#run) return this.#welcome(link, message, key); // a new run was opened meanwhile
    this.#letIn(link, message.role);
    const { settings, plan } = run.parts;
    const isHost = message.role === "host";
    const forHost = {
      partition: isHost ? { labelCounts: plan.labelCounts } : null,
      door: isHost ? this.door.facts() : null,
    };
    return { you, room: this.summary(), settings, ...run.news(message.known), ...forHost };
  }

  /** It shows what only people of this room have: its host key, or the token of a place. */
  recognises({ role, resume, hostKey }: ClientMessage<"hello">): boolean {
    if (role === "host") return isSecret(hostKey ?? "", this.#hostKeyHash);
    return resume !== undefined && this.#run.members.knows(resume);
  }

  #letIn(link: Link, role: Role): void {
    this.door.leave(link);
    link.role = role;
    link.listen();
    if (role === "host") this.#hosts.add(link);
    else this.#hosts.delete(link);
  }

  #tellHosts(): void {
    for (const host of this.#hosts) host.send("waiting", this.door.facts());
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
    this.#hosts.delete(link);
    this.door.leave(link);
    this.#run.lose(link);
  }

  /** @throws {SpikefedError} as `obey` does */
  host(command: HostCommand): Promise<void> {
    return obey(command, {
      ...{ run: this.#run, door: this.door, robots: this.#options.ports.robots },
      configure: (settings) => this.#configure(settings),
    });
  }

  async #configure(settings: RunSettings): Promise<void> {
    const { phase } = this.#run;
    if (this.#opening || (phase !== "lobby" && phase !== "done")) {
      throw new SpikefedError("room/phase", { command: "configure", phase });
    }
    this.#opening = true;
    try {
      await this.#replaceRun(settings);
    } finally {
      this.#opening = false;
    }
  }

  async #replaceRun(settings: RunSettings): Promise<void> {
    const options = this.#options;
    const before = this.#run;
    const former = firstOfEach([
      ...before.members.here().map(identityOf),
      ...before.parts.identities.former,
    ]);
    const parts = await newRun(openOptions(options), settings, former);
    await before.close();
    this.#run = makeRun(options, parts);
    this.#run.begin(false);
    options.ports.log.flush();
    options.ports.broadcast("new-run");
  }

  /**
   * Asked to stop: no round is opened any more, everybody is told, and updates that are on their way
   * may still arrive. Resolves when none is, or after `waitMs`.
   */
  async drain(waitMs: number): Promise<void> {
    this.#run.hold();
    const error = new SpikefedError("room/stopping").report();
    this.#options.ports.broadcast("stopping", { error, retryMs: RETRY_MS });
    await drained(() => this.#run.isReceiving(), this.#options.ports.clock, waitMs);
  }

  /** Before the connections are closed: what is open stays open for the next start. */
  freeze(): void {
    this.#doorFeed.close();
    this.#options.ports.log.close();
    this.#run.freeze();
  }

  async close(): Promise<void> {
    await this.#run.close();
  }
}

interface Found {
  isContinued: boolean;
  door: SavedDoor;
}

function makeRun({ dataset, ports, settleMs }: RoomOptions, parts: RunParts): Run {
  const { preset, network, timesteps, coding, testSamples, seed } = parts.settings;
  const sample = testSample(dataset.test, testSamples, seed);
  const { labels, pixels } = sample;
  const classes = dataset.classes.length;
  const model = { preset, network, timesteps, coding };
  const validation = parts.plan.validation();
  ports.evaluator.prepare({ model, classes, labels, pixels, validation, seed });
  return new Run({ parts, ports, settleMs, pictures: toldPictures(sample) });
}

/** The newest of what is known of a volunteer: a room may have many runs. */
function firstOfEach<T extends { clientId: string }>(all: readonly T[]): T[] {
  return all.filter((one, i) => all.findIndex(({ clientId }) => clientId === one.clientId) === i);
}
