// A coordinator put together: store, room, HTTP and sockets on one port. `main.ts` and the tests
// start it the same way.

import { mkdir } from "node:fs/promises";

import type { Dataset } from "@spikefed/datasets";
import { failpoint } from "@spikefed/failpoints";
import { defaultSettings, type LogEvent, type RunSettings } from "@spikefed/protocol";
import { lockFolder, openRecordKey } from "@spikefed/run-store";

import { startAggregator, type Aggregator } from "./aggregate/aggregator.ts";
import { startEvaluator, type Evaluator } from "./evaluate/evaluator.ts";
import type { Access } from "./http/access.ts";
import type { Health } from "./http/health.ts";
import { addRoutes } from "./http/http-server.ts";
import { builtPages } from "./http/pages.ts";
import { direct } from "./http/serving.ts";
import { systemClock, type Clock } from "./room/clock.ts";
import { Robots } from "./robots/robots.ts";
import { startRobotThread, type StartRobotThread } from "./robots/robot-thread.ts";
import { FullDisk } from "./room/full-disk.ts";
import { LogFeed } from "./room/log-feed.ts";
import { Room, type RoomOptions } from "./room/room.ts";
import type { Say } from "./say.ts";
import { listen, openServers, type Place, type Servers, type ServersOptions } from "./servers.ts";
import { lanAddress, originsOf } from "./start/links.ts";
import { readMetricsKey } from "./store/metrics-key.ts";
import { readSecrets } from "./store/secrets.ts";

/** Time for the volunteers to come back after a restart, milliseconds. */
const SETTLE_MS = 10_000;

/** One that turns out to be damaged can be replaced by the one before. */
const KEEP_MODELS = 3;

export interface CoordinatorOptions
  extends Place, Partial<Pick<ServersOptions, "readCertificate">> {
  reached?: Omit<ServersOptions["reached"], "connections">;
  dataDir: string;
  dataset: Dataset;
  settings?: RunSettings;
  goOn?: RoomOptions["goOn"];
  settleMs?: number;
  /** Updates stay on the disk after their round, for an audit; default: they are deleted. */
  keepUpdates?: boolean;
  /** Newcomers wait until the host lets them in; null or left out: as it was before. */
  inviteOnly?: boolean | null;
  /** Newest models kept on the disk beside those that are needed; null: all. */
  keepModels?: number | null;
  /** Socket.IO connections that may be open at once; default: `MAX_CONNECTIONS`. */
  connections?: number;
  clock?: Clock;
  aggregator?: Aggregator;
  evaluator?: Evaluator;
  startRobots?: StartRobotThread;
  /** Folder of the built pages. */
  pages?: string;
  /** One line for the person at the terminal. */
  say: Say;
  onEvents?: (events: readonly LogEvent[], room: Room | null) => void;
  /** The store failed: the process should end. */
  onFatal: (error: Error) => void;
}

export interface Coordinator extends Pick<Servers, "certificate" | "refreshCertificate"> {
  port: number;
  room: Room;
  code: string;
  hostKey: string;
  /** Before a stop: opens no round, tells everybody, lets updates arrive that are on their way. */
  drain(waitMs: number): Promise<void>;
  /** Everything acknowledged is on the disk when this resolves. */
  close(): Promise<void>;
}

export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(dataDir);
  failpoint("start:locked");
  const parts = new Parts(options);
  try {
    const servers = await parts.open();
    await parts.openRobots();
    const { code, hostKey } = await readSecrets(dataDir);
    const room = await parts.openRoom({ code, hostKey });
    failpoint("start:room-open");
    const { health, access } = parts;
    const metricsKey = await readMetricsKey(dataDir);
    const pages = options.pages ?? builtPages;
    await addRoutes(servers.app, {
      room,
      pages,
      health,
      access,
      metricsKey,
      metrics: servers.metrics,
    });
    servers.sockets.serve(room);
    const port = await listen(servers.app, options);
    parts.sendRobots(port, code);
    failpoint("start:listening");
    const { certificate, refreshCertificate } = servers;
    const drain = (waitMs: number) => parts.drain(room, waitMs);
    const close = () => parts.close(lock);
    return { port, room, code, hostKey, certificate, refreshCertificate, drain, close };
  } catch (error) {
    await parts.close(lock);
    throw error;
  }
}

/** Where this machine itself reaches it. */
function originOf(host: string, port: number, isTls: boolean): string {
  const isAll = host === "0.0.0.0" || host === "::";
  const name = isAll ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `${isTls ? "https" : "http"}://${name}:${port}`;
}

/** What a coordinator is made of, as far as it is there. */
class Parts {
  readonly #options: CoordinatorOptions;
  readonly #clock: Clock;
  readonly #fullDisk: FullDisk;
  #servers: Servers | null = null;
  #room: Room | null = null;
  #aggregator: Aggregator | null = null;
  #evaluator: Evaluator | null = null;
  #robots: Robots | null = null;
  #isStopping = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#fullDisk = new FullDisk({ clock: this.#clock, say: options.say });
  }

  async open(): Promise<Servers> {
    const { readCertificate = null, reached = direct, connections, say } = this.#options;
    this.#servers = await openServers({
      ...{ readCertificate, say },
      reached: { ...reached, connections: connections ?? direct.connections },
      onRenewed: ({ cert }) => this.#robots?.trust(cert),
      room: {
        phase: () => this.#room?.run.phase ?? "lobby",
        roster: () => this.#room?.run.members.roster() ?? [],
        isDiskFull: () => this.#fullDisk.isWaiting,
        isStopping: () => this.#isStopping,
      },
    });
    return this.#servers;
  }

  async openRobots(): Promise<void> {
    const { dataDir, say, startRobots = startRobotThread } = this.#options;
    this.#robots = await Robots.open({ dataDir, say, start: startRobots });
  }

  /** They come like everybody else, over this machine's own network. */
  sendRobots(port: number, code: string): void {
    const cert = this.#servers?.certificate()?.cert ?? null;
    const url = originOf(this.#options.host, port, cert !== null);
    this.#robots?.begin({ url, code, cert });
  }

  async openRoom({ code, hostKey }: { code: string; hostKey: string }): Promise<Room> {
    const { settings = defaultSettings, goOn = "always", settleMs = SETTLE_MS } = this.#options;
    const { dataDir, dataset, keepUpdates = false, inviteOnly = null, onEvents } = this.#options;
    this.#room = await Room.open({
      ...{ code, hostKey, dataDir, dataset, settings, goOn, settleMs, keepUpdates, inviteOnly },
      recordKey: await openRecordKey(dataDir),
      onEvents: (events) => {
        this.#servers?.metrics.note(events);
        onEvents?.(events, this.#room);
      },
      ports: this.#ports(),
    });
    return this.#room;
  }

  readonly health = (): Health => {
    if (this.#isStopping) return "stopping";
    return this.#fullDisk.isWaiting ? "disk full" : "ok";
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

  async drain(room: Room, waitMs: number): Promise<void> {
    this.#isStopping = true;
    await room.drain(waitMs);
  }

  async close(lock: { release(): Promise<void> }): Promise<void> {
    this.#room?.freeze();
    await this.#robots?.close();
    await this.#servers?.close();
    await this.#room?.close();
    await Promise.all([this.#aggregator?.close(), this.#evaluator?.close()]);
    await lock.release();
  }

  #ports(): RoomOptions["ports"] {
    const { say, keepModels, onFatal } = this.#options;
    const robots = this.#robots;
    const servers = this.#servers;
    if (robots === null || servers === null) throw new Error("they are opened before the room");
    const { broadcast, tellParts, listeners } = servers.sockets;
    const tell = (events: LogEvent[]) => broadcast("log", events);
    const log = new LogFeed({ clock: this.#clock, listeners, tell });
    const aggregator = (this.#aggregator = this.#options.aggregator ?? startAggregator());
    const evaluator = (this.#evaluator = this.#options.evaluator ?? startEvaluator());
    return {
      ...{ clock: this.#clock, fullDisk: this.#fullDisk, random: Math.random },
      keepModels: keepModels === undefined ? KEEP_MODELS : keepModels,
      ...{ aggregator, evaluator, robots, say },
      ...{ broadcast, tellParts, listeners, log },
      fail: onFatal,
    };
  }
}
