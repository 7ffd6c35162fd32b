// The HTTP server: time limits against slow senders, headers, routes, plain errors.

import Fastify, { type FastifyInstance } from "fastify";

import type { Room } from "../room/room.ts";
import { addApi } from "./api.ts";
import { addBlobs } from "./blobs.ts";
import { addHeaders } from "./headers.ts";
import { addPages } from "./pages.ts";
import { addReport } from "./report.ts";

/** More than the sockets may be: each may fetch its shard at the same time. */
const MAX_CONNECTIONS = 6_000;

/** @param say told of errors that are ours, one line each */
export function makeHttpServer(say: (line: string) => void): FastifyInstance {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    connectionTimeout: 60_000, // without a byte in either direction; WebSockets are not concerned
    requestTimeout: 120_000,
    keepAliveTimeout: 10_000,
    bodyLimit: 1024,
    routerOptions: { maxParamLength: 100 },
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const code = error.statusCode ?? 500;
    if (code >= 500) say(`${request.method} ${request.routeOptions.url ?? "?"}: ${error.message}`);
    const isPath = code === 403; // a path that leaves the folder: there is nothing to be allowed
    return reply
      .code(isPath ? 404 : code)
      .send({ error: code >= 500 ? "internal" : "bad request" });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not found" }));
  app.server.maxConnections = MAX_CONNECTIONS;
  addHeaders(app);
  return app;
}

/** @param pages folder of the built pages */
export async function addRoutes(app: FastifyInstance, room: Room, pages: string): Promise<void> {
  addApi(app, room);
  addBlobs(app, room);
  addReport(app, room);
  await addPages(app, pages);
}
