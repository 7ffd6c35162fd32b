// A coordinator put together: rooms, HTTP and sockets on one port. `main.ts` and the tests start it the
// same way.

import type { Dataset } from "@spikefed/datasets";
import { failpoint } from "@spikefed/failpoints";
import type { LogEvent, RunSettings } from "@spikefed/protocol";

import type { Aggregator } from "./aggregate/aggregator.ts";
import type { Evaluator } from "./evaluate/evaluator.ts";
import { builtPages } from "./home.ts";
import type { HouseRoom } from "./house/house-room.ts";
import { roomFolders, type RoomFolder } from "./house/room-folders.ts";
import { addRoutes } from "./http/http-server.ts";
import { direct } from "./http/serving.ts";
import { Parts } from "./parts.ts";
import type { StartRobotThread } from "./robots/robot-thread.ts";
import type { Clock } from "./room/clock.ts";
import type { Room, RoomOptions } from "./room/room.ts";
import type { Say } from "./say.ts";
import { listen, type Place, type Servers, type ServersOptions } from "./servers.ts";
import { readMetricsKey } from "./store/metrics-key.ts";

export interface CoordinatorOptions
  extends Place, Partial<Pick<ServersOptions, "readCertificate">> {
  reached?: Omit<ServersOptions["reached"], "connections">;
  dataDir: string;
  /** How many rooms; null or left out: those that were there, at least one. */
  rooms?: number | null;
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
  startAggregator?: () => Aggregator;
  startEvaluator?: () => Evaluator;
  startRobots?: StartRobotThread;
  /** Folder of the built pages. */
  pages?: string;
  /** One line for the person at the terminal. */
  say: Say;
  /** `room` is null while it is opened, `name` where it is the only one. */
  onEvents?: (events: readonly LogEvent[], room: Room | null, name: string | null) => void;
  /** The store of the last room failed: the process should end. */
  onFatal: (error: Error) => void;
}

export interface Coordinator extends Pick<Servers, "certificate" | "refreshCertificate"> {
  port: number;
  /** Those that are open, in the order of their names. */
  rooms: readonly HouseRoom[];
  /** There is one alone; false as well where others could not be opened. */
  isOne: boolean;
  /** The first of them, which most coordinators have alone. */
  room: Room;
  code: string;
  hostKey: string;
  /** Before a stop: opens no round, tells everybody, lets updates arrive that are on their way. */
  drain(waitMs: number): Promise<void>;
  /** Everything acknowledged is on the disk when this resolves. */
  close(): Promise<void>;
}

export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  const { dataDir, dataset, rooms = null, reached = direct } = options;
  const { open: folders, closed } = await roomFolders(dataDir, rooms);
  const parts = new Parts(options);
  try {
    await parts.lock(folders);
    failpoint("start:locked");
    const servers = await parts.open();
    await parts.openRooms(folders);
    failpoint("start:room-open");
    for (const folder of closed) options.say(closedLine(folder));
    const { house, health, access } = parts;
    const metricsKey = await readMetricsKey(dataDir);
    const pages = options.pages ?? builtPages;
    const { app, sockets, metrics, certificate, refreshCertificate } = servers;
    const { proxies } = reached;
    await addRoutes(app, { house, dataset, proxies, pages, health, access, metrics, metricsKey });
    sockets.serve(house);
    const port = await listen(app, options);
    parts.sendRobots(port);
    failpoint("start:listening");
    const { room, code, hostKey } = house.rooms[0]!;
    const { drain, close } = parts;
    const all = { rooms: house.rooms, isOne: house.isOne, room, code, hostKey };
    return { port, ...all, certificate, refreshCertificate, drain, close };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

function closedLine({ name, dataDir }: RoomFolder): string {
  return `Room ${name} stays closed, since fewer rooms were asked for; it is kept in ${dataDir}.`;
}
