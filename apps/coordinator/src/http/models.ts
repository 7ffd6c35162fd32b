// `GET /api/run/models/last` and `best`: the group model as a file to keep, in safetensors.

import { blobPath } from "@spikefed/run-store";
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Room } from "../room/room.ts";
import { VerifiedFiles } from "./verified-files.ts";

export function addModels(app: FastifyInstance, room: Room): void {
  const models = new VerifiedFiles();
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
      const bytes = await models.read(blobPath(folder.models, wanted.hash), wanted.hash);
      if (bytes === null) return reply.code(404).send({ error: "this model is not kept any more" });
      const name = `spikefed-${folder.runId}-${which}-version${wanted.version}.safetensors`;
      void reply.headers({
        "cache-control": "no-store",
        "content-type": "application/octet-stream",
        "content-length": bytes.length,
        "content-disposition": `attachment; filename="${name}"`,
      });
      return reply.send(bytes);
    },
  );
}
