// `GET /api/run/models/last` and `best`: the group model as a file to keep, in safetensors.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import { blobPath } from "@spikefed/run-store";
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Room } from "../room/room.ts";

export function addModels(app: FastifyInstance, room: Room): void {
  app.get(
    "/api/run/models/:which",
    async (request: FastifyRequest<{ Params: { which: string } }>, reply) => {
      const { which } = request.params;
      if (which !== "last" && which !== "best") {
        return reply.code(404).send({ error: "there are two: last and best" });
      }
      const { folder } = room.run.parts;
      const wanted = room.run.models[which];
      if (wanted === null) return reply.code(404).send({ error: "no model was judged yet" });
      const file = blobPath(folder.models, wanted.hash);
      const info = await stat(file).catch(() => null); // null: it is not there
      if (info === null) return reply.code(404).send({ error: "this model is not kept any more" });
      const name = `spikefed-${folder.runId}-${which}-version${wanted.version}.safetensors`;
      void reply.headers({
        "cache-control": "no-store",
        "content-type": "application/octet-stream",
        "content-length": info.size,
        "content-disposition": `attachment; filename="${name}"`,
      });
      return reply.send(createReadStream(file));
    },
  );
}
