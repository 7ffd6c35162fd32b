// What a coordinator is made of, as far as it is there: locks, servers, rooms.

import { mkdir } from "node:fs/promises";

import { defaultSettings } from "@spikefed/protocol";
import { lockFolder, type FolderLock } from "@spikefed/run-store";

import { startAggregator } from "./aggregate/aggregator.ts";
import type { CoordinatorOptions } from "./coordinator.ts";
import { startEvaluator } from "./evaluate/evaluator.ts";
import { HouseRoom } from "./house/house-room.ts";
import { House } from "./house/house.ts";
import type { RoomFolder } from "./house/room-folders.ts";
import type { Access } from "./http/access.ts";
import type { Health } from "./http/health.ts";
import { direct } from "./http/serving.ts";
import { systemClock } from "./room/clock.ts";
import { startRobotThread } from "./robots/robot-thread.ts";
import type { About, Say } from "./say.ts";
import { openServers, type Servers } from "./servers.ts";
import { lanAddress, originsOf } from "./start/links.ts";
import { keptCode } from "./store/secrets.ts";

/** Time for the volunteers to come back after a restart, milliseconds. */
const SETTLE_MS = 10_000;

/** One that turns out to be damaged can be replaced by the one before. */
const KEEP_MODELS = 3;

/** Where this machine itself reaches it. */
function originOf(host: string, port: number, isTls: boolean): string {
  const isAll = host === "0.0.0.0" || host === "::";
  const name = isAll ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `${isTls ? "https" : "http"}://${name}:${port}`;
}

export class Parts {
  readonly house = new House(() => performance.now());
  readonly #options: CoordinatorOptions;
  readonly #locks: FolderLock[] = [];
  #servers: Servers | null = null;
  #isStopping = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
  }

  /** Of each room, since each could be started by itself. */
  async lock(folders: readonly RoomFolder[]): Promise<void> {
    for (const { dataDir } of folders) {
      await mkdir(dataDir, { recursive: true });
      this.#locks.push(await lockFolder(dataDir));
    }
  }

  async open(): Promise<Servers> {
    const { readCertificate = null, reached = direct, connections, say } = this.#options;
    const { clock = systemClock } = this.#options;
    this.#servers = await openServers({
      ...{ readCertificate, say, clock },
      reached: { ...reached, connections: connections ?? direct.connections },
      onRenewed: ({ cert }) => this.house.rooms.forEach((room) => room.trust(cert)),
      figures: {
        rooms: () => this.house.rooms.map((room) => room.figures()),
        isStopping: () => this.#isStopping,
      },
    });
    return this.#servers;
  }

  /**
   * One that cannot be opened is told of and left out.
   *
   * @throws what the first one threw where none can be
   */
  async openRooms(folders: readonly RoomFolder[]): Promise<void> {
    const isOne = folders.length === 1;
    const failures: unknown[] = [];
    for (const folder of folders) {
      try {
        this.house.add(await this.#openRoom(folder, isOne ? null : folder.name));
      } catch (error) {
        failures.push(error);
        this.house.leaveOut(await keptCode(folder.dataDir));
        if (!isOne) this.#tellUnopened(folder, error as Error);
      }
    }
    if (this.house.rooms.length === 0) throw failures[0];
  }

  #tellUnopened({ name, dataDir }: RoomFolder, error: Error): void {
    const line = `${error.message}: ${dataDir} could not be opened. The other rooms are open.`;
    sayFor(name, this.#options.say)(line, { event: "room-unopened", level: "error" });
  }

  /** They come like everybody else, over this machine's own network. */
  sendRobots(port: number): void {
    const cert = this.#servers?.certificate()?.cert ?? null;
    const url = originOf(this.#options.host, port, cert !== null);
    for (const room of this.house.rooms) room.sendRobots({ url, cert });
  }

  readonly health = (): Health => {
    const { rooms } = this.house;
    if (this.#isStopping) return "stopping";
    if (rooms.some(({ isBroken }) => isBroken)) return "a room has ended";
    if (this.house.hasUnopened) return "a room could not be opened";
    return rooms.some(({ isDiskFull }) => isDiskFull) ? "disk full" : "ok";
  };

  readonly access = (): Access => {
    const { host, reached = direct } = this.#options;
    const { app, certificate } = this.#servers ?? {};
    const address = app?.server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const shown = certificate?.() ?? null;
    const { publicOrigin, proxies } = reached;
    const { far } = originsOf({
      port,
      lanAddress: proxies.areNamed ? null : lanAddress(host), // not for those beyond the proxy
      certificate: shown,
      publicOrigin,
    });
    return { origin: far, fingerprint: shown?.isSelfSigned ? shown.fingerprint : null };
  };

  readonly drain = async (waitMs: number): Promise<void> => {
    this.#isStopping = true;
    await Promise.all(this.house.rooms.map((room) => room.drain(waitMs)));
  };

  readonly close = async (): Promise<void> => {
    const { rooms } = this.house;
    await Promise.all(rooms.map((room) => room.freeze()));
    await this.#servers?.close();
    await Promise.all(rooms.map((room) => room.close()));
    await Promise.all(this.#locks.map((lock) => lock.release()));
  };

  /** @param told what people know it by; null: it is the only one */
  #openRoom(folder: RoomFolder, told: string | null): Promise<HouseRoom> {
    const say = told === null ? this.#options.say : sayFor(told, this.#options.say);
    const { settings = defaultSettings, goOn = "always", settleMs = SETTLE_MS } = this.#options;
    const { dataset, keepUpdates = false, inviteOnly = null, keepModels } = this.#options;
    const servers = this.#servers;
    if (servers === null) throw new Error("they are opened before rooms");
    const { name } = folder;
    servers.metrics.open(name);
    return HouseRoom.open({
      ...{ ...folder, dataset, settings, goOn, settleMs, keepUpdates, inviteOnly, say },
      taken: this.house.rooms.map(({ code }) => code),
      ears: servers.sockets.ears(name),
      clock: this.#options.clock ?? systemClock,
      keepModels: keepModels === undefined ? KEEP_MODELS : keepModels,
      startAggregator: this.#options.startAggregator ?? startAggregator,
      startEvaluator: this.#options.startEvaluator ?? startEvaluator,
      startRobots: this.#options.startRobots ?? startRobotThread,
      onEvents: (events, room) => {
        servers.metrics.note(name, events);
        this.#options.onEvents?.(events, room, told);
      },
      onFail: (error) => this.#lose(name, error),
    });
  }

  /** The others of a room that fails go on; with the last one the process ends. */
  #lose(name: string, error: Error): void {
    const { rooms } = this.house;
    const failed = rooms.find((room) => room.name === name);
    const isAlone = !rooms.some((room) => room !== failed && !room.isBroken);
    if (failed === undefined || isAlone) this.#options.onFatal(error);
    else failed.break(error);
  }
}

/** What one of several rooms tells. */
function sayFor(name: string, say: Say): Say {
  return (line, about: About = {}) =>
    say(`Room ${name}: ${line}`, { ...about, facts: { ...about.facts, room: name } });
}
