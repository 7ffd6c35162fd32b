// `GET /metrics`: for whoever shows the key that lies in the data folder. A check of the address would
// let everybody in behind a proxy or tunnel on this machine, and the host key can do more than look.

import type { FastifyInstance } from "fastify";

import type { Metrics } from "../metrics/metrics.ts";
import { hashSecret, isSecret } from "../room/secret.ts";

export function addMetrics(app: FastifyInstance, metrics: Metrics, key: string): void {
  const keyHash = hashSecret(key);
  app.get("/metrics", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const [, given = ""] =
      /^Bearer ([\x21-\x7e]{1,200})$/.exec(request.headers.authorization ?? "") ?? [];
    if (!isSecret(given, keyHash)) {
      void reply.code(401).header("www-authenticate", "Bearer");
      return {
        error: "show the key of metrics-key.txt in the data folder: Authorization: Bearer KEY",
      };
    }
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
