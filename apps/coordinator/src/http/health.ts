// `GET /healthz`: whether this coordinator can do its work now, for whoever starts and stops programs.

import type { FastifyInstance } from "fastify";

export type Health =
  "ok" | "stopping" | "disk full" | "a room has ended" | "a room could not be opened";

export function addHealth(app: FastifyInstance, health: () => Health): void {
  app.get("/healthz", (_request, reply) => {
    const now = health();
    void reply.code(now === "ok" ? 200 : 503).header("cache-control", "no-store");
    return reply.type("text/plain; charset=utf-8").send(`${now}\n`);
  });
}
