// A coordinator put together: store, room, HTTP and sockets on one port. `main.ts` and the tests
// start it the same way.

import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";

import type { Dataset } from "@spikefed/datasets";
import { failpoint } from "@spikefed/failpoints";
import {
  defaultSettings,
  SpikefedError,
  type LogEvent,
  type RunSettings,
} from "@spikefed/protocol";
import { lockFolder, openRecordKey } from "@spikefed/run-store";
import type { FastifyInstance } from "fastify";

import { startAggregator, type Aggregator } from "./aggregate/aggregator.ts";
import { startEvaluator, type Evaluator } from "./evaluate/evaluator.ts";
import { addRoutes, makeHttpServer } from "./http/http-server.ts";
import { builtPages } from "./http/pages.ts";
import { systemClock, type Clock } from "./room/clock.ts";
import { Robots } from "./robots/robots.ts";
import { startRobotThread, type StartRobotThread } from "./robots/robot-thread.ts";
import { FullDisk } from "./room/full-disk.ts";
import { Room, type RoomOptions } from "./room/room.ts";
import { openSocketServer } from "./socket/socket-server.ts";
import { readSecrets } from "./store/secrets.ts";

/** Time for the volunteers to come back after a restart, milliseconds. */
const SETTLE_MS = 10_000;

/** One that turns out to be damaged can be replaced by the one before. */
const KEEP_MODELS = 3;

export interface CoordinatorOptions {
  dataDir: string;
  dataset: Dataset;
  host: string;
  port: number;
  /** Where the port is taken: try the ones after it. */
  mayMove: boolean;
  settings?: RunSettings;
  goOn?: RoomOptions["goOn"];
  settleMs?: number;
  /** Updates stay on the disk after their round, for an audit; default: they are deleted. */
  keepUpdates?: boolean;
  /** Newcomers wait until the host lets them in; null or left out: as it was before. */
  inviteOnly?: boolean | null;
  /** Newest models kept on the disk beside those that are needed; null: all. */
  keepModels?: number | null;
  clock?: Clock;
  aggregator?: Aggregator;
  evaluator?: Evaluator;
  startRobots?: StartRobotThread;
  /** Folder of the built pages. */
  pages?: string;
  /** One line for the person at the terminal. */
  say: (line: string) => void;
  onEvents?: (events: readonly LogEvent[], room: Room | null) => void;
  /** The store failed: the process should end. */
  onFatal: (error: Error) => void;
}

export interface Coordinator {
  port: number;
  room: Room;
  code: string;
  hostKey: string;
  /** Everything acknowledged is on the disk when this resolves. */
  close(): Promise<void>;
}

export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { dataDir, say } = options;
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(dataDir);
  failpoint("start:locked");
  const app = makeHttpServer(say);
  const sockets = openSocketServer(app.server, say);
  const aggregator = options.aggregator ?? startAggregator();
  const evaluator = options.evaluator ?? startEvaluator();
  const robots = await Robots.open({
    ...{ dataDir, say },
    start: options.startRobots ?? startRobotThread,
  });
  let room: Room | null = null;
  const close = async () => {
    room?.freeze();
    await robots.close();
    await sockets.close();
    await app.close();
    await room?.close();
    await Promise.all([aggregator.close(), evaluator.close()]);
    await lock.release();
  };
  try {
    const { code, hostKey } = await readSecrets(dataDir);
    const clock = options.clock ?? systemClock;
    room = await Room.open({
      ...{ code, hostKey, dataDir, dataset: options.dataset },
      settings: options.settings ?? defaultSettings,
      goOn: options.goOn ?? "always",
      settleMs: options.settleMs ?? SETTLE_MS,
      recordKey: await openRecordKey(dataDir),
      keepUpdates: options.keepUpdates ?? false,
      inviteOnly: options.inviteOnly ?? null,
      onEvents: (events) => options.onEvents?.(events, room),
      ports: {
        clock,
        fullDisk: new FullDisk({ clock, say }),
        random: Math.random,
        keepModels: options.keepModels === undefined ? KEEP_MODELS : options.keepModels,
        ...{ aggregator, evaluator, robots, say },
        broadcast: sockets.broadcast,
        fail: options.onFatal,
      },
    });
    failpoint("start:room-open");
    await addRoutes(app, room, options.pages ?? builtPages);
    sockets.serve(room);
    const port = await listen(app, options);
    robots.begin({ url: originOf(options.host, port), code });
    failpoint("start:listening");
    return { port, room, code, hostKey, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where this machine itself reaches it. */
function originOf(host: string, port: number): string {
  const isAll = host === "0.0.0.0" || host === "::";
  const name = isAll ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

const MAX_TRIES = 50;

/** @throws {SpikefedError} `start/port` */
async function listen(
  app: FastifyInstance,
  { host, port, mayMove }: Pick<CoordinatorOptions, "host" | "port" | "mayMove">,
): Promise<number> {
  for (let offset = 0; ; offset++) {
    try {
      await app.listen({ host, port: port + offset });
      return (app.server.address() as AddressInfo).port;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && mayMove && offset < MAX_TRIES) continue;
      const why = code === "EADDRINUSE" ? "it is taken" : message;
      throw new SpikefedError("start/port", { port: port + offset, why }, { cause: error });
    }
  }
}
