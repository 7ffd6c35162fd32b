// What pages read besides the socket: the room, the log, what a wall shows; test pictures.

import type { Dataset } from "@spikefed/datasets";
import type { LogEvent, Showcase } from "@spikefed/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Room } from "../room/room.ts";

const PIXEL_BYTES = 3072;

export function addApi(app: FastifyInstance, room: Room): void {
  const logText = keptLog();
  app.get("/api/room", (_request, reply) =>
    reply.header("cache-control", "no-store").send(room.summary()),
  );
  app.get("/api/run/log", (_request, reply) => {
    const { log, folder } = room.run.parts;
    void reply.headers({
      "cache-control": "no-store",
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="spikefed-${folder.runId}.jsonl"`,
    });
    return reply.send(logText(folder.runId, log.events));
  });
  app.get("/api/run/showcase", (_request, reply) => {
    const { pictures, parts } = room.run;
    const told: Showcase = { pictures, kept: parts.figures.newest?.showcase ?? null };
    return reply.header("cache-control", "no-store").send(told);
  });
}

/** A log as text, each line made once: who asks for it a thousand times costs what is sent. */
export function keptLog(): (runId: string, events: readonly LogEvent[]) => Buffer {
  let kept = { runId: "", events: 0, text: Buffer.alloc(0) };
  return (runId, events) => {
    const before = kept.runId === runId ? kept : { events: 0, text: Buffer.alloc(0) };
    if (before.events < events.length || kept.runId !== runId) {
      const news = events.slice(before.events).map((event) => `${JSON.stringify(event)}\n`);
      const text = Buffer.concat([before.text, Buffer.from(news.join(""))]);
      kept = { runId, events: events.length, text };
    }
    return kept.text;
  };
}

/** A held-out picture: 3072 bytes, 32 x 32 red, green, blue; its class in `x-label`. */
export function addPictures(app: FastifyInstance, { test, classes }: Dataset): void {
  app.get(
    "/api/picture/:index",
    (request: FastifyRequest<{ Params: { index: string } }>, reply) => {
      const index = /^\d{1,6}$/.test(request.params.index) ? Number(request.params.index) : -1;
      const label = test.labels[index];
      if (label === undefined) {
        return reply.code(404).send({ error: `pictures have numbers from 0 to ${test.count - 1}` });
      }
      void reply.headers({
        "cache-control": "no-cache",
        "x-label": String(label),
        "x-class": encodeURIComponent(classes[label] ?? ""),
      });
      const pixels = test.pixels.subarray(index * PIXEL_BYTES, (index + 1) * PIXEL_BYTES);
      return reply.type("application/octet-stream").send(Buffer.from(pixels));
    },
  );
}
