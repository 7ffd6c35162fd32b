// `GET /api/lesson/runs`: the logs of earlier runs of the open run's lesson, for pages that lay them
// side by side. As the log of the open run they name nobody, and everybody in the room may read them.

import { dirname } from "node:path";

import type { FastifyInstance } from "fastify";

import { LessonShelf } from "../room/lesson-shelf.ts";
import type { Room } from "../room/room.ts";

export function addLessonRuns(app: FastifyInstance, room: Room): void {
  const shelf = new LessonShelf(dirname(room.run.parts.folder.root));
  app.get("/api/lesson/runs", async (_request, reply) => {
    const text = await shelf.text(room.run.parts.log.events);
    return reply.header("cache-control", "no-store").type("application/json").send(text);
  });
}
