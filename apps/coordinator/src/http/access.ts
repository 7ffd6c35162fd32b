// `GET /api/access`: where others reach this server, and what its certificate is compared by.

import type { FastifyInstance } from "fastify";

export interface Access {
  /** Origin for other devices; null: it is reached on its own machine only. */
  origin: string | null;
  /** SHA-256 of the certificate that was made here; null: there is none to compare. */
  fingerprint: string | null;
}

export function addAccess(app: FastifyInstance, access: () => Access): void {
  app.get("/api/access", (_request, reply) =>
    reply.header("cache-control", "no-store").send(access()),
  );
}
