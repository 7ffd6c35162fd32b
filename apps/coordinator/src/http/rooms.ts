// Addresses of rooms: behind `/r/CODE`, and as long as there is only one room without that as well. What
// is named by its hash needs no room.

import { SpikefedError } from "@spikefed/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { House } from "../house/house.ts";
import type { Room } from "../room/room.ts";
import { addApi } from "./api.ts";
import { addBlobs } from "./blobs.ts";
import { addLessonRuns } from "./lesson-runs.ts";
import { addModels } from "./models.ts";
import { addRecords, addRecordsByName } from "./records.ts";
import { addReport } from "./report.ts";

type AddressOf = (request: FastifyRequest) => string;

/** Before the server listens. */
export async function addRooms(
  app: FastifyInstance,
  house: House,
  addressOf: AddressOf,
): Promise<void> {
  for (const { code, room } of house.rooms) {
    const named = { house, room, addressOf };
    const add = (scope: FastifyInstance) => Promise.resolve(addNamed(scope, named));
    await app.register(add, { prefix: `/r/${code}` });
  }
  addUnknown(app, house, addressOf);
  const rooms = house.rooms.map(({ room }) => room);
  addBlobs(app, rooms);
  addRecordsByName(app, rooms);
  const [first] = rooms;
  if (first !== undefined && house.isOne) addRoom(app, first);
  else for (const path of ["/report", "/api/*"]) app.get(path, refuseNameless);
}

interface Named {
  house: House;
  room: Room;
  addressOf: AddressOf;
}

function addNamed(scope: FastifyInstance, { house, room, addressOf }: Named): void {
  scope.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(() => house.checkAddress(addressOf(request)));
    if (refusal !== null) await refuse(reply, refusal);
  });
  addRoom(scope, room);
  addRecordsByName(scope, [room]);
}

function addRoom(app: FastifyInstance, room: Room): void {
  addApi(app, room);
  addLessonRuns(app, room);
  addRecords(app, room);
  addModels(app, room);
  addReport(app, room);
}

/** Codes that no room has. */
function addUnknown(app: FastifyInstance, house: House, addressOf: AddressOf): void {
  const answer = (request: FastifyRequest<{ Params: { code: string } }>, reply: FastifyReply) => {
    const { code } = request.params;
    const address = addressOf(request);
    const refusal = refusalOf(() => {
      house.checkAddress(address);
      if (!house.rooms.some((room) => room.code === code)) throw house.unknown(code, address);
    });
    if (refusal !== null) return refuse(reply, refusal);
    return reply.code(404).send({ error: "not found" });
  };
  app.get("/r/:code", answer);
  app.get("/r/:code/*", answer);
}

function refuseNameless(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(reply, new SpikefedError("room/which"));
}

function refusalOf(check: () => void): SpikefedError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof SpikefedError) return error;
    throw error;
  }
}

function refuse(reply: FastifyReply, error: SpikefedError): FastifyReply {
  const { code, retryAfterMs } = error.report();
  const seconds = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
  if (seconds !== null) void reply.header("retry-after", seconds);
  void reply.code(seconds === null ? 404 : 429).header("cache-control", "no-store");
  return reply.send({ error: error.message, code });
}
