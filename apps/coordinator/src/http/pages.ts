// The built pages: every address of the application is answered by the one index.html.

import { existsSync } from "node:fs";
import { join } from "node:path";

import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const ADDRESSES = [
  ...["/", "/j/:code", "/room", "/room/:code"],
  ...["/host", "/host/:code", "/show", "/show/:code", "/bench", "/explain", "/trust"],
];

const NOT_BUILT = `<!doctype html><title>Spikefed</title>
<h1>The pages are not built yet</h1><p>Run <code>npm run build</code>, then load this page again.`;

export async function addPages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    dotfiles: "deny",
    cacheControl: false,
    suppressUnsafeRootWarning: true,
    setHeaders: (reply, path) => {
      // Vite puts a hash into the name of every file in assets.
      const isHashed = path.startsWith(join(folder, "assets"));
      const lasting = "public, max-age=31536000, immutable";
      void reply.header("cache-control", isHashed ? lasting : "no-cache");
    },
  } as Parameters<typeof fastifyStatic>[1]);
  for (const address of ADDRESSES) {
    app.get(address, (_request, reply) => sendIndex(reply, folder));
  }
  app.setNotFoundHandler((request, reply) => {
    reply.code(404);
    if (isForPerson(request) && isBuilt(folder)) return reply.sendFile("index.html");
    return reply.send({ error: "not found" });
  });
}

/** Somebody has opened a wrong address: the application says what this is and where it starts. */
const isForPerson = ({ method, headers }: FastifyRequest): boolean =>
  method === "GET" && (headers.accept ?? "").includes("text/html");

const isBuilt = (folder: string): boolean => existsSync(join(folder, "index.html"));

function sendIndex(reply: FastifyReply, folder: string): FastifyReply {
  if (isBuilt(folder)) return reply.sendFile("index.html");
  return reply.code(503).type("text/html; charset=utf-8").send(NOT_BUILT);
}
