// The HTTP server: time limits against slow senders, headers, routes, plain errors.

import type { IncomingMessage } from "node:http";
import type { Server as HttpsServer } from "node:https";

import type { Dataset } from "@spikefed/datasets";
import Fastify, { type FastifyInstance } from "fastify";

import type { House } from "../house/house.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Say } from "../say.ts";
import { addressOf } from "../socket/address.ts";
import { Crowd, tcpLimits } from "../socket/crowd.ts";
import { isOwnOrigin, type OwnAddress } from "../socket/origin.ts";
import type { Certificate } from "../tls/certificate.ts";
import { splitByFirstByte } from "../tls/first-byte.ts";
import { addAccess, type Access } from "./access.ts";
import { addPictures } from "./api.ts";
import { addHeaders } from "./headers.ts";
import { addHealth, type Health } from "./health.ts";
import { addMetrics } from "./metrics.ts";
import { addPages } from "./pages.ts";
import { addRooms } from "./rooms.ts";
import type { Serving } from "./serving.ts";

/** More than the sockets may be: each may fetch its shard at the same time. */
const TCP_FOR_EACH = 3;

/** A piece of an update, as text in a polling request, at 8 kB a second. */
const REQUEST_MS = 45_000;

/** Time without a byte in either direction while a file is sent. */
const STALLED_MS = 15_000;

/** Time for the greetings of TLS. */
const HANDSHAKE_MS = 5_000;

const patience = { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

const limits = {
  logger: false,
  forceCloseConnections: true,
  connectionTimeout: 60_000, // without a byte in either direction; WebSockets are not concerned
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: 10_000,
  bodyLimit: 1024,
  routerOptions: { maxParamLength: 100 },
} as const;

/** @param say told of errors that are ours, one line each */
export function makeHttpServer(say: Say, serving: Serving): FastifyInstance {
  const app = withTls(serving.certificate);
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const code = error.statusCode ?? 500;
    if (code >= 500) {
      const route = request.routeOptions.url ?? "?";
      const about = { event: "request-failed", level: "error", facts: { route } } as const;
      say(`${request.method} ${route}: ${error.message}`, about);
    }
    const isPath = code === 403; // a path that leaves the folder: there is nothing to be allowed
    return reply
      .code(isPath ? 404 : code)
      .send({ error: code >= 500 ? "internal" : "bad request" });
  });
  app.server.maxConnections = TCP_FOR_EACH * serving.connections;
  addHeaders(app);
  addDoor(app, serving);
  return app;
}

/** @param certificate null: plain HTTP */
function withTls(certificate: Certificate | null): FastifyInstance {
  if (certificate === null) return Fastify({ ...limits, http: patience });
  const { cert, key } = certificate;
  const https = { ...patience, cert, key, handshakeTimeout: HANDSHAKE_MS };
  const app = Fastify({ ...limits, https }) as unknown as FastifyInstance; // differs in its server
  splitByFirstByte(app.server as unknown as HttpsServer);
  return app;
}

/** What is turned away before a route is looked for. */
function addDoor(app: FastifyInstance, { proxies, certificate, publicOrigin }: Serving): void {
  const crowd = new Crowd(tcpLimits, () => performance.now());
  const own = { publicOrigin, isTls: certificate !== null };
  app.server.on("connection", (socket) => {
    const address = addressOf(socket.remoteAddress);
    if (!proxies.isTrusted(address) && !crowd.mayEnter(address)) return socket.destroy();
    socket.once("close", crowd.enter(address));
  });
  // Engine.IO would keep those of other paths open as long as the other side likes.
  app.server.on("upgrade", ({ url }, socket) => {
    socket.on("error", () => socket.destroy()); // it may be reset while it waits for its turn
    if (!url?.startsWith("/socket.io/")) socket.destroy();
  });
  app.addHook("onRequest", (request, reply, done) => {
    request.raw.socket.setTimeout(STALLED_MS);
    const refusal = refusalOf(request.raw, own);
    if (refusal === null) return done();
    void reply.code(refusal.status).header("connection", "close").send({ error: refusal.error });
  });
}

/** All routes only tell; a body is not waited for, and pages of other sites are told nothing. */
function refusalOf(
  { method, headers }: IncomingMessage,
  own: OwnAddress,
): { status: number; error: string } | null {
  if (!isOwnOrigin(headers.origin, headers.host, own))
    return { status: 403, error: "of another site" };
  if (method !== "GET" && method !== "HEAD") return { status: 405, error: "only GET and HEAD" };
  const hasBody = Number(headers["content-length"] ?? 0) !== 0 || "transfer-encoding" in headers;
  return hasBody ? { status: 400, error: "no body is taken" } : null;
}

export interface Routes {
  house: House;
  /** Its pictures are those of all rooms. */
  dataset: Dataset;
  /** Where a request comes from. */
  proxies: Serving["proxies"];
  /** Folder of the built pages. */
  pages: string;
  health: () => Health;
  access: () => Access;
  metrics: Metrics;
  metricsKey: string;
}

export async function addRoutes(app: FastifyInstance, routes: Routes): Promise<void> {
  const { house, dataset, proxies, pages } = routes;
  addHealth(app, routes.health);
  addAccess(app, routes.access);
  addMetrics(app, routes.metrics, routes.metricsKey);
  addPictures(app, dataset);
  await addRooms(app, house, ({ raw }) => proxies.addressOf(raw));
  await addPages(app, pages);
}
