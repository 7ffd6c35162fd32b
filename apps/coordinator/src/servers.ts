// HTTP and sockets of one port, with the certificate that they show, counted and watched.

import type { Server as HttpsServer } from "node:https";
import type { AddressInfo } from "node:net";

import { SpikefedError } from "@spikefed/protocol";
import type { FastifyInstance } from "fastify";

import { makeHttpServer } from "./http/http-server.ts";
import type { Serving } from "./http/serving.ts";
import { watchEventLoop } from "./metrics/event-loop.ts";
import { Metrics, type MetricSources } from "./metrics/metrics.ts";
import { Traffic } from "./metrics/traffic.ts";
import type { Clock } from "./room/clock.ts";
import type { Say } from "./say.ts";
import { openSocketServer, type SocketServer } from "./socket/socket-server.ts";
import type { Certificate } from "./tls/certificate.ts";
import { refreshContext } from "./tls/refreshed-context.ts";

export interface ServersOptions {
  /** Reads or makes the certificate; null: plain HTTP. Called again each hour. */
  readCertificate: (() => Promise<Certificate>) | null;
  reached: Omit<Serving, "certificate">;
  say: Say;
  clock: Clock;
  /** A new certificate is in use. */
  onRenewed: (certificate: Certificate) => void;
  /** What rooms know, for the figures. */
  figures: Pick<MetricSources, "rooms" | "isStopping">;
}

export interface Servers {
  app: FastifyInstance;
  sockets: SocketServer;
  metrics: Metrics;
  /** The one that is in use; null: plain HTTP. */
  certificate: () => Certificate | null;
  /** Reads or makes it again. */
  refreshCertificate: () => Promise<void>;
  close: () => Promise<void>;
}

/** Nothing is listened to yet. */
export async function openServers(options: ServersOptions): Promise<Servers> {
  const { readCertificate, reached, say, clock, onRenewed } = options;
  const first = (await readCertificate?.()) ?? null;
  const serving = { ...reached, certificate: first };
  const app = makeHttpServer(say, serving);
  const traffic = new Traffic();
  traffic.watch(app.server);
  const sockets = openSocketServer(app.server, {
    ...{ say, serving, clock },
    onRefused: (code) => metrics.refuse(code),
  });
  const server = app.server as unknown as HttpsServer;
  const fresh =
    first &&
    readCertificate &&
    refreshContext({ server, first, read: readCertificate, say, onRenewed });
  const certificate = () => fresh?.current ?? null;
  const eventLoop = watchEventLoop();
  const metrics = new Metrics({
    ...options.figures,
    ...{ eventLoop, links: () => sockets.links(), traffic: () => traffic.now() },
    certificateEnds: () => endOf(certificate()),
  });
  const close = async () => {
    fresh?.close();
    eventLoop.close();
    await sockets.close();
    await app.close();
  };
  const refreshCertificate = async () => void (await fresh?.look());
  return { app, sockets, metrics, certificate, refreshCertificate, close };
}

function endOf(certificate: Certificate | null): number | null {
  return certificate && certificate.endsMs / 1000;
}

const MAX_TRIES = 50;

export interface Place {
  host: string;
  port: number;
  /** Where the port is taken: try the ones after it. */
  mayMove: boolean;
}

/** @throws {SpikefedError} `start/port` */
export async function listen(
  app: FastifyInstance,
  { host, port, mayMove }: Place,
): Promise<number> {
  for (let offset = 0; ; offset++) {
    try {
      await app.listen({ host, port: port + offset });
      return (app.server.address() as AddressInfo).port;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && mayMove && offset < MAX_TRIES) continue;
      const why = code === "EADDRINUSE" ? "it is taken" : message;
      throw new SpikefedError("start/port", { port: port + offset, why }, { cause: error });
    }
  }
}
