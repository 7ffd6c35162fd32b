// Signed records of the run: all of them as lines, that of a round by its number, any by its hash.

import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Room } from "../room/room.ts";
import { inAnyRoom } from "./in-any-room.ts";

type Which = FastifyRequest<{ Params: { which: string } }>;

export function addRecords(app: FastifyInstance, room: Room): void {
  app.get("/api/records", async (_request, reply) => {
    const { records, folder } = room.run.parts;
    void reply.headers({
      "cache-control": "no-store",
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="spikefed-${folder.runId}.records.jsonl"`,
    });
    return reply.send(await records.all());
  });
}

/** By its hash of any of these rooms; by its round where there is one. */
export function addRecordsByName(app: FastifyInstance, rooms: readonly Room[]): void {
  app.get("/api/records/:which", async ({ params: { which } }: Which, reply) => {
    const round = /^\d{1,9}$/.test(which) ? Number(which) : null;
    const those = round !== null && rooms.length > 1 ? [] : rooms;
    const line = await inAnyRoom(those, (room) => room.run.parts.records.find(round ?? which));
    if (line === null) return reply.code(404).send({ error: "no such record" });
    const caching = round === null ? "public, max-age=31536000, immutable" : "no-store";
    void reply.header("cache-control", caching);
    return reply.type("application/json; charset=utf-8").send(line);
  });
}
