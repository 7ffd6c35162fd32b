// A room with all that is its own: folder, secrets, robots, threads, and what it waits for on the disk.
// So nothing that one room does, or suffers, is another's. What rooms share is handed in.

import type { Dataset } from "@spikefed/datasets";
import type { LogEvent, RunSettings } from "@spikefed/protocol";
import { openRecordKey, type RecordKey } from "@spikefed/run-store";

import type { Aggregator } from "../aggregate/aggregator.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { RoomFigures } from "../metrics/room-gauges.ts";
import type { Clock } from "../room/clock.ts";
import { FullDisk } from "../room/full-disk.ts";
import { LogFeed } from "../room/log-feed.ts";
import type { EarPart, Ears, Ports } from "../room/ports.ts";
import { Room, type RoomOptions } from "../room/room.ts";
import type { Address, StartRobotThread } from "../robots/robot-thread.ts";
import { Robots } from "../robots/robots.ts";
import type { Say } from "../say.ts";
import { readSecrets, type Secrets } from "../store/secrets.ts";
import type { RoomFolder } from "./room-folders.ts";

export interface HouseRoomOptions
  extends RoomFolder, Pick<RoomOptions, "goOn" | "settleMs" | "keepUpdates" | "inviteOnly"> {
  dataset: Dataset;
  /** For a new run. */
  settings: RunSettings;
  /** Codes that other rooms have. */
  taken: readonly string[];
  ears: Ears;
  clock: Clock;
  keepModels: number | null;
  startAggregator: () => Aggregator;
  startEvaluator: () => Evaluator;
  startRobots: StartRobotThread;
  say: Say;
  /** Told of each event once it is on the disk; the room is null while it is opened. */
  onEvents: (events: readonly LogEvent[], room: Room | null) => void;
  /** Its store failed: it cannot go on. */
  onFail: (error: Error) => void;
}

/** What is opened before the room, and closed after it. */
interface Parts extends Secrets {
  robots: Robots;
  recordKey: RecordKey;
  aggregator: Aggregator;
  evaluator: Evaluator;
  fullDisk: FullDisk;
}

export class HouseRoom {
  readonly name: string;
  readonly dataDir: string;
  readonly code: string;
  readonly hostKey: string;
  readonly room: Room;
  readonly #options: HouseRoomOptions;
  readonly #parts: Parts;
  #isBroken = false;

  private constructor(options: HouseRoomOptions, parts: Parts, room: Room) {
    this.name = options.name;
    this.dataDir = options.dataDir;
    this.code = parts.code;
    this.hostKey = parts.hostKey;
    this.room = room;
    this.#options = options;
    this.#parts = parts;
  }

  static async open(options: HouseRoomOptions): Promise<HouseRoom> {
    const parts = await openParts(options);
    let opened: Room | null = null;
    try {
      opened = await Room.open({
        ...options,
        ...{ code: parts.code, hostKey: parts.hostKey, recordKey: parts.recordKey },
        onEvents: (events) => options.onEvents(events, opened),
        ports: portsOf(options, parts),
      });
      return new HouseRoom(options, parts, opened);
    } catch (error) {
      await closeParts(parts);
      throw error;
    }
  }

  /** Something of it waits for space on the disk. */
  get isDiskFull(): boolean {
    return this.#parts.fullDisk.isWaiting;
  }

  /** It has ended by itself; the next start takes it up again. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  figures(): RoomFigures {
    const { name, isDiskFull, isBroken } = this;
    const { run } = this.room;
    return { name, isDiskFull, isBroken, phase: run.phase, roster: () => run.members.roster() };
  }

  /** They come like everybody else, over this machine's own network. */
  sendRobots({ url, cert }: Pick<Address, "url" | "cert">): void {
    this.#parts.robots.begin({ url, code: this.code, cert });
  }

  /** The coordinator shows another certificate from now on (PEM). */
  trust(cert: string): void {
    this.#parts.robots.trust(cert);
  }

  /** Its store has failed: nothing of it goes on, and its people are told when they say hello again. */
  break(error: Error): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    const { say, ears } = this.#options;
    say(`${error.message} This room has ended; the others go on.`, {
      ...{ event: "room-ended", level: "error" },
    });
    this.room.freeze();
    void this.#parts.robots.close().then(() => {
      this.room.door.release();
      ears.broadcast("new-run");
    });
  }

  /** As a room is drained; one that has ended has nothing on its way. */
  async drain(waitMs: number): Promise<void> {
    if (!this.#isBroken) await this.room.drain(waitMs);
  }

  /** Everything acknowledged is on the disk when this resolves; connections are closed before. */
  async close(): Promise<void> {
    await this.room.close().catch((error: unknown) => {
      if (!this.#isBroken) throw error; // else it was told when it broke
    });
    await closeParts(this.#parts);
  }

  /** Before connections are closed: what is open stays open for the next start. */
  async freeze(): Promise<void> {
    this.room.freeze();
    await this.#parts.robots.close();
  }
}

async function openParts(options: HouseRoomOptions): Promise<Parts> {
  const { dataDir, say, taken, clock } = options;
  const robots = await Robots.open({ dataDir, say, start: options.startRobots });
  const secrets = await readSecrets(dataDir, taken);
  const recordKey = await openRecordKey(dataDir);
  return {
    ...{ ...secrets, robots, recordKey },
    ...{ aggregator: options.startAggregator(), evaluator: options.startEvaluator() },
    fullDisk: new FullDisk({ clock, say }),
  };
}

async function closeParts({ robots, aggregator, evaluator }: Parts): Promise<void> {
  await Promise.all([robots.close(), aggregator.close(), evaluator.close()]);
}

function portsOf(options: HouseRoomOptions, parts: Parts): Ports {
  const { clock, ears, keepModels, say, onFail } = options;
  const { broadcast, tellParts, listeners } = ears;
  const { aggregator, evaluator, robots, fullDisk } = parts;
  const tellAll = (events: LogEvent[]) => broadcast("log", events);
  const tellSome = (to: readonly EarPart[], events: LogEvent[]) => tellParts(to, "log", events);
  return {
    ...{ clock, fullDisk, keepModels, random: Math.random },
    ...{ aggregator, evaluator, robots, say },
    ...{ broadcast, tellParts, listeners },
    log: new LogFeed({ clock, listeners, tellAll, tellParts: tellSome }),
    fail: onFail,
  };
}
